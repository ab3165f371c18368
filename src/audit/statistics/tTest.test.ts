import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedTests } from '../fixtures/tests';
import { benjaminiHochberg, isWelchFlagged, pairedTest, welchInterval, welchTest } from './tTest';

const A = [0.1, 0.2, 0.3, 0.4];

describe('Welch', () => {
  test('is as in scipy', () => {
    const { first, second, t, df, p, interval } = expectedTests.welch;
    const found = welchTest(first, second);
    expect(found.t).toBeCloseTo(t, 12);
    expect(found.df).toBeCloseTo(df, 12);
    expect(found.p).toBeCloseTo(p, 12);
    const [low, high] = welchInterval(first, second)!;
    expect(low).toBeCloseTo(interval[0], 12);
    expect(high).toBeCloseTo(interval[1], 12);
  });

  test('two variances of 0: p is 1 for equal means up to rounding, else 0', () => {
    expect(welchTest([0.3, 0.3], [0.1 + 0.2, 0.3, 0.3])).toEqual({ t: 0, df: 3, p: 1 });
    expect(welchTest([0.3, 0.3], [0.4, 0.4, 0.4])).toEqual({ t: null, df: 3, p: 0 });
    expect(welchInterval([1, 1], [3, 3])).toEqual([-2, -2]);
  });

  test('one variance of 0: only the other population counts', () => {
    expect(welchTest([0.3, 0.3, 0.3], A).df).toBeCloseTo(3, 12);
  });

  test('is impossible with one network on a side', () => {
    expect(welchTest([0.3], A)).toEqual({ t: null, df: null, p: null });
    expect(welchTest(A, [])).toEqual({ t: null, df: null, p: null });
    expect(welchInterval(A, [0.3])).toBeNull();
  });

  test('flags the same without a p for each', () => {
    const values = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 8 });
    const alphas = fc.constantFrom(0.01, 0.05, 0.2, 1);
    fc.assert(
      fc.property(values, values, alphas, (a, b, alpha) => {
        const { p } = welchTest(a, b);
        expect(isWelchFlagged(a, b, alpha)).toBe(p !== null && p <= alpha);
      }),
    );
  });
});

describe('paired', () => {
  test('is as in scipy', () => {
    const { first, second, t, df, p, interval: expected } = expectedTests.paired;
    const { test: found, interval } = pairedTest(first, second);
    expect(found.t).toBeCloseTo(t, 12);
    expect(found.df).toBe(df);
    expect(found.p).toBeCloseTo(p, 12);
    expect(interval![0]).toBeCloseTo(expected[0], 12);
    expect(interval![1]).toBeCloseTo(expected[1], 12);
  });

  test('differences that do not vary', () => {
    expect(pairedTest(A, A).test).toEqual({ t: 0, df: 3, p: 1 });
    expect(pairedTest([2, 3], [1, 2]).test).toEqual({ t: null, df: 1, p: 0 });
    expect(pairedTest([1], [2])).toEqual({ test: { t: null, df: null, p: null }, interval: null });
  });
});

describe('Benjamini-Hochberg', () => {
  test('is as in scipy', () => {
    const { p, adjusted } = expectedTests.adjusted;
    benjaminiHochberg(p).forEach((value, index) => {
      expect(value).toBeCloseTo(adjusted[index], 12);
    });
  });

  test('untested classes do not count', () => {
    expect(benjaminiHochberg([null, 0.02, null, 0.5])).toEqual([null, 0.04, null, 0.5]);
    expect(benjaminiHochberg([null])).toEqual([null]);
  });
});
