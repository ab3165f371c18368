import type { Estimate } from '../findings';
import type { Predictions } from '../predictions';
import { runOut } from '../runOut';
import { mean, tEstimate } from '../statistics/intervals';
import { welchInterval } from '../statistics/tTest';
import { pairUp } from '../votes/matrix';

/**
 * An index of what compression changed: mean with t interval over networks, and what retraining alone gives.
 * The latter is null for paired populations (retraining has no part in their difference) and with one dense
 * network. `excess` is the first minus the second with Welch's 95% interval over networks, n counts the
 * compressed ones: approximate, since networks share what they are compared with.
 */
export type Index = { compressed: Estimate; retrained: Estimate | null; excess: Estimate | null };

/** How unevenly the classes' error rates changed. */
export type BiasIndices = {
  /** Combined error variance. */
  cev: Index;
  /** Symmetric distance error. */
  sde: Index;
  /** Classes that count, and those left out: without images, or with an error rate of 0 to compare with. */
  classes: number;
  leftOut: number[];
};

/**
 * Error rates of one network, or their means over several, by class, 0..1; NaN where a class has no images,
 * or all of them.
 */
type ErrorRates = { falsePositive: number[]; falseNegative: number[] };

function* errorRates(
  { members, images, classes, labels }: Predictions,
  truth: Uint16Array,
): Generator<void, ErrorRates[]> {
  const held = new Array<number>(classes).fill(0);
  for (const label of truth) held[label]++;
  const rates: ErrorRates[] = [];
  for (const row of members.keys()) {
    const wronglyCalled = new Array<number>(classes).fill(0);
    const missed = new Array<number>(classes).fill(0);
    for (let image = 0; image < images; image++) {
      const label = labels[row * images + image];
      if (label === truth[image]) continue;
      wronglyCalled[label]++;
      missed[truth[image]]++;
    }
    rates.push({
      falsePositive: wronglyCalled.map((count, label) => count / (images - held[label])),
      falseNegative: missed.map((count, label) => count / held[label]),
    });
    yield;
  }
  return rates;
}

function meanRates(rates: ErrorRates[]): ErrorRates {
  const average = (of: (rate: ErrorRates) => number[]) =>
    of(rates[0]).map((_, label) => mean(rates.map((rate) => of(rate)[label])));
  return {
    falsePositive: average(({ falsePositive }) => falsePositive),
    falseNegative: average(({ falseNegative }) => falseNegative),
  };
}

/** A network's error rates and those they are compared with. */
type Pair = { rates: ErrorRates; base: ErrorRates };

function againstOthers(rates: ErrorRates[]): Pair[] {
  return rates.map((own, row) => ({
    rates: own,
    base: meanRates(rates.filter((_, other) => other !== row)),
  }));
}

function canCompare({ base }: Pair, label: number): boolean {
  return base.falsePositive[label] > 0 && base.falseNegative[label] > 0;
}

/** Relative changes of a network's false positive and false negative rates, class by class. */
function changes({ rates, base }: Pair, counted: number[]): [falsePositive: number, falseNegative: number][] {
  const change = (value: number, from: number) => (value - from) / from;
  return counted.map((label) => [
    change(rates.falsePositive[label], base.falsePositive[label]),
    change(rates.falseNegative[label], base.falseNegative[label]),
  ]);
}

function combinedErrorVariance(points: [number, number][]): number {
  const center = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  return mean(points.map(([x, y]) => (x - center[0]) ** 2 + (y - center[1]) ** 2));
}

function symmetricDistanceError(points: [number, number][]): number {
  return mean(points.map(([x, y]) => Math.abs(y - x)));
}

/**
 * Combined error variance and symmetric distance error (Blakeney, Huish, Yan, Zong 2021, arXiv 2106.07849;
 * formulas as in the authors' released demonstration of the two). Each class is a point: the relative change
 * of its false positive rate and of its false negative rate. CEV is the mean squared distance of the points
 * from their mean, SDE the mean absolute difference of the two changes; 0 means all classes changed alike.
 *
 * Independent populations: every compressed network against the mean rates of the dense ones, beside every
 * dense network against the mean rates of the others (retraining alone). Paired ones: every network against
 * its own dense one. Null where fewer than two classes have error rates to compare with.
 */
export function biasIndices(
  dense: Predictions,
  compressed: Predictions,
  truth: Uint16Array,
  paired: boolean,
): BiasIndices | null {
  return runOut(biasSteps(dense, compressed, truth, paired));
}

/** The same network by network, so that a worker can pause or stop. */
export function* biasSteps(
  dense: Predictions,
  compressed: Predictions,
  truth: Uint16Array,
  paired: boolean,
): Generator<void, BiasIndices | null> {
  const before = yield* errorRates(dense, truth);
  const after = yield* errorRates(paired ? pairUp(dense, compressed) : compressed, truth);
  const base = meanRates(before);
  const pairs = after.map((rates, row) => ({ rates, base: paired ? before[row] : base }));
  const nullPairs = paired || before.length < 2 ? [] : againstOthers(before);
  const all = [...pairs, ...nullPairs];
  const labels = Array.from({ length: dense.classes }, (_, label) => label);
  const counted = labels.filter((label) => all.every((pair) => canCompare(pair, label)));
  if (counted.length < 2) return null;
  const index = (of: (points: [number, number][]) => number): Index => {
    const over = (list: Pair[]) => list.map((pair) => of(changes(pair, counted)));
    const [own, nulls] = [over(pairs), over(nullPairs)];
    const compressed = tEstimate(own, own.length);
    if (nulls.length === 0) return { compressed, retrained: null, excess: null };
    const excess = {
      value: mean(own) - mean(nulls),
      interval: welchInterval(own, nulls),
      n: own.length,
    };
    return { compressed, retrained: tEstimate(nulls, nulls.length), excess };
  };
  return {
    cev: index(combinedErrorVariance),
    sde: index(symmetricDistanceError),
    classes: counted.length,
    leftOut: labels.filter((label) => !counted.includes(label)),
  };
}
