import { describe, expect, test } from 'vitest';
import { quantileOf, sampleVariance, tEstimate, tInterval, wilsonInterval } from './intervals';

test.each([
  [0, 10, 0, 0.27753279986288926],
  [3, 10, 0.10779126740630102, 0.6032218525388546],
  [10, 10, 0.7224672001371109, 1],
  [633, 10_000, 0.0586931158487559, 0.06824226832819304],
])('Wilson interval of %d of %d is as in scipy', (count, n, low, high) => {
  const interval = wilsonInterval(count, n)!;
  expect(interval[0]).toBeCloseTo(low, 12);
  expect(interval[1]).toBeCloseTo(high, 12);
});

test('a share of no images has no interval', () => {
  expect(wilsonInterval(0, 0)).toBeNull();
});

describe('t interval over networks', () => {
  test('one network has none', () => {
    expect(tInterval([0.5])).toBeNull();
    expect(tEstimate([0.5], 7)).toEqual({ value: 0.5, interval: null, n: 7 });
  });

  test('of 1 and 3 with one degree of freedom', () => {
    const [low, high] = tInterval([1, 3])!;
    expect(low).toBeCloseTo(2 - 12.706204736174694, 10);
    expect(high).toBeCloseTo(2 + 12.706204736174694, 10);
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
