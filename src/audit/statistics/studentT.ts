import cdf from '@stdlib/stats-base-dists-t-cdf';
import quantile from '@stdlib/stats-base-dists-t-quantile';
import type { Interval } from '../findings';

/** Two-sided p of Student's t with `df` degrees of freedom (df > 0, not necessarily whole). */
export function twoSidedP(t: number, df: number): number {
  return 2 * cdf(-Math.abs(t), df);
}

/**
 * The t beyond which 2.5% of Student's distribution lie: half a 95% interval is this times the standard
 * error. Where one of `several` is picked as the largest, all are to hold at once. Then each leaves out its
 * part (Bonferroni, which holds however they depend on each other).
 */
export function tQuantile(df: number, several = 1): number {
  return quantile(1 - 0.025 / several, df);
}

/** A 95% interval of Student's t, widened so that it allows for being picked from `several`. */
export function widened([low, high]: Interval, df: number, several: number): Interval {
  const [center, half] = [(low + high) / 2, (high - low) / 2];
  const wide = (half * tQuantile(df, several)) / tQuantile(df);
  return [center - wide, center + wide];
}
