import type { CrossedEffect } from '../findings';
import { tQuantile, twoSidedP } from '../statistics/studentT';

/**
 * Value and standard error, in points or logarithms of odds, up to which an effect is zero. What lies below is
 * left by rounding, and changes with the order of the sum.
 */
const ROUNDING = 1e-10;

/** Degrees of freedom stand in for infinitely many from here on, so that they can be written down. */
const MANY = 1e6;

/** A variance of an estimate and the degrees of freedom it was estimated with, infinite where nothing varies. */
export type Component = { variance: number; df: number };

/**
 * An effect of `value` with its 95% interval and two-sided t-test; null where its variance cannot be
 * estimated. Where nothing varies, p is 1 for no effect and else 0, and df is a million.
 */
export function crossedEffect(value: number, error: Component | null): CrossedEffect | null {
  if (!error) return null;
  const se = Math.sqrt(error.variance);
  if (se <= ROUNDING) {
    const p = Math.abs(value) <= ROUNDING ? 1 : 0;
    return { value, se: 0, interval: [value, value], df: MANY, p };
  }
  const df = Math.min(error.df, MANY);
  const half = tQuantile(df) * se;
  return { value, se, interval: [value - half, value + half], df, p: twoSidedP(value / se, df) };
}
