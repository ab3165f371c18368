import type { Interval, TTest } from '../findings';
import { mean, SAME, sampleVariance, tInterval } from './intervals';
import { isFlagged } from './relabelledTests';
import { tQuantile, twoSidedP } from './studentT';

const IMPOSSIBLE: TTest = { t: null, df: null, p: null };

type Comparison = { difference: number; variance: number; df: number };

/**
 * Mean of `a` minus mean of `b`, the squared standard error and Welch's degrees of freedom; null with fewer
 * than two values on a side.
 */
function compare(a: readonly number[], b: readonly number[]): Comparison | null {
  if (a.length < 2 || b.length < 2) return null;
  const shareA = sampleVariance(a) / a.length;
  const shareB = sampleVariance(b) / b.length;
  const variance = shareA + shareB;
  const df =
    variance === 0
      ? a.length + b.length - 2
      : variance ** 2 / (shareA ** 2 / (a.length - 1) + shareB ** 2 / (b.length - 1));
  return { difference: mean(a) - mean(b), variance, df };
}

function testOf({ difference, variance, df }: Comparison): TTest {
  if (variance === 0) {
    return Math.abs(difference) <= SAME ? { t: 0, df, p: 1 } : { t: null, df, p: 0 };
  }
  const t = difference / Math.sqrt(variance);
  return { t, df, p: twoSidedP(t, df) };
}

/**
 * Welch's two-sample, two-sided t-test of mean(a) - mean(b). With both variances 0, p is 1 for equal means
 * and else 0, df = n_a + n_b - 2. Impossible (all null) with fewer than two values on a side.
 */
export function welchTest(a: readonly number[], b: readonly number[]): TTest {
  const comparison = compare(a, b);
  return comparison ? testOf(comparison) : IMPOSSIBLE;
}

/**
 * Whether Welch's test of mean(a) - mean(b) has p at most `alpha`; as `welchTest`, but no p is computed where
 * the difference is too small for it.
 */
export function isWelchFlagged(a: readonly number[], b: readonly number[], alpha: number): boolean {
  const comparison = compare(a, b);
  if (!comparison) return false;
  const { difference, variance, df } = comparison;
  if (variance === 0) return (testOf(comparison).p ?? 1) <= alpha;
  return isFlagged({ t: Math.abs(difference) / Math.sqrt(variance), df }, alpha);
}

/** Welch's 95% interval of mean(a) - mean(b); null with fewer than two values on a side. */
export function welchInterval(a: readonly number[], b: readonly number[]): Interval | null {
  const comparison = compare(a, b);
  if (!comparison) return null;
  const half = tQuantile(comparison.df) * Math.sqrt(comparison.variance);
  return [comparison.difference - half, comparison.difference + half];
}

/**
 * Paired two-sided t-test of mean(a - b), value by value, df n - 1, with the same rules for a variance of 0,
 * and the 95% interval of the mean difference. Lists are of equal length; impossible (all null) with fewer
 * than two pairs.
 */
export function pairedTest(
  a: readonly number[],
  b: readonly number[],
): { test: TTest; interval: Interval | null } {
  const differences = a.map((value, k) => value - b[k]);
  if (differences.length < 2) return { test: IMPOSSIBLE, interval: null };
  const test = testOf({
    difference: mean(differences),
    variance: sampleVariance(differences) / differences.length,
    df: differences.length - 1,
  });
  return { test, interval: tInterval(differences) };
}

/**
 * Step-up adjusted p values, each rank's p times tests over rank times the factor for so many tests; untested
 * entries (null) stay null and do not count.
 */
function stepUp(p: readonly (number | null)[], factorOf: (tests: number) => number): (number | null)[] {
  const adjusted: (number | null)[] = p.map(() => null);
  const tested = p.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  tested.sort((a, b) => b.value - a.value);
  const factor = factorOf(tested.length);
  let smallest = 1;
  tested.forEach(({ value, index }, above) => {
    const rank = tested.length - above;
    smallest = Math.min(smallest, (value * tested.length * factor) / rank);
    adjusted[index] = smallest;
  });
  return adjusted;
}

/**
 * Benjamini-Hochberg adjusted p values, in the order given: the smallest false discovery rate at which each
 * would be rejected. Untested entries (null) stay null and do not count.
 */
export function benjaminiHochberg(p: readonly (number | null)[]): (number | null)[] {
  return stepUp(p, () => 1);
}

/**
 * The same of Benjamini and Yekutieli (2001), whatever the dependence between the tests: times 1 + 1/2 + ...
 * + 1/tests.
 */
export function benjaminiYekutieli(p: readonly (number | null)[]): (number | null)[] {
  return stepUp(p, (tests) =>
    Array.from({ length: tests }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b, 0),
  );
}
