import { archiveEntries } from '../../../formats/archives/archive';
import { blobSource } from '../../../formats/bytes/source';
import { named } from '../../../formats/check';
import type { DecodeImage } from '../../../formats/images/decodeImage';
import type { ImageExtent } from '../../../formats/images/fit';
import { isImagePath } from '../../../formats/images/folderLayout';
import { folderEntries, folderImages } from '../../../formats/images/imageFolder';
import { collectImages, type LabelledImage } from '../../../formats/images/imageSet';
import { matchImages } from '../../../formats/images/matchImages';
import type { Pictures } from '../../../library/importData';
import type { OwnFile } from '../protocol';

/** Larger images are shown at this side: fifty thousand of them then still fit the memory. */
const LARGEST_SIDE = 96;
const FITTED_SIDE = 64;

/**
 * Pictures for images by their ids, from one archive or from the files of a folder, whose names are the ids
 * (see `matchImages`). Names are matched first: only images of an id are decoded, each straight into its
 * place. `told` hears now and then how many are decoded. Throws where no name is an id.
 */
export async function picturesFor(
  ids: (number | string)[],
  files: OwnFile[],
  decode: DecodeImage,
  told: (count: number) => void,
): Promise<Pictures> {
  const isArchive = files.length === 1 && !/\.(png|jpe?g|gif|webp)$/i.test(files[0].path);
  const file = isArchive ? files[0].path : files[0].path.split('/')[0];
  const entries = () =>
    isArchive ? archiveEntries(blobSource(files[0].content, file)) : folderEntries(files, file);
  const paths: string[] = [];
  for await (const { name } of entries()) if (isImagePath(name)) paths.push(name);
  if (paths.length === 0) {
    throw new Error(`${file}: expected PNG, JPEG, GIF or WebP images, got none.`);
  }
  const places = new Map<string, number[]>();
  matchImages(ids, paths).forEach((position, image) => {
    if (position < 0) return;
    const path = paths[position];
    places.set(path, [...(places.get(path) ?? []), image]);
  });
  if (places.size === 0) {
    throw new Error(
      `${file}: expected images called after their ids, such as ${named(ids[0])}, got names such ` +
        `as ${named(paths[0])}.`,
    );
  }
  const wanted = (path: string) => places.has(path);
  const stream = folderImages(entries(), { file, decode, labelled: false, wanted });
  const first = await stream.next();
  if (first.done) throw new Error(`${file}: expected the images that it lists, got none.`);
  const target = targetFor(first.value.image);
  const size = target.height * target.width * target.channels;
  const images = new Uint8Array(ids.length * size);
  let found = 0;
  const put = (path: string, pixels: Uint8Array) => {
    for (const image of places.get(path) ?? []) {
      images.set(pixels, image * size);
      found++;
    }
  };
  const set = await collectImages(withFirst(first.value, stream), { file, target, put, progress: told });
  return { ...target, images, found, fitted: set.fitted };
}

function targetFor({ height, width, channels }: ImageExtent): ImageExtent {
  const shown = channels === 4 ? 3 : channels;
  if (Math.max(height, width) <= LARGEST_SIDE) return { height, width, channels: shown };
  return { height: FITTED_SIDE, width: FITTED_SIDE, channels: 3 };
}

async function* withFirst(
  first: LabelledImage,
  rest: AsyncIterable<LabelledImage>,
): AsyncGenerator<LabelledImage> {
  yield first;
  yield* rest;
}
