import type { Estimate } from '../findings';
import type { Predictions } from '../predictions';
import { tEstimate } from '../statistics/intervals';

/** How many of a network's answers differ between row `row` of two populations. */
function differing(a: Predictions, b: Predictions, row: number): number {
  const start = row * a.images;
  let count = 0;
  for (let entry = start; entry < start + a.images; entry++) {
    if (a.labels[entry] !== b.labels[entry]) count++;
  }
  return count;
}

/**
 * Share of a network's answers that compression changed, mean over networks, for populations paired row by
 * row.
 */
export function flipsPerNetwork(dense: Predictions, compressed: Predictions): Estimate {
  const shares = dense.members.map((_, row) => differing(dense, compressed, row) / dense.images);
  return tEstimate(shares, shares.length);
}

/** How many (network, image) labels differ between two predictions of the same networks in the same order. */
export function countDiffering(a: Predictions, b: Predictions): number {
  return a.members.reduce((sum, _, row) => sum + differing(a, b, row), 0);
}
