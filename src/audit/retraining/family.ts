import type { AuditOptions, Both, Interval } from '../findings';
import { mean, quantileOf } from '../statistics/intervals';
import { centred, isFlagged, relabelledWelch } from '../statistics/relabelledTests';
import { relabellings } from '../statistics/relabellings';
import { twoSidedP } from '../statistics/studentT';
import { benjaminiYekutieli } from '../statistics/tTest';
import { deviations, type MemberRecall } from '../votes/recall';

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

/** d of all networks of a comparison on one class, dense first, around their mean. */
function pooledDeviations(
  { dense, compressed }: Both<MemberRecall>,
  label: number,
  baseline: AuditOptions['baseline'],
): Float64Array {
  return centred([...deviations(dense, label, baseline), ...deviations(compressed, label, baseline)]);
}

/**
 * Adjusts Welch's tests of all classes in all comparisons as one family. With shuffles: max-T, single step
 * (Westfall and Young 1993). Each relabelling gives the largest |t| of the whole family, and p = (1 + #{max
 * >= |t|}) / (1 + shuffles). Shuffle b relabels the networks of every comparison by the same order. So what
 * tests share is kept: the dense networks, and that d sums to zero over classes. Without: Benjamini and
 * Yekutieli (2001), which holds under any dependence. Images are held fixed.
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
    return classes.map((values) => values && relabelledWelch(values, order, sizes));
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
        const found = values && relabelledWelch(values, order, sizes);
        if (!found) continue;
        most = Math.max(most, found.t);
        if (isFlagged(found, alpha)) count++;
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
