import type { AuditOptions, Both, Interval } from '../findings';
import { mean, quantileOf, SAME, sampleVariance } from '../statistics/intervals';
import { twoSidedP } from '../statistics/studentT';
import { benjaminiYekutieli } from '../statistics/tTest';
import { deviations, type MemberRecall } from '../votes/recall';
import { relabellings } from './relabel';

/** What chance alone flags, and the tests of several comparisons adjusted as one family. */
export type TestFamily = {
  method: 'maxT' | 'benjaminiYekutieli';
  /** Tests that could be made, over all comparisons. */
  tests: number;
  shuffles: number;
  /** Adjusted p of every comparison and class, in their order; null where there is no test. */
  adjusted: (number | null)[][];
  /**
   * Classes of each comparison that Welch's test flags at alpha in relabelled populations: mean, and 95% of
   * the shuffles; null without shuffles.
   */
  byChance: ({ mean: number; range: Interval } | null)[];
};

type FamilyOptions = Pick<AuditOptions, 'alpha' | 'baseline' | 'seed'> & { shuffles: number };

/**
 * Below this |t| no p is small enough, whatever the degrees of freedom: so that few p values are computed.
 */
const SMALLEST_T = 1.959;

/** |t| of Welch's test and its degrees of freedom; null where a side has one value. */
function welch(
  values: Float64Array,
  order: readonly number[],
  sizes: Both<number>,
): { t: number; df: number } | null {
  const { dense: n, compressed: m } = sizes;
  if (n < 2 || m < 2) return null;
  let [one, other, oneSquares, otherSquares] = [0, 0, 0, 0];
  for (let place = 0; place < n; place++) {
    const value = values[order[place]];
    one += value;
    oneSquares += value * value;
  }
  for (let place = n; place < n + m; place++) {
    const value = values[order[place]];
    other += value;
    otherSquares += value * value;
  }
  const varianceOf = (sum: number, squares: number, count: number) => {
    const variance = (squares - (sum * sum) / count) / (count - 1);
    return variance <= SAME ** 2 ? 0 : variance / count;
  };
  const [a, b] = [varianceOf(one, oneSquares, n), varianceOf(other, otherSquares, m)];
  const apart = Math.abs(one / n - other / m);
  if (a + b === 0) return { t: apart <= SAME ? 0 : Number.POSITIVE_INFINITY, df: n + m - 2 };
  return { t: apart / Math.sqrt(a + b), df: (a + b) ** 2 / (a ** 2 / (n - 1) + b ** 2 / (m - 1)) };
}

/** d of all networks of a comparison on one class, dense first, around their mean. */
function pooledDeviations(
  { dense, compressed }: Both<MemberRecall>,
  label: number,
  baseline: AuditOptions['baseline'],
): Float64Array {
  const values = [...deviations(dense, label, baseline), ...deviations(compressed, label, baseline)];
  const center = values.length > 0 ? mean(values) : 0;
  const isConstant = values.length > 1 && sampleVariance(values) === 0;
  return Float64Array.from(values, (value) => (isConstant ? 0 : value - center));
}

/**
 * Adjusts Welch's tests of all classes in all comparisons as one family. With shuffles: the largest |t| of
 * the whole family in each relabelling (max-T, single step; Westfall and Young 1993), p = (1 + #{max >= |t|})
 * / (1 + shuffles); shuffle b relabels the networks of every comparison by the same order, so that what tests
 * share (the dense networks, and that d sums to zero over classes) is kept. Without: Benjamini and Yekutieli
 * (2001), which holds under any dependence. Images are held fixed.
 */
export function testFamily(
  comparisons: readonly Both<MemberRecall>[],
  { alpha, baseline, seed, shuffles }: FamilyOptions,
): TestFamily {
  const families = comparisons.map((comparison) => ({
    sizes: { dense: comparison.dense.accuracy.length, compressed: comparison.compressed.accuracy.length },
    classes: Array.from(comparison.dense.images, (images, label) =>
      images === 0 ? null : pooledDeviations(comparison, label, baseline),
    ),
  }));
  const inOrder = (n: number) => Array.from({ length: n }, (_, place) => place);
  const observed = families.map(({ sizes, classes }) => {
    const order = inOrder(sizes.dense + sizes.compressed);
    return classes.map((values) => values && welch(values, order, sizes));
  });
  const tests = observed.flat().filter((found) => found !== null).length;
  if (shuffles === 0) {
    const p = observed.flat().map((found) => found && twoSidedP(found.t, found.df));
    const flat = benjaminiYekutieli(p);
    const width = families[0]?.classes.length ?? 0;
    const adjusted = families.map((_, place) => flat.slice(place * width, (place + 1) * width));
    return { method: 'benjaminiYekutieli', tests, shuffles, adjusted, byChance: families.map(() => null) };
  }
  const asLarge = observed.map((found) => found.map(() => 1));
  const flagged = families.map((): number[] => []);
  const orders = families.map(({ sizes }) => relabellings(sizes.dense + sizes.compressed, seed));
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    let most = 0;
    families.forEach(({ sizes, classes }, place) => {
      const order = orders[place].next().value;
      let count = 0;
      for (const values of classes) {
        const found = values && welch(values, order, sizes);
        if (!found) continue;
        most = Math.max(most, found.t);
        if ((alpha > 0.05 || found.t > SMALLEST_T) && twoSidedP(found.t, found.df) <= alpha) count++;
      }
      flagged[place].push(count);
    });
    observed.forEach((found, place) => {
      found.forEach((test, label) => {
        // Sums in another order differ in their last digits.
        if (test && most >= test.t * (1 - 1e-12)) asLarge[place][label]++;
      });
    });
  }
  return {
    method: 'maxT',
    tests,
    shuffles,
    adjusted: observed.map((found, place) =>
      found.map((test, label) => test && asLarge[place][label] / (1 + shuffles)),
    ),
    byChance: flagged.map((counts) => ({
      mean: mean(counts),
      range: [quantileOf(counts, 0.025), quantileOf(counts, 0.975)],
    })),
  };
}
