import { expect, test } from 'vitest';
import { expectedTests } from '../fixtures/tests';
import { tQuantile, twoSidedP, widened } from './studentT';

test.each(expectedTests.twoSided)('two-sided p of t = $t, df = $df is as in scipy', ({ t, df, p }) => {
  expect(Math.abs(twoSidedP(t, df) / p - 1)).toBeLessThan(1e-11);
});

// scipy.stats.t.ppf(1 - 0.025 / several, df)
test.each([
  [12.3, 10, 3.410528859884827],
  [40, 4, 2.6157022380675503],
  [1e6, 1000, 4.055644671946934],
])('the quantile for df = %d of %d intervals at once is as in scipy', (df, several, t) => {
  expect(tQuantile(df, several)).toBeCloseTo(t, 7);
  const half = tQuantile(df);
  const [low, high] = widened([5 - half, 5 + half], df, several);
  expect(low).toBeCloseTo(5 - t, 7);
  expect(high).toBeCloseTo(5 + t, 7);
});

test.each(expectedTests.quantiles)('the 97.5% quantile for df = $df is as in scipy', ({ df, t }) => {
  expect(tQuantile(df)).toBeCloseTo(t, 12);
});
