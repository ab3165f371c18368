import { flaggedByChance } from '../effects/flaggedByChance';
import type { Both, Estimate, Findings } from '../findings';
import type { Predictions } from '../predictions';
import { runOut, within } from '../runOut';
import type { Resampling } from '../statistics/bootstrap';
import { tEstimate } from '../statistics/intervals';
import { benjaminiHochberg, benjaminiYekutieli } from '../statistics/tTest';
import { pairUp } from '../votes/matrix';
import { type Grouping, type GroupPart, NO_GROUP } from './grouping';
import { type GroupRate, type RateKind, type RatesOfKind, ratesOfKind, rightAnswers } from './groupRates';
import { type BesideRetraining, overIndexSteps } from './overIndex';

/** One group: its rates, and its part of the PIEs. */
export type Subgroup = {
  parts: GroupPart[];
  images: number;
  rates: Partial<Record<RateKind, GroupRate>>;
  pies: number;
  /**
   * Share of the PIEs that are in the group over the share of images that are: 1 when PIEs are spread evenly.
   * `interval` by bootstrap over images, n counts images; null without any PIE. A group without PIE has 0 and
   * no interval.
   */
  overIndex: Estimate | null;
  /** What retraining alone does in the group; null without a null population. */
  retraining: BesideRetraining | null;
};

/** Every group of one attribute, or of two crossed. */
export type SubgroupTable = {
  attributes: string[];
  /** The class that false positives and negatives are of; null: only errors are counted. */
  target: number | null;
  groups: Subgroup[];
  /** The rates over all images. */
  model: Partial<Record<RateKind, Both<Estimate>>>;
  /**
   * Tests made, how many of them flag, raw and adjusted, and how many chance alone flags on average, when the
   * networks are relabelled; null without a test.
   */
  tests: { made: number; flagged: number; adjusted: number; byChance: number | null };
  /** A rate is flagged at p up to this. */
  alpha: number;
  paired: boolean;
  /** Images that no group holds, because an attribute is not known of them. */
  ungrouped: number;
  /** Rates over fewer images than this are not tested. */
  leastImages: number;
  resampling: Resampling;
};

export type SubgroupOptions = Pick<SubgroupTable, 'target' | 'leastImages' | 'resampling'>;

/**
 * The `leastImages` that the page and the command line use. Tests hold images fixed: a group of one image
 * which no network ever misses would differ from the model beyond any doubt and mean nothing.
 */
export const LEAST_IMAGES = 20;

/**
 * Who pays among groups of images. Gives error, false positive and false negative rates of two populations in
 * every group of `grouping`, and their change beyond the model's with tests over networks. Says too which
 * groups hold more PIEs than images. `findings` is the audit of the two populations, which says whether they
 * are paired.
 */
export function subgroups(
  findings: Findings,
  population: Both<Predictions>,
  truth: Uint16Array,
  grouping: Grouping,
  options: SubgroupOptions,
): SubgroupTable {
  return runOut(subgroupSteps(findings, population, truth, grouping, options));
}

/** The share of the work that is done once all rates are counted. */
const COUNTED = 0.3;

/** The same in slices: yields the share of the work that is done, 0..1. */
export function* subgroupSteps(
  findings: Findings,
  population: Both<Predictions>,
  truth: Uint16Array,
  grouping: Grouping,
  { target, leastImages, resampling }: SubgroupOptions,
): Generator<number, SubgroupTable> {
  const { paired, options } = findings;
  const { dense } = population;
  const compressed = paired ? pairUp(dense, population.compressed) : population.compressed;
  const kinds: RateKind[] = target === null ? ['error'] : ['error', 'falsePositive', 'falseNegative'];
  const sides = { dense, compressed };
  const measured: ({ kind: RateKind } & RatesOfKind)[] = [];
  const answering = rightAnswers(sides, truth);
  let answers = answering.next();
  for (; !answers.done; answers = answering.next()) yield 0;
  for (const [place, kind] of kinds.entries()) {
    const share = COUNTED / kinds.length;
    const work = ratesOfKind(sides, answers.value, truth, grouping, kind, target, { paired, leastImages });
    measured.push({ kind, ...(yield* within(work, place * share, share)) });
  }
  const all = measured.flatMap(({ groups }) => groups);
  const adjusted = benjaminiHochberg(all.map(({ test }) => test.p));
  const crossed = benjaminiYekutieli(all.map((rate) => rate.crossed?.p ?? null));
  const rates = all.map(({ beyond: _, ...rate }, index): GroupRate => {
    const pAdjusted = crossed[index];
    return {
      ...rate,
      pAdjusted: adjusted[index],
      flagged: rate.test.p !== null && rate.test.p <= options.alpha,
      crossed: rate.crossed && pAdjusted !== null ? { ...rate.crossed, pAdjusted } : null,
    };
  });
  const { alpha } = options;
  const chance = flaggedByChance(
    all.map(({ beyond }) => beyond),
    { alpha, seed: resampling.seed, paired, pairedTest: paired },
  );
  const cells = grouping.groups.map((_, group) => [group]);
  const drawing = overIndexSteps(findings, grouping.of, cells, resampling);
  const shares = yield* within(drawing, COUNTED, 1 - COUNTED);
  const made = adjusted.filter((p) => p !== null).length;
  return {
    attributes: grouping.attributes,
    target,
    groups: grouping.groups.map((parts, group) => {
      const { images, pies, overIndex, retraining } = shares[group];
      const own = measured.map(({ kind }, place) => [kind, rates[place * grouping.groups.length + group]]);
      return { parts, images, rates: Object.fromEntries(own), pies, overIndex, retraining };
    }),
    model: Object.fromEntries(
      measured.flatMap(({ kind, whole }) => {
        if (whole.dense.length === 0) return [];
        const meanShare = (shares: number[]) => tEstimate(shares, shares.length);
        return [[kind, { dense: meanShare(whole.dense), compressed: meanShare(whole.compressed) }]];
      }),
    ),
    tests: {
      made,
      flagged: rates.filter(({ flagged }) => flagged).length,
      adjusted: adjusted.filter((p) => p !== null && p <= options.alpha).length,
      byChance: chance?.mean ?? null,
    },
    alpha: options.alpha,
    paired,
    ungrouped: grouping.of.reduce((sum, group) => sum + (group === NO_GROUP ? 1 : 0), 0),
    leastImages,
    resampling,
  };
}
