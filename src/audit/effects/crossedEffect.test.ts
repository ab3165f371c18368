import { expect, test } from 'vitest';
import { crossedEffect } from './crossedEffect';

test('what rounding leaves is no effect', () => {
  const nothing = { variance: 1e-30, df: 3.7 };
  expect(crossedEffect(-7.1e-15, nothing)).toMatchObject({ se: 0, df: 1e6, p: 1 });
  expect(crossedEffect(12.5, nothing)).toEqual({ value: 12.5, se: 0, interval: [12.5, 12.5], df: 1e6, p: 0 });
});

// SciPy 1.10: 2 +- t.ppf(.975, 4) * .5; 2 * t.cdf(-4, 4)
test('interval and p are of Student’s t', () => {
  const effect = crossedEffect(2, { variance: 0.25, df: 4 });
  expect(effect?.interval[0]).toBeCloseTo(0.6117774, 6);
  expect(effect?.interval[1]).toBeCloseTo(3.3882226, 6);
  expect(effect?.p).toBeCloseTo(0.0161301, 6);
});

test('infinite degrees of freedom are written down as a million', () => {
  expect(crossedEffect(1, { variance: 1, df: Number.POSITIVE_INFINITY })?.df).toBe(1e6);
  expect(crossedEffect(1, null)).toBeNull();
});
