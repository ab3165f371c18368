import type { Predictions } from './predictions';

function meanOverMembers(matrix: Float32Array, images: number): Float64Array {
  const means = new Float64Array(images);
  const members = matrix.length / images;
  for (let entry = 0; entry < matrix.length; entry++) means[entry % images] += matrix[entry];
  return means.map((sum) => sum / members);
}

/**
 * Per image, -1..1: mean probability of the true class over the compressed networks minus that over the dense ones.
 * Null unless both populations carry `pLabel`.
 */
export function confidenceChange(dense: Predictions, compressed: Predictions): Float32Array | null {
  if (!dense.pLabel || !compressed.pLabel) return null;
  const before = meanOverMembers(dense.pLabel, dense.images);
  const after = meanOverMembers(compressed.pLabel, compressed.images);
  return Float32Array.from(before, (value, image) => after[image] - value);
}
