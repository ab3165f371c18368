import type { Interval } from '../findings';
import { countedVariance, Z95 } from './intervals';
import { descendingOrder } from './ranking';

/** How well a score tells two groups of images apart. */
export type Roc = {
  /** Images of the group to be told, and the rest. */
  positives: number;
  negatives: number;
  /** Chance that an image of the group scores above one of the rest, a tie counting one half: 0..1. */
  auc: number;
  /**
   * 95% interval of the area; null with fewer than two images on a side, or where its estimated error is 0.
   */
  interval: Interval | null;
  /**
   * Corners of the curve from (0, 0) to (1, 1): share of the rest, and of the group, at or above a threshold.
   */
  points: [falsePositive: number, truePositive: number][];
};

/** Images of equal score: how many are in the group, and how many are not. */
type Step = { inside: number; outside: number };

function stepsOf(scores: ArrayLike<number>, isInside: Uint8Array, order: Uint32Array): Step[] {
  const steps: Step[] = [];
  let last = Number.NaN;
  for (const image of order) {
    if (scores[image] !== last) steps.push({ inside: 0, outside: 0 });
    last = scores[image];
    const step = steps[steps.length - 1];
    if (isInside[image]) step.inside++;
    else step.outside++;
  }
  return steps;
}

function cornersOf(steps: Step[], positives: number, negatives: number): Roc['points'] {
  const places: [number, number][] = [[0, 0]];
  let outside = 0;
  let inside = 0;
  for (const step of steps) {
    outside += step.outside;
    inside += step.inside;
    const [[x0, y0], [x1, y1]] = [places[places.length - 2] ?? [0, 0], places[places.length - 1]];
    const straight = (x1 - x0) * (inside - y1) === (y1 - y0) * (outside - x1);
    if (places.length > 1 && straight) places.pop();
    places.push([outside, inside]);
  }
  return places.map(([x, y]) => [x / negatives, y / positives]);
}

/**
 * The ROC curve of `scores` [images] for the images marked 1 in `isInside`, with the area under it (the
 * Mann-Whitney statistic, ties one half). The area's 95% interval is that of DeLong, DeLong, Clarke-Pearson
 * (Biometrics 44, 1988), clipped to 0..1. It is normal, with variance S10 / m + S01 / n from the placement
 * values of both groups. Null where a group is empty. `order` spares the sorting to a caller who has several
 * groups.
 */
export function rocOf(
  scores: ArrayLike<number>,
  isInside: Uint8Array,
  order: Uint32Array = descendingOrder(scores),
): Roc | null {
  const positives = isInside.reduce((sum, mark) => sum + mark, 0);
  const negatives = isInside.length - positives;
  if (positives === 0 || negatives === 0) return null;
  const steps = stepsOf(scores, isInside, order);
  let above = 0;
  let outsideAbove = 0;
  let auc = 0;
  const insidePlaces: { value: number; count: number }[] = [];
  const outsidePlaces: { value: number; count: number }[] = [];
  for (const { inside, outside } of steps) {
    const beaten = (negatives - outsideAbove - outside / 2) / negatives;
    insidePlaces.push({ value: beaten, count: inside });
    outsidePlaces.push({ value: (above + inside / 2) / positives, count: outside });
    auc += inside * beaten;
    above += inside;
    outsideAbove += outside;
  }
  auc /= positives;
  const half =
    positives < 2 || negatives < 2
      ? 0
      : Z95 *
        Math.sqrt(countedVariance(insidePlaces) / positives + countedVariance(outsidePlaces) / negatives);
  return {
    positives,
    negatives,
    auc,
    interval: half > 0 ? [Math.max(0, auc - half), Math.min(1, auc + half)] : null,
    points: cornersOf(steps, positives, negatives),
  };
}
