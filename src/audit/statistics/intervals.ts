import type { Estimate, Interval } from '../findings';
import { tQuantile } from './studentT';

/** Spread, and difference of means, up to which values count as equal. */
export const SAME = 1e-12;

/** 97.5% quantile of the normal distribution. */
export const Z95 = 1.959963984540054;

/** Arithmetic mean of a list that is not empty. */
export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Sample variance (n - 1) of two or more values; exactly 0 when max - min is at most 1e-12. */
export function sampleVariance(values: readonly number[]): number {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high - low <= SAME) return 0;
  const center = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - center) ** 2;
  return sum / (values.length - 1);
}

/** The same of two values or more, of which each is there `count` times. */
export function countedVariance(values: readonly { value: number; count: number }[]): number {
  const there = values.filter(({ count }) => count > 0);
  if (there.length < 2 || sampleVariance(there.map(({ value }) => value)) === 0) return 0;
  const sum = (of: (value: number) => number) =>
    there.reduce((all, { value, count }) => all + count * of(value), 0);
  const n = sum(() => 1);
  const center = sum((value) => value) / n;
  return sum((value) => (value - center) ** 2) / (n - 1);
}

/** 95% interval of a mean over networks, mean +- t(K - 1) sd / sqrt(K), not clipped; null for one network. */
export function tInterval(values: readonly number[]): Interval | null {
  if (values.length < 2) return null;
  const center = mean(values);
  const half = tQuantile(values.length - 1) * Math.sqrt(sampleVariance(values) / values.length);
  return [center - half, center + half];
}

/** Mean over networks with its t interval; `n` is the count to report beside it. */
export function tEstimate(values: readonly number[], n: number): Estimate {
  return { value: mean(values), interval: tInterval(values), n };
}

/** Wilson's 95% interval for a share, `count` of `n` images, within 0..1; null when n is 0. */
export function wilsonInterval(count: number, n: number): Interval | null {
  if (n === 0) return null;
  const share = count / n;
  const spread = Z95 ** 2 / n;
  const center = (share + spread / 2) / (1 + spread);
  const half = (Z95 / (1 + spread)) * Math.sqrt((share * (1 - share)) / n + spread / (4 * n));
  return [count === 0 ? 0 : center - half, count === n ? 1 : center + half];
}

/** Quantile q (0..1) of a list that is not empty, linear between order statistics. */
export function quantileOf(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
