/** The first images of chosen files as a network will see them, before all are read. */
import type { ImageSet, LabelledImage } from '../../formats/images/imageSet';
import type { Shard } from '../../model/shard';

/**
 * The first images of a file as a network will see them, and what is done to them, in words. Also whether
 * they have labels, whose names may be known later.
 */
export type Preview = { shard: Shard; fitted: string; isLabelled: boolean };

/** Images that are shown. */
export const SHOWN = 8;

/** The first images of a set on their own; classes are told where their names are known. */
export function previewOf(set: ImageSet, classes: string[] | null): Preview {
  const { height, width, channels, images, fitted, ids, labels } = set;
  const count = Math.min(SHOWN, set.count);
  const shard = {
    id: 'preview',
    count,
    height,
    width,
    channels,
    images: images.slice(0, count * height * width * channels),
    labels: labels?.slice(0, count) ?? new Uint16Array(count),
    classes: labels ? (classes ?? []) : [],
    ids: ids.slice(0, count),
  };
  return { shard, fitted, isLabelled: labels !== null };
}

/** The first `most` images of a stream, which is then left. */
export async function* firstOf(
  stream: AsyncIterable<LabelledImage>,
  most: number,
): AsyncGenerator<LabelledImage> {
  let count = 0;
  for await (const each of stream) {
    // What streams by may be a view of bytes that go on.
    yield { ...each, image: { ...each.image, data: each.image.data.slice() } };
    if (++count === most) return;
  }
}
