import { describe, expect, test } from 'vitest';
import { expectedTests } from '../fixtures/tests';
import {
  countedVariance,
  quantileOf,
  sampleVariance,
  tEstimate,
  tInterval,
  wilsonInterval,
} from './intervals';

test.each(expectedTests.wilson)(
  'Wilson interval of $count of $n is as in scipy',
  ({ count, n, interval }) => {
    const [low, high] = wilsonInterval(count, n)!;
    expect(low).toBeCloseTo(interval[0], 12);
    expect(high).toBeCloseTo(interval[1], 12);
  },
);

test('a share of no images has no interval', () => {
  expect(wilsonInterval(0, 0)).toBeNull();
});

test('the variance of counted values is that of all of them', () => {
  const counted = [
    { value: 0.25, count: 3 },
    { value: 9, count: 0 },
    { value: 0.7, count: 1 },
    { value: -2, count: 2 },
  ];
  const all = counted.flatMap(({ value, count }) => new Array<number>(count).fill(value));
  expect(countedVariance(counted)).toBeCloseTo(sampleVariance(all), 12);
  expect(countedVariance([{ value: 0.1, count: 5 }])).toBe(0);
});

describe('t interval over networks', () => {
  test('one network has none', () => {
    expect(tInterval([0.5])).toBeNull();
    expect(tEstimate([0.5], 7)).toEqual({ value: 0.5, interval: null, n: 7 });
  });

  test('of 1 and 3 with one degree of freedom', () => {
    const [low, high] = tInterval([1, 3])!;
    const { t } = expectedTests.quantiles.find(({ df }) => df === 1)!;
    expect(low).toBeCloseTo(2 - t, 10);
    expect(high).toBeCloseTo(2 + t, 10);
  });

  test('rounding in equal values is no variance', () => {
    expect(sampleVariance([0.1 + 0.2, 0.3])).toBe(0);
    expect(sampleVariance([0, 1e-11])).toBeGreaterThan(0);
  });
});

test('quantiles are linear between order statistics', () => {
  expect(quantileOf([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantileOf([4, 1, 3, 2], 0.025)).toBeCloseTo(1.075, 12);
  expect(quantileOf([7], 0.975)).toBe(7);
});
