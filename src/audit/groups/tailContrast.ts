import { crossedEffect } from '../effects/crossedEffect';
import type { Both, CrossedEffect, Interval } from '../findings';
import type { Predictions } from '../predictions';
import { mean, sampleVariance } from '../statistics/intervals';
import { type Correct, correctTop1 } from '../votes/correct';
import type { RankedClass } from './longTail';

/** Whether tail classes lose more than head classes, beyond what the same classes do where none is rare. */
export type TailContrast = {
  /**
   * Mean recall of the tail minus that of the head, compressed minus dense, in points: below 0 the tail
   * loses more.
   */
  longTail: number;
  balanced: number;
  /** The first minus the second, networks and images both varying; null with one network or image. */
  points: CrossedEffect | null;
  /**
   * The same on the scale of error odds: by what factor the tail's grow beyond the head's, over that where no
   * class is rare. Above 1 the tail's grow more. Null where a part is always or never right.
   */
  odds: { ratio: number; interval: Interval | null } | null;
};

/** Right answers of one class: of each network, and how many networks are right on each image. */
type ClassAnswers = { rows: number[]; hits: number[] };

/** What a right answer counts for in each class; 0 outside of head and tail. */
type Weights = number[];

function answersByClass(
  { members, images, right }: Correct,
  truth: Uint16Array,
  classes: number[],
): ClassAnswers[] {
  const places = classes.map((label) => [...truth.keys()].filter((image) => truth[image] === label));
  return places.map((own) => ({
    rows: Array.from({ length: members }, (_, row) =>
      own.reduce((sum, image) => sum + right[row * images + image], 0),
    ),
    hits: own.map((image) => {
      let hits = 0;
      for (let row = 0; row < members; row++) hits += right[row * images + image];
      return hits;
    }),
  }));
}

/**
 * The standard error of the sum over populations, classes, networks and images of weight x right answer (a
 * mean over each population's networks). The variance is that between networks of every population, plus that
 * between images within each class, minus that of single answers, which both hold. Degrees of freedom by
 * Satterthwaite.
 */
function errorOf(populations: ClassAnswers[][], weights: Weights[]): { variance: number; df: number } | null {
  const parts: { variance: number; df: number }[] = [];
  let answers = 0;
  populations.forEach((classes, place) => {
    const networks = classes[0].rows.length;
    const contrasts = classes[0].rows.map((_, row) =>
      classes.reduce((sum, { rows }, label) => sum + weights[place][label] * rows[row], 0),
    );
    parts.push({ variance: sampleVariance(contrasts) / networks, df: networks - 1 });
    classes.forEach(({ rows, hits }, label) => {
      const n = hits.length;
      const total = rows.reduce((sum, count) => sum + count, 0);
      const squares = (list: number[]) => list.reduce((sum, value) => sum + value * value, 0);
      const left = total - squares(rows) / n - squares(hits) / networks + total ** 2 / (networks * n);
      const residual = Math.max(0, left) / ((networks - 1) * (n - 1));
      answers += (weights[place][label] ** 2 * n * residual) / networks;
    });
  });
  const networks = parts.reduce((sum, { variance }) => sum + variance, 0);
  const images = populations[0].map(({ hits }, label) => {
    const values = hits.map((_, image) =>
      populations.reduce(
        (sum, classes, place) =>
          sum + (weights[place][label] * classes[label].hits[image]) / classes[label].rows.length,
        0,
      ),
    );
    return { variance: hits.length * sampleVariance(values), df: hits.length - 1 };
  });
  const byImages = images.reduce((sum, { variance }) => sum + variance, 0);
  const all = [...parts, ...images];
  const spread = all.reduce((sum, { variance, df }) => sum + (df > 0 ? variance ** 2 / df : 0), 0);
  if (all.some(({ df }) => df < 1)) return null;
  const variance = Math.max(networks + byImages - answers, networks, byImages);
  return { variance, df: spread > 0 ? (networks + byImages) ** 2 / spread : Number.POSITIVE_INFINITY };
}

/**
 * A difference of differences, on the same images with true labels `truth`: how much more the `tail` classes
 * lose than the `head` ones. It is that of networks trained on a long-tailed set, minus that of networks
 * trained on the balanced one. Parts are means over their classes, each of which has images. So a class that
 * is hard and not rare does not pass for one that pays because it is rare; one ranking of the classes stays
 * one ranking.
 */
