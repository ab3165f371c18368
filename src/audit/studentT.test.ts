import { expect, test } from 'vitest';
import { tQuantile, twoSidedP } from './studentT';

test.each([
  [0.5, 1, 0.7048327646991335],
  [2.5, 3.7, 0.07182202291182678],
  [-2, 58, 0.05019046804144834],
  [6, 29, 1.5927908426174689e-6],
  [12, 29, 9.060708333137183e-13],
  [40, 9.3, 9.992293099385191e-12],
  [60, 2, 0.00027766209059467876],
])('two-sided p of t = %d, df = %d is as in scipy', (t, df, p) => {
  expect(Math.abs(twoSidedP(t, df) / p - 1)).toBeLessThan(1e-11);
});

test.each([
  [1, 12.706204736174694],
  [2.5, 3.5746548420036817],
  [9, 2.262157162798205],
  [29, 2.045229642132703],
  [58, 2.0017174841452356],
])('the 97.5%% quantile for df = %d is as in scipy', (df, t) => {
  expect(tQuantile(df)).toBeCloseTo(t, 12);
});
