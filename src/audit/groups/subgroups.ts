import type { Both, Estimate, Findings, Interval, TTest } from '../findings';
import type { Predictions } from '../predictions';
import type { Resampling } from '../statistics/bootstrap';
import { mean, tEstimate } from '../statistics/intervals';
import { benjaminiHochberg, pairedTest, welchInterval, welchTest } from '../statistics/tTest';
import { pairUp } from '../votes/matrix';
import { type Grouping, type GroupPart, NO_GROUP } from './grouping';
import { type BesideRetraining, overIndices } from './overIndex';

/**
 * What can go wrong, as a share of the images on which it can: any wrong answer, of all images; the target
 * class said of an image of another, of those of other classes; another class said of one of the target's, of
 * the target's images.
 */
export type RateKind = 'error' | 'falsePositive' | 'falseNegative';

/** One rate in one group. */
export type GroupRate = {
  /** Images of the group on which this can go wrong. */
  images: number;
  /** Mean over networks, 0..1, with its t interval; n counts networks. Null without images. */
  rate: Both<Estimate | null>;
  /** 100 (mean rate compressed - mean rate dense), points. */
  absolute: number | null;
  /**
   * The same after each network's rate over all images is subtracted: the change beyond the model's, points.
   */
  normalised: number | null;
  /** 95% interval of `normalised` in points: Welch's, or the paired one for paired populations. */
  interval: Interval | null;
  /**
   * Welch's test of the change beyond the model, or the paired test for paired populations; t has the sign of
   * `normalised`.
   */
  test: TTest;
  /** Benjamini-Hochberg adjusted p over all tests of the table. */
  pAdjusted: number | null;
  /** Raw p <= alpha. */
  flagged: boolean;
};

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
   * Tests made, how many of them flag, raw and adjusted, and how many chance alone would flag: alpha times
   * the tests.
   */
  tests: { made: number; flagged: number; adjusted: number; byChance: number };
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
 * The `leastImages` that the page and the command line use: tests hold images fixed, so that a group of one
 * image which no network ever misses would differ from the model beyond any doubt and mean nothing.
 */
export const LEAST_IMAGES = 20;

/**
 * Who pays among groups of images: error, false positive and false negative rates of two populations in every
 * group of
 * `grouping`, their change beyond the model's with tests over networks, and which groups hold more PIEs than images.
 * `findings` is the audit of the two populations, which says whether they are paired.
 */
export function subgroups(
  findings: Findings,
  population: Both<Predictions>,
  truth: Uint16Array,
  grouping: Grouping,
  { target, leastImages, resampling }: SubgroupOptions,
): SubgroupTable {
  const { paired, options } = findings;
  const { dense } = population;
  const compressed = paired ? pairUp(dense, population.compressed) : population.compressed;
  const kinds: RateKind[] = target === null ? ['error'] : ['error', 'falsePositive', 'falseNegative'];
  const measured = kinds.map((kind) => {
    const rates = {
      dense: memberRates(dense, truth, grouping, kind, target),
      compressed: memberRates(compressed, truth, grouping, kind, target),
    };
    return {
      kind,
      rates,
      groups: grouping.groups.map((_, group) => rateOf(rates, group, paired, leastImages)),
    };
  });
  const all = measured.flatMap(({ groups }) => groups);
  const adjusted = benjaminiHochberg(all.map(({ test }) => test.p));
  all.forEach((rate, index) => {
    rate.pAdjusted = adjusted[index];
    rate.flagged = rate.test.p !== null && rate.test.p <= options.alpha;
  });
  const shares = overIndices(
    findings,
    grouping.of,
    grouping.groups.map((_, group) => [group]),
    resampling,
  );
  const made = adjusted.filter((p) => p !== null).length;
  return {
    attributes: grouping.attributes,
    target,
    groups: grouping.groups.map((parts, group) => {
      const { images, pies, overIndex, retraining } = shares[group];
      const rates = Object.fromEntries(measured.map(({ kind, groups }) => [kind, groups[group]]));
      return { parts, images, rates, pies, overIndex, retraining };
    }),
    model: Object.fromEntries(
      measured.flatMap(({ kind, rates }) => {
        if (rates.dense.whole.length === 0) return [];
        const of = ({ whole }: MemberRates) => tEstimate(whole, whole.length);
        return [[kind, { dense: of(rates.dense), compressed: of(rates.compressed) }]];
      }),
    ),
    tests: {
      made,
      flagged: all.filter(({ flagged }) => flagged).length,
      adjusted: adjusted.filter((p) => p !== null && p <= options.alpha).length,
      byChance: options.alpha * made,
    },
    alpha: options.alpha,
    paired,
    ungrouped: grouping.of.reduce((sum, group) => sum + (group === NO_GROUP ? 1 : 0), 0),
    leastImages,
    resampling,
  };
}

const UNTESTED: TTest = { t: null, df: null, p: null };

/**
 * A rate of each network, 0..1: over all images, and `groups[group][network]`; lists are empty where no image
 * counts.
 */
type MemberRates = { images: Uint32Array; whole: number[]; groups: number[][] };

function memberRates(
  { members, images, labels }: Predictions,
  truth: Uint16Array,
  { groups, of }: Grouping,
  kind: RateKind,
  target: number | null,
): MemberRates {
  const counts = Uint8Array.from(truth, (label) =>
    kind === 'error' || (label === target) === (kind === 'falseNegative') ? 1 : 0,
  );
  const isWrong =
    kind === 'falsePositive'
      ? (said: number) => said === target
      : (said: number, label: number) => said !== label;
  const possible = new Uint32Array(groups.length);
  let anywhere = 0;
  counts.forEach((one, image) => {
    anywhere += one;
    if (one && of[image] !== NO_GROUP) possible[of[image]]++;
  });
  const rates: MemberRates = { images: possible, whole: [], groups: groups.map(() => []) };
  const wrong = new Uint32Array(groups.length);
  for (let row = 0, entry = 0; row < members.length; row++) {
    wrong.fill(0);
    let wrongAnywhere = 0;
    for (let image = 0; image < images; image++, entry++) {
      if (!counts[image] || !isWrong(labels[entry], truth[image])) continue;
      wrongAnywhere++;
      if (of[image] !== NO_GROUP) wrong[of[image]]++;
    }
    if (anywhere > 0) rates.whole.push(wrongAnywhere / anywhere);
    for (let group = 0; group < groups.length; group++) {
      if (possible[group] > 0) rates.groups[group].push(wrong[group] / possible[group]);
    }
  }
  return rates;
}

function rateOf(
  { dense, compressed }: Both<MemberRates>,
  group: number,
  paired: boolean,
  leastImages: number,
): GroupRate {
  const before = dense.groups[group];
  const after = compressed.groups[group];
  const beyond = ({ groups, whole }: MemberRates) => groups[group].map((rate, row) => rate - whole[row]);
  const [d0, dt] = [beyond(dense), beyond(compressed)];
  const { test, interval } =
    dense.images[group] < leastImages
      ? { test: UNTESTED, interval: null }
      : paired
        ? pairedTest(dt, d0)
        : { test: welchTest(dt, d0), interval: welchInterval(dt, d0) };
  const none = dense.images[group] === 0;
  return {
    images: dense.images[group],
    rate: {
      dense: none ? null : tEstimate(before, before.length),
      compressed: none ? null : tEstimate(after, after.length),
    },
    absolute: none ? null : 100 * (mean(after) - mean(before)),
    normalised: none ? null : 100 * (mean(dt) - mean(d0)),
    interval: interval && [100 * interval[0], 100 * interval[1]],
    test,
    pAdjusted: null,
    flagged: false,
  };
}
