import cdf from '@stdlib/stats-base-dists-t-cdf';
import quantile from '@stdlib/stats-base-dists-t-quantile';

/** Two-sided p of Student's t with `df` degrees of freedom (df > 0, not necessarily whole). */
export function twoSidedP(t: number, df: number): number {
  return 2 * cdf(-Math.abs(t), df);
}

/**
 * The t beyond which 2.5% of Student's distribution lie: half a 95% interval is this times the standard
 * error.
 */
export function tQuantile(df: number): number {
  return quantile(0.975, df);
}
