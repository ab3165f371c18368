import type { Shard } from '../../model/shard';

const FIRST = 256;
const NEXT = 512;

/**
 * The image ranges in which a run proceeds: a small one, so that a first answer comes soon, then 512 at a time: whole groups of the
 * images that a kernel takes at once. The edges do not depend on `images`, so that what one run computed serves a longer one.
 */
export function chunks(images: number): { start: number; end: number }[] {
  const ranges = [];
  for (let start = 0; start < images; ) {
    const end = Math.min(images, start === 0 ? FIRST : start === FIRST ? NEXT : start + NEXT);
    ranges.push({ start, end });
    start = end;
  }
  return ranges;
}

/** Images `start` to `end` of a shard, as views. */
export function imageRange(shard: Shard, start: number, end: number): Shard {
  const size = shard.height * shard.width * shard.channels;
  return {
    ...shard,
    id: `${shard.id}[${start}:${end}]`,
    count: end - start,
    images: shard.images.subarray(start * size, end * size),
    labels: shard.labels.subarray(start, end),
  };
}
