import { crossedOdds, crossedPoints } from '../effects/crossed';
import { type GroupSums, groupSumsSteps } from '../effects/groupSums';
import type { Both, CrossedEffect, ErrorOdds, Estimate, Interval, TTest } from '../findings';
import type { Predictions } from '../predictions';
import { mean, tEstimate } from '../statistics/intervals';
import { pairedTest, welchInterval, welchTest } from '../statistics/tTest';
import { type Correct, correctTop1 } from '../votes/correct';
import type { Grouping } from './grouping';

/**
 * What can go wrong, as a share of the images on which it can. `error`: any wrong answer, of all images.
 * `falsePositive`: the target class said of an image of another, of the images of other classes.
 * `falseNegative`: another class said of an image of the target, of the target's images.
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
  /**
   * `normalised` when networks and images both vary, p adjusted over all such tests of the table after
   * Benjamini-Yekutieli. Null where one of them has too few, or the group is not tested.
   */
  crossed: (CrossedEffect & { pAdjusted: number }) | null;
  /** How the odds of going wrong grow in the group and over all images; null where a rate is 0 or 1. */
  odds: ErrorOdds | null;
};

/** What is known of a rate before the tests of the table are adjusted. */
type UnadjustedRate = Omit<GroupRate, 'pAdjusted' | 'flagged' | 'crossed'> & {
  crossed: CrossedEffect | null;
  /** The change beyond the model of every network, for further tests; empty where the group is not tested. */
  beyond: Both<number[]>;
};

/** One rate over all images, where there is one to take it over, and in every group. */
export type RatesOfKind = { whole: Both<number[]>; groups: UnadjustedRate[] };

const UNTESTED: TTest = { t: null, df: null, p: null };

/** Which images can go wrong so; null: all of them. */
function countedImages(truth: Uint16Array, kind: RateKind, target: number | null): Uint8Array | null {
  if (kind === 'error') return null;
  return Uint8Array.from(truth, (label) => ((label === target) === (kind === 'falseNegative') ? 1 : 0));
}

/** Which answers are not `target`. */
function othersThan(target: number | null, { members, images, labels }: Predictions): Correct {
  const right = new Uint8Array(labels.length);
  for (let entry = 0; entry < right.length; entry++) right[entry] = labels[entry] === target ? 0 : 1;
  return { members: members.length, images, right };
}

/** Which answers of both populations are the true label. */
export function* rightAnswers(
  { dense, compressed }: Both<Predictions>,
  truth: Uint16Array,
): Generator<void, Both<Correct>> {
  const before = correctTop1(dense, truth);
  yield;
  return { dense: before, compressed: correctTop1(compressed, truth) };
}

/**
 * One rate of two populations in every group of `grouping`, with its change beyond the model's. Of it there
 * are tests over networks, the effect when networks and images both vary, and the growth of its odds.
 * `correct` says which of their answers are the true label. Groups with fewer than `leastImages` images on
 * which it can go wrong are not tested. Yields the share of the networks that is counted, 0..1.
 */
export function* ratesOfKind(
  { dense, compressed }: Both<Predictions>,
  correct: Both<Correct>,
  truth: Uint16Array,
  { groups, of }: Grouping,
  kind: RateKind,
  target: number | null,
  { paired, leastImages }: { paired: boolean; leastImages: number },
): Generator<number, RatesOfKind> {
  const right =
    kind === 'falsePositive'
      ? { dense: othersThan(target, dense), compressed: othersThan(target, compressed) }
      : correct;
  const sums = yield* groupSumsSteps(right, of, groups.length, paired, countedImages(truth, kind, target));
  const { images, rows } = sums.all;
  const shares = (side: keyof Both<unknown>) =>
    images === 0 ? [] : Array.from(rows[side], (right) => (images - right) / images);
  const whole = { dense: shares('dense'), compressed: shares('compressed') };
  return { whole, groups: groups.map((_, group) => rateOf(sums, group, whole, leastImages)) };
}

function rateOf(sums: GroupSums, group: number, whole: Both<number[]>, leastImages: number): UnadjustedRate {
  const { images, rows } = sums.groups[group];
  const isTested = images >= Math.max(1, leastImages);
  const ratesOf = (side: keyof Both<unknown>) =>
    images === 0 ? [] : Array.from(rows[side], (right) => (images - right) / images);
  const [before, after] = [ratesOf('dense'), ratesOf('compressed')];
  const d0 = before.map((rate, row) => rate - whole.dense[row]);
  const dt = after.map((rate, row) => rate - whole.compressed[row]);
  const { test, interval } = !isTested
    ? { test: UNTESTED, interval: null }
    : sums.paired
      ? pairedTest(dt, d0)
      : { test: welchTest(dt, d0), interval: welchInterval(dt, d0) };
  return {
    images,
    rate: {
      dense: images === 0 ? null : tEstimate(before, before.length),
      compressed: images === 0 ? null : tEstimate(after, after.length),
    },
    absolute: images === 0 ? null : 100 * (mean(after) - mean(before)),
    normalised: images === 0 ? null : 100 * (mean(dt) - mean(d0)),
    interval: interval && [100 * interval[0], 100 * interval[1]],
    test,
    crossed: isTested ? ofErrors(crossedPoints(sums, group)) : null,
    odds: crossedOdds(sums, group),
    beyond: isTested ? { dense: d0, compressed: dt } : { dense: [], compressed: [] },
  };
}

/** An effect on right answers as one on wrong ones. */
function ofErrors(effect: CrossedEffect | null): CrossedEffect | null {
  if (!effect) return null;
  const [low, high] = effect.interval;
  return { ...effect, value: -effect.value, interval: [-high, -low] };
}
