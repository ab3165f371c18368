import type { Estimate, Findings } from '../findings';
import { tQuantile } from '../statistics/studentT';
import { matchingOf, matchingWeights } from './matching';

/** What people said of each image: votes (or shares of them) for each class, [images, classes]. */
export type HumanVotes = { classes: number; votes: Float64Array };

/**
 * Of each image: entropy of people's votes in bits, and their share for its label, 0..1; NaN where nobody
 * voted.
 */
export type HumanScores = { entropy: Float64Array; accuracy: Float64Array };

/**
 * Mean entropy and accuracy of people on a set of images, with 95% intervals over images; `images` have
 * votes.
 */
type OnSet = { images: number; entropy: Estimate | null; accuracy: Estimate | null };

/**
 * People on PIEs, on non-PIEs weighted to the PIEs' distribution of dense vote margin and correctness, and on
 * all non-PIEs; and the PIEs that found a match minus their matches.
 */
export type HumanComparison = {
  pies: OnSet;
  matched: OnSet;
  rest: OnSet;
  /** `images`: the PIEs with votes that found a match; the intervals are Welch's over images. */
  difference: OnSet;
  /** PIEs like which there is no other image. */
  unmatched: number;
};

/** Entropy and accuracy of people, image by image, by the true classes `truth`. */
export function humanScores({ classes, votes }: HumanVotes, truth: ArrayLike<number>): HumanScores {
  const entropy = new Float64Array(truth.length);
  const accuracy = new Float64Array(truth.length);
  for (let image = 0; image < truth.length; image++) {
    const own = votes.subarray(image * classes, (image + 1) * classes);
    let all = 0;
    for (const count of own) all += count;
    let bits = 0;
    for (const count of own) if (count > 0) bits -= (count / all) * Math.log2(count / all);
    entropy[image] = all > 0 ? bits : Number.NaN;
    accuracy[image] = all > 0 ? own[truth[image]] / all : Number.NaN;
  }
  return { entropy, accuracy };
}

/**
 * The share of images that have votes of which no class has more than the label, 0..1; 0 where none has any.
 */
export function shareLabelled({ classes, votes }: HumanVotes, truth: ArrayLike<number>): number {
  let voted = 0;
  let right = 0;
  for (let image = 0; image < truth.length; image++) {
    const most = Math.max(...votes.subarray(image * classes, (image + 1) * classes));
    if (most <= 0) continue;
    voted++;
    if (votes[image * classes + truth[image]] === most) right++;
  }
  return voted === 0 ? 0 : right / voted;
}

/**
 * Weighted mean with its variance: sum of w^2 (x - mean)^2 over (sum of w)^2, times n / (n - 1); the weights
 * are taken as fixed.
 */
function weighted(values: Float64Array, weights: Float64Array) {
  let sum = 0;
  let total = 0;
  let n = 0;
  for (let image = 0; image < weights.length; image++) {
    if (weights[image] === 0 || Number.isNaN(values[image])) continue;
    sum += weights[image] * values[image];
    total += weights[image];
    n++;
  }
  if (n === 0) return null;
  const mean = sum / total;
  let squares = 0;
  for (let image = 0; image < weights.length; image++) {
    if (weights[image] === 0 || Number.isNaN(values[image])) continue;
    squares += (weights[image] * (values[image] - mean)) ** 2;
  }
  return { mean, n, variance: n < 2 ? null : (squares / total ** 2) * (n / (n - 1)) };
}

type Mean = NonNullable<ReturnType<typeof weighted>>;

function estimate({ mean, n, variance }: Mean, df = n - 1): Estimate {
  const half = variance === null ? null : variance && tQuantile(df) * Math.sqrt(variance);
  return { value: mean, interval: half === null ? null : [mean - half, mean + half], n };
}

/** The first minus the second, with Welch's interval. */
function difference(a: Mean | null, b: Mean | null): Estimate | null {
  if (!a || !b) return null;
  const [one, other] = [a.variance, b.variance];
  const both = one === null || other === null ? null : one + other;
  const df = both ? both ** 2 / ((one ?? 0) ** 2 / (a.n - 1) + (other ?? 0) ** 2 / (b.n - 1)) : 1;
  return estimate({ mean: a.mean - b.mean, n: a.n, variance: both }, df);
}

/** Whether the PIEs of `findings` are harder for people than other images. */
export function compareHumans(
  { pies, votes, modal, members }: Pick<Findings, 'pies' | 'votes' | 'modal' | 'members'>,
  truth: Uint16Array,
  { entropy, accuracy }: HumanScores,
): HumanComparison {
  const isPie = new Float64Array(truth.length);
  for (const image of pies.images) isPie[image] = 1;
  const dense = { votes: votes.dense, modal: modal.dense, members: members.dense };
  const matching = matchingOf(dense, truth, pies.images);
  const { weights, unmatched } = matchingWeights(matching);
  const hasMatch = isPie.map((is, image) => (matching.strata[matching.stratum[image]].others > 0 ? is : 0));
  const sets = [isPie, weights, isPie.map((weight) => 1 - weight), hasMatch].map((set) => {
    const means = { entropy: weighted(entropy, set), accuracy: weighted(accuracy, set) };
    const told: OnSet = {
      images: means.entropy?.n ?? 0,
      entropy: means.entropy && estimate(means.entropy),
      accuracy: means.accuracy && estimate(means.accuracy),
    };
    return { means, told };
  });
  const [own, matched, rest, like] = sets;
  return {
    pies: own.told,
    matched: matched.told,
    rest: rest.told,
    difference: {
      images: like.told.images,
      entropy: difference(like.means.entropy, matched.means.entropy),
      accuracy: difference(like.means.accuracy, matched.means.accuracy),
    },
    unmatched,
  };
}
