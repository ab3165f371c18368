import type { Predictions } from '../predictions';

/** Which answers are right: 1 or 0 for every network and image, [members, images] row-major. */
export type Correct = { members: number; images: number; right: Uint8Array };

/** Whether each network's first answer is the true label. */
export function correctTop1(predictions: Predictions, truth: Uint16Array): Correct {
  const { images, labels } = predictions;
  const members = predictions.members.length;
  const right = new Uint8Array(members * images);
  for (let row = 0, entry = 0; row < members; row++) {
    for (let image = 0; image < images; image++, entry++) {
      // 1 where the two are equal, else 0: their bits that differ, minus 1, is negative for none alone.
      right[entry] = ((labels[entry] ^ truth[image]) - 1) >>> 31;
    }
  }
  return { members, images, right };
}

/**
 * Whether the true label is among each network's first five; null without ranks or with five classes or
 * fewer.
 */
export function correctTop5(predictions: Predictions): Correct | null {
  const { images, classes, rankLabel } = predictions;
  if (!rankLabel || classes <= 5) return null;
  const right = new Uint8Array(rankLabel.length);
  for (let entry = 0; entry < right.length; entry++) right[entry] = rankLabel[entry] < 5 ? 1 : 0;
  return { members: predictions.members.length, images, right };
}

/** Accuracy of each network, 0..1, with every image weighted by `weights` [images], which do not sum to 0. */
export function weightedAccuracy(correct: Correct, weights: Float64Array): number[] {
  const { members, images, right } = correct;
  let whole = 0;
  for (const weight of weights) whole += weight;
  return Array.from({ length: members }, (_, row) => {
    const start = row * images;
    let sum = 0;
    for (let image = 0; image < images; image++) sum += weights[image] * right[start + image];
    return sum / whole;
  });
}