export function tailContrast(
  longTail: Both<Correct>,
  balanced: Both<Correct>,
  truth: Uint16Array,
  { head, tail }: { head: readonly number[]; tail: readonly number[] },
): TailContrast {
  const classes = [...tail, ...head];
  const sides = [longTail.compressed, longTail.dense, balanced.compressed, balanced.dense];
  const signs = [1, -1, -1, 1];
  const populations = sides.map((correct) => answersByClass(correct, truth, classes));
  const sizes = populations[0].map(({ hits }) => hits.length);
  const isTail = (place: number) => place < tail.length;
  /** Each class's weight in the mean recall of its part, for one right answer of one image. */
  const inPart = sizes.map((n, place) => 1 / n / (isTail(place) ? tail.length : head.length));
  const recall = populations.map((own) =>
    own
      .map(({ rows }, place) => (isTail(place) ? 1 : 0) * inPart[place] * mean(rows))
      .reduce((a, b) => a + b, 0),
  );
  const headRecall = populations.map((own) =>
    own
      .map(({ rows }, place) => (isTail(place) ? 0 : 1) * inPart[place] * mean(rows))
      .reduce((a, b) => a + b, 0),
  );
  const apart = (place: number) => 100 * (recall[place] - headRecall[place]);
  const [ofTail, ofBalanced] = [apart(0) - apart(1), apart(2) - apart(3)];
  const weights = signs.map((sign) =>
    inPart.map((weight, place) => 100 * sign * (isTail(place) ? 1 : -1) * weight),
  );
  const points = crossedEffect(ofTail - ofBalanced, errorOf(populations, weights));
  return {
    longTail: ofTail,
    balanced: ofBalanced,
    points,
    odds: onOdds(populations, inPart, recall, headRecall, signs, isTail),
  };
}

/**
 * `tailContrast` of two pairs of populations trained apart, on the same images in the same order, between
 * head and tail of `classes`. Null where there are none, or where a class of theirs has no image.
 */
export function tailBeyondBalanced(
  classes: readonly RankedClass[],
  longTail: Both<Predictions>,
  balanced: Both<Predictions>,
  truth: Uint16Array,
): TailContrast | null {
  const labels = (part: 'head' | 'tail') =>
    classes.filter((one) => one.part === part).map((one) => one.class);
  const parts = { head: labels('head'), tail: labels('tail') };
  const both = [...parts.head, ...parts.tail];
  if (both.length === 0 || both.some((label) => !truth.includes(label))) return null;
  const right = ({ dense, compressed }: Both<Predictions>) => ({
    dense: correctTop1(dense, truth),
    compressed: correctTop1(compressed, truth),
  });
  return tailContrast(right(longTail), right(balanced), truth, parts);
}

/**
 * Which way the tail goes beyond the balanced set in every one of several rankings of the classes: -1 loses
 * more, 1 less. It is 0 where an interval holds 0, where rankings disagree, or where there are fewer than
 * two. One ranking cannot tell what is rare from which classes are.
 */
export function rankingsAgree(rankings: readonly TailContrast[]): -1 | 0 | 1 {
  const sides = rankings.map(({ points }) => {
    if (!points) return 0;
    return points.interval[1] < 0 ? -1 : points.interval[0] > 0 ? 1 : 0;
  });
  return sides.length > 1 && sides.every((side) => side === sides[0]) ? sides[0] : 0;
}

function onOdds(
  populations: ClassAnswers[][],
  inPart: number[],
  tailRecall: number[],
  headRecall: number[],
  signs: number[],
  isTail: (place: number) => boolean,
): TailContrast['odds'] {
  if ([...tailRecall, ...headRecall].some((recall) => recall <= 0 || recall >= 1)) return null;
  const logOdds = (recall: number) => Math.log((1 - recall) / recall);
  const value = signs.reduce(
    (sum, sign, place) => sum + sign * (logOdds(tailRecall[place]) - logOdds(headRecall[place])),
    0,
  );
  const slope = (recall: number) => -1 / (recall * (1 - recall));
  const weights = signs.map((sign, population) =>
    inPart.map((weight, place) =>
      isTail(place)
        ? sign * slope(tailRecall[population]) * weight
        : -sign * slope(headRecall[population]) * weight,
    ),
  );
  const effect = crossedEffect(value, errorOf(populations, weights));
  return {
    ratio: Math.exp(value),
    interval: effect && [Math.exp(effect.interval[0]), Math.exp(effect.interval[1])],
  };
}
