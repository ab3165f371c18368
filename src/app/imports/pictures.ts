import { archiveEntries } from '../../formats/archive';
import { named } from '../../formats/check';
import type { DecodeImage } from '../../formats/decodeImage';
import type { ImageExtent } from '../../formats/fit';
import { folderEntries, folderImages } from '../../formats/imageFolder';
import { collectImages, type LabelledImage } from '../../formats/imageSet';
import { matchImages } from '../../formats/matchImages';
import { blobSource } from '../../formats/source';
import type { Pictures } from '../../library/imports';
import type { OwnFile } from './protocol';

/** Larger images are shown at this side: fifty thousand of them then still fit the memory. */
const LARGEST_SIDE = 96;
const FITTED_SIDE = 64;

/**
 * Pictures for images by their ids, from one archive or from the files of a folder, whose names are the ids (see `matchImages`). `told` hears now and
 * then how many are decoded. Throws where no name is an id.
 */
export async function picturesFor(
  ids: (number | string)[],
  files: OwnFile[],
  decode: DecodeImage,
  told: (count: number) => void,
): Promise<Pictures> {
  const isArchive = files.length === 1 && !/\.(png|jpe?g|gif|webp)$/i.test(files[0].path);
  const file = isArchive ? files[0].path : files[0].path.split('/')[0];
  const entries = isArchive ? archiveEntries(blobSource(files[0].content, file)) : folderEntries(files, file);
  const stream = folderImages(entries, { file, decode, labelled: false });
  const first = await stream.next();
  if (first.done) {
    throw new Error(`${file}: expected PNG, JPEG, GIF or WebP images, got none.`);
  }
  const target = targetFor(first.value.image);
  const set = await collectImages(withFirst(first.value, stream), { file, target, progress: told });
  const place = matchImages(ids, set.ids);
  const size = target.height * target.width * target.channels;
  const images = new Uint8Array(ids.length * size);
  let found = 0;
  place.forEach((position, image) => {
    if (position < 0) return;
    found++;
    images.set(set.images.subarray(position * size, (position + 1) * size), image * size);
  });
  if (found === 0) {
    throw new Error(
      `${file}: expected images called after their ids, such as ${named(ids[0])}, got names such as ${named(set.ids[0])}.`,
    );
  }
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
