import type { Predictions } from '../audit/predictions';
import type { Population } from '../model/population';
import type { PredictionBatch } from './device';

/**
 * Predictions of a population for `images` images, to be filled batch by batch; labels and confidences start
 * at zero.
 */
export function emptyPredictions(
  population: Population,
  images: number,
  classes: number,
): Required<Predictions> {
  const size = population.members.length * images;
  return {
    members: population.members.map((member) => member.id),
    images,
    classes,
    labels: new Uint16Array(size),
    pPrediction: new Float32Array(size),
    pLabel: new Float32Array(size),
    rankLabel: new Uint16Array(size),
  };
}

/** Copies a batch into predictions of a shard in which the batch's own begins at image `offset`. */
export function place(into: Required<Predictions>, batch: PredictionBatch, offset = 0): void {
  batch.members.forEach((member, row) => {
    const from = row * batch.count;
    const to = member * into.images + offset + batch.start;
    for (const name of ['labels', 'pPrediction', 'pLabel', 'rankLabel'] as const) {
      into[name].set(batch[name].subarray(from, from + batch.count), to);
    }
  });
}
