import { expect, test } from 'vitest';
import { accuracyChange } from './accuracyChange';

const population = (perMember: number[]) => {
  const value = perMember.reduce((sum, share) => sum + share, 0) / perMember.length;
  return { perMember, mean: { value, interval: null, n: perMember.length }, sd: null };
};
const change = (dense: number[], compressed: number[], paired: boolean) =>
  accuracyChange({ dense: population(dense), compressed: population(compressed) }, paired);
const [dense, compressed] = [
  [0.91, 0.92, 0.9],
  [0.9, 0.915, 0.892],
];

// Intervals by scipy.stats.t.ppf(0.975, df) over the same six networks, in points.
test('Welch’s interval between populations, the paired one within', () => {
  const apart = change(dense, compressed, false);
  expect(apart.value).toBeCloseTo(-0.7667, 3);
  expect(apart.n).toBe(3);
  expect(apart.interval?.[0]).toBeCloseTo(-3.254092910261034, 8);
  expect(apart.interval?.[1]).toBeCloseTo(1.720759576927692, 8);
  const within = change(dense, compressed, true);
  expect(within.interval?.[0]).toBeCloseTo(-1.3918276146277564, 8);
  expect(within.interval?.[1]).toBeCloseTo(-0.1415057187055784, 8);
});

test('one network on a side has no interval', () => {
  expect(change([0.9], compressed, false).interval).toBeNull();
});
