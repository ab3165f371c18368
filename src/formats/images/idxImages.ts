import { idxHeader, readIdxClasses, readPictureShape } from '../arrays/idx';
import { chunkReader } from '../bytes/chunkReader';
import { type ByteSource, inflatedPieces, joinPieces } from '../bytes/source';
import { checkLabelled, classOfNumber } from './classLabels';
import type { LabelledImage } from './imageSet';
import { byteRows, pictureLayout, pictureSize, pictures } from './pictureArray';

const LARGEST_ARRAY = 1 << 30;

/**
 * Images of an IDX file as they stream by, grey in three dimensions or colour in four, with the labels of
 * another (null: none); both may be gzipped. Ids are positions, classes their numbers.
 */
export async function* idxImages(
  images: ByteSource,
  labels: ByteSource | null,
): AsyncGenerator<LabelledImage> {
  const { file } = images;
  const classes =
    labels && readIdxClasses(await joinPieces(inflatedPieces(labels, LARGEST_ARRAY)), labels.file);
  if (labels && classes) checkLabelled(classes, labels.file, (image) => `at position ${image}`);
  const reader = chunkReader(inflatedPieces(images, LARGEST_ARRAY), file);
  try {
    const first = await reader.take(idxHeader(3));
    const more = first[3] === 4 ? await reader.take(4) : new Uint8Array(0);
    const shape = readPictureShape(Uint8Array.of(...first, ...more), file);
    const layout = pictureLayout(shape);
    if (!layout) {
      throw new Error(
        `${file}: expected images in 3 dimensions, or in 4 with 1, 3 or 4 channels, got ` +
          `${shape.join(' x ')}; save them as images x height x width x channels.`,
      );
    }
    const { count } = layout;
    if (labels && classes?.length !== count) {
      throw new Error(
        `${labels.file}: expected ${count} labels, one for each image of ${file}, got ${classes?.length}.`,
      );
    }
    yield* pictures(byteRows(reader, count, pictureSize(layout, file)), layout, 1, (image) =>
      classes && labels
        ? classOfNumber(classes[image], null, labels.file, () => `at position ${image}`)
        : null,
    );
    if (!(await reader.ended())) {
      throw new Error(
        `${file}: expected ${count} images of ${layout.extent.height} x ${layout.extent.width}, got more ` +
          'bytes after them.',
      );
    }
  } finally {
    await reader.close();
  }
}
