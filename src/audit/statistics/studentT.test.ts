import { expect, test } from 'vitest';
import { expectedTests } from '../fixtures/tests';
import { tQuantile, twoSidedP } from './studentT';

test.each(expectedTests.twoSided)('two-sided p of t = $t, df = $df is as in scipy', ({ t, df, p }) => {
  expect(Math.abs(twoSidedP(t, df) / p - 1)).toBeLessThan(1e-11);
});

test.each(expectedTests.quantiles)('the 97.5% quantile for df = $df is as in scipy', ({ df, t }) => {
  expect(tQuantile(df)).toBeCloseTo(t, 12);
});
