import type { Interval } from '../findings';
import { Z95 } from './intervals';

/** Steps of bisection: as many as a double has bits. */
const STEPS = 53;

/**
 * The score statistic of a difference of two shares of the same `n` images against `delta`. `more` of them
 * are in only the first set and `fewer` in only the second. The variance is that of the most likely shares
 * under `delta`, in closed form: Tango, "Equivalence test and confidence interval for the difference in
 * proportions for the paired-sample design", Statistics in Medicine 17, 1998.
 */
function scoreOf(more: number, fewer: number, n: number, delta: number): number {
  const distance = more - fewer - n * delta;
  const linear = -more - fewer + (2 * n - more + fewer) * delta;
  const root = Math.sqrt(Math.max(0, linear ** 2 + 8 * n * fewer * delta * (1 - delta)));
  const share = (root - linear) / (4 * n);
  const variance = n * (2 * share + delta * (1 - delta));
  if (variance > 0) return distance / Math.sqrt(variance);
  return distance === 0 ? 0 : Math.sign(distance) * Number.POSITIVE_INFINITY;
}

/**
 * 95% score interval (Tango 1998) of `more` - `fewer`. These count the images in only one of two sets over
 * the same `n` images, 1 or more. It lies within -n..n and is wider than 0 for any counts, a single image
 * included.
 */
export function pairedScoreInterval(more: number, fewer: number, n: number): Interval {
  const value = (more - fewer) / n;
  const end = (outer: -1 | 1): number => {
    let [inside, outside] = [value, outer as number];
    for (let step = 0; step < STEPS; step++) {
      const middle = (inside + outside) / 2;
      if (Math.abs(scoreOf(more, fewer, n, middle)) <= Z95) inside = middle;
      else outside = middle;
    }
    return n * (value === outer ? outer : inside);
  };
  return [end(-1), end(1)];
}
