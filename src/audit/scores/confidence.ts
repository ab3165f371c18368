import type { Predictions } from '../predictions';

/**
 * Per image: `matrix` [networks, images], one of the predictions' own, as a mean over the networks; null
 * without it.
 */
export function meanOf(
  { members, images }: Predictions,
  matrix: Float32Array | undefined,
): Float32Array | null {
  if (!matrix) return null;
  const sums = new Float64Array(images);
  for (let row = 0, entry = 0; row < members.length; row++) {
    for (let image = 0; image < images; image++, entry++) sums[image] += matrix[entry];
  }
  return Float32Array.from(sums, (sum) => sum / members.length);
}

/** Per image, 0..1: probability of the true class, mean over the networks; null without `pLabel`. */
export function meanConfidence(predictions: Predictions): Float32Array | null {
  return meanOf(predictions, predictions.pLabel);
}

/**
 * Per image, -1..1: mean probability of the true class over the compressed networks minus that over the dense
 * ones. Null unless both populations carry `pLabel`.
 */
export function confidenceChange(dense: Predictions, compressed: Predictions): Float32Array | null {
  const before = meanConfidence(dense);
  const after = meanConfidence(compressed);
  if (!before || !after) return null;
  return after.map((value, image) => value - before[image]);
}
