import type { Predictions } from '../../audit/predictions';
import type { PredictionBatch } from '../../engine/device';
import type { Population } from '../../model/population';
import type { Shard } from '../../model/shard';

/** Full-size predictions of a population, to be filled batch by batch; labels and confidences start at zero. */
export function emptyPredictions(population: Population, images: number, classes: number) {
  const size = population.members.length * images;
  return {
    members: population.members.map((member) => member.id),
    images,
    classes,
    labels: new Uint16Array(size),
    pPrediction: new Float32Array(size),
    pLabel: new Float32Array(size),
    rankLabel: new Uint16Array(size),
  } satisfies Predictions;
}

/** Copies a batch into predictions whose first image is `offset` images before the batch's own shard. */
export function place(into: Required<Predictions>, batch: PredictionBatch, offset: number): void {
  batch.members.forEach((member, row) => {
    const from = row * batch.count;
    const to = member * into.images + offset + batch.start;
    for (const name of ['labels', 'pPrediction', 'pLabel', 'rankLabel'] as const) {
      into[name].set(batch[name].subarray(from, from + batch.count), to);
    }
  });
}

/**
 * The image ranges in which a run proceeds: small at first, so that a first answer comes soon, then 500 at a time. The
 * edges do not depend on `images`, so that what one run computed serves a longer one.
 */
export function chunks(images: number): { start: number; end: number }[] {
  const ranges = [];
  for (let start = 0; start < images; ) {
    const end = Math.min(images, start === 0 ? 100 : start === 100 ? 500 : start + 500);
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
