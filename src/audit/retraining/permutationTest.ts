import type { Interval } from '../findings';
import { mean, quantileOf, sampleVariance } from '../statistics/intervals';
import { type Equivalence, equivalenceOf, MARGIN } from './verdict';

/** Counts over random draws: their mean, sample standard deviation (null of one) and how many there are. */
export type CountDistribution = { mean: number; sd: number | null; n: number };

/** How a PIE count stands against the counts of relabelled populations. */
export type PermutationTest = {
  shuffles: number;
  observed: number;
  /** Mean of the counts if compression does nothing, and their spread. */
  mean: number;
  sd: number | null;
  /** 2.5% and 97.5% quantiles of these counts. */
  range: Interval;
  /** One-sided: the chance of as many PIEs or more, and of as few or fewer. */
  p: number;
  pFewer: number;
  /** The least p that the number of networks allows: one over the ways in which they fall into two groups. */
  least: number;
  /** observed - mean. */
  excess: number;
  /**
   * 95%: the excesses that would not be rejected were the counts shifted by them; null where there are too
   * few networks for any to be rejected.
   */
  interval: Interval | null;
  equivalence: Equivalence;
  /** The counts of the shuffles: another margin needs no others. */
  counts: readonly number[];
  /** The counts if compression does nothing, as a histogram: ascending, without gaps, and at most 40 bins. */
  bins: CountBin[];
};

/** How many of the counts are `from` to `to`, both included. */
type CountBin = { from: number; to: number; shuffles: number };

const MOST_BINS = 40;

/** What an interval of 95% leaves out on a side. */
const ONE_SIDE = 0.025;

function histogram(counts: readonly number[]): CountBin[] {
  const [low, high] = counts.reduce(
    ([least, most], count) => [Math.min(least, count), Math.max(most, count)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const width = Math.ceil((high - low + 1) / MOST_BINS);
  const bins = Array.from({ length: Math.ceil((high - low + 1) / width) }, (_, bin) => ({
    from: low + bin * width,
    to: low + (bin + 1) * width - 1,
    shuffles: 0,
  }));
  for (const count of counts) bins[Math.floor((count - low) / width)].shuffles++;
  return bins;
}

/** Mean and spread of one or more counts. */
export function distributionOf(counts: readonly number[]): CountDistribution {
  const sd = counts.length > 1 ? Math.sqrt(sampleVariance(counts)) : null;
  return { mean: mean(counts), sd, n: counts.length };
}

/**
 * The permutation test of `observed` PIEs against one or more `counts` of relabelled populations (Fisher
 * 1935). As Phipson and Smyth 2010 ask, p counts the observed labelling: p = (1 + #{count >= observed}) / (1
 * + shuffles). The interval inverts the test for a shift of the counts. Equivalence is two one-sided tests
 * (Schuirmann 1987) of the same shift against `share` times the mean, both at 5%. The images are those at
 * hand: only which networks were trained varies. No p is below `least`, the smallest that the number of
 * networks allows: shuffles of few networks repeat each other.
 */
export function permutationTest(
  observed: number,
  counts: readonly number[],
  share: number = MARGIN,
  least = 0,
): PermutationTest {
  const { mean: center, sd, n } = distributionOf(counts);
  const pOf = (holds: (count: number) => boolean) =>
    Math.max(least, (1 + counts.reduce((sum, count) => sum + (holds(count) ? 1 : 0), 0)) / (1 + n));
  const range: Interval = [quantileOf(counts, 0.025), quantileOf(counts, 0.975)];
  const interval: Interval | null = least > ONE_SIDE ? null : [observed - range[1], observed - range[0]];
  const tested = {
    shuffles: n,
    observed,
    mean: center,
    sd,
    range,
    p: pOf((count) => count >= observed),
    pFewer: pOf((count) => count <= observed),
    least,
    excess: observed - center,
    interval,
    counts,
    bins: histogram(counts),
  };
  return { ...tested, equivalence: equivalenceOf(tested, share) };
}
