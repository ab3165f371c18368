import { expect, test } from 'vitest';
import { expectedTests } from '../fixtures/tests';
import { accuracyChange } from './accuracyChange';

const population = (perMember: number[]) => {
  const value = perMember.reduce((sum, share) => sum + share, 0) / perMember.length;
  return { perMember, mean: { value, interval: null, n: perMember.length }, sd: null };
};
const change = (dense: number[], compressed: number[], paired: boolean) =>
  accuracyChange({ dense: population(dense), compressed: population(compressed) }, paired);
const { dense, compressed, value, independent, paired } = expectedTests.change;

test('Welch’s interval between populations, the paired one within, as scipy has them', () => {
  for (const [isPaired, expected] of [
    [false, independent],
    [true, paired],
  ] as const) {
    const found = change(dense, compressed, isPaired);
    expect(found.value).toBeCloseTo(value, 10);
    expect(found.n).toBe(compressed.length);
    expect(found.interval?.[0]).toBeCloseTo(expected[0], 8);
    expect(found.interval?.[1]).toBeCloseTo(expected[1], 8);
  }
});

test('one network on a side has no interval', () => {
  expect(change([0.9], compressed, false).interval).toBeNull();
});
