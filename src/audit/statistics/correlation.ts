import type { Interval } from '../findings';
import { mean, SAME, Z95 } from './intervals';
import { tQuantile } from './studentT';

/** A correlation, -1..1, of n pairs; null where a side does not vary or there are fewer than three pairs. */
export type Correlation = { value: number | null; interval: Interval | null; n: number };

/**
 * Pearson's correlation of two lists of equal length; null with fewer than three pairs or where a list does
 * not vary.
 */
export function pearson(a: readonly number[], b: readonly number[]): number | null {
  if (a.length < 3) return null;
  const [centerA, centerB] = [mean(a), mean(b)];
  let [both, squaresA, squaresB] = [0, 0, 0];
  a.forEach((value, index) => {
    const [da, db] = [value - centerA, b[index] - centerB];
    both += da * db;
    squaresA += da * da;
    squaresB += db * db;
  });
  if (squaresA <= SAME ** 2 || squaresB <= SAME ** 2) return null;
  return Math.max(-1, Math.min(1, both / Math.sqrt(squaresA * squaresB)));
}

/** Ranks from 1; equal values share the mean of their ranks. */
function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => {
    let below = 0;
    let equal = 0;
    for (const other of values) {
      if (other < value) below++;
      else if (other === value) equal++;
    }
    return below + (equal + 1) / 2;
  });
}

/**
 * Spearman's rank correlation of two lists of equal length, with the 95% interval of Bonett and Wright
 * (Psychometrika 65, 2000): tanh(atanh r -+ 1.96 sqrt((1 + r^2 / 2) / (n - 3))). No interval with fewer than
 * four pairs, or for -1 and 1.
 */
export function spearman(a: readonly number[], b: readonly number[]): Correlation {
  const n = a.length;
  const value = pearson(ranksOf(a), ranksOf(b));
  if (value === null || n < 4 || Math.abs(value) > 1 - SAME) return { value, interval: null, n };
  const half = Z95 * Math.sqrt((1 + value ** 2 / 2) / (n - 3));
  return { value, interval: [Math.tanh(Math.atanh(value) - half), Math.tanh(Math.atanh(value) + half)], n };
}

/**
 * The least |r| that n pairs of normal numbers without any relation exceed in only 5% of cases (two-sided);
 * null below three.
 */
export function criticalCorrelation(n: number): number | null {
  if (n < 3) return null;
  const t = tQuantile(n - 2);
  return t / Math.sqrt(t ** 2 + n - 2);
}
