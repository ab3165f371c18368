// t-tests of values in another order of their networks: quick, since a permutation test makes thousands.
import { mean, SAME, sampleVariance } from './intervals';
import { twoSidedP } from './studentT';

/** |t| and its degrees of freedom. */
type AbsoluteT = { t: number; df: number };

/** How many networks are on either side; the first `dense` of an order are one side. */
type SideSizes = { dense: number; compressed: number };

/**
 * Below this |t| no p is 0.05 or less, whatever the degrees of freedom: so that few p values are computed.
 */
const SMALLEST_T = 1.959;

/** Whether the two-sided p of `found` is at most `alpha`. */
export function isFlagged({ t, df }: AbsoluteT, alpha: number): boolean {
  return (alpha > 0.05 || t > SMALLEST_T) && twoSidedP(t, df) <= alpha;
}

/** Values around their mean, so that sums of squares lose no digits; all 0 where nothing varies. */
export function centred(values: readonly number[]): Float64Array {
  const center = values.length > 0 ? mean(values) : 0;
  const isConstant = values.length > 1 && sampleVariance(values) === 0;
  return Float64Array.from(values, (value) => (isConstant ? 0 : value - center));
}

/** Welch's |t| of the first against the next values in `order`; null where a side has one value. */
export function relabelledWelch(
  values: Float64Array,
  order: readonly number[],
  { dense: n, compressed: m }: SideSizes,
): AbsoluteT | null {
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

/** The paired |t| of the first against the next values in `order`, as many; null with one pair. */
export function relabelledPaired(
  values: Float64Array,
  order: readonly number[],
  { dense: n }: SideSizes,
): AbsoluteT | null {
  if (n < 2) return null;
  let [sum, squares] = [0, 0];
  for (let pair = 0; pair < n; pair++) {
    const apart = values[order[n + pair]] - values[order[pair]];
    sum += apart;
    squares += apart * apart;
  }
  const variance = (squares - (sum * sum) / n) / (n - 1);
  const center = Math.abs(sum / n);
  if (variance <= SAME ** 2) return { t: center <= SAME ? 0 : Number.POSITIVE_INFINITY, df: n - 1 };
  return { t: center / Math.sqrt(variance / n), df: n - 1 };
}
