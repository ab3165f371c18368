import { describe, expect, test } from 'vitest';
import { benjaminiHochberg, pairedTest, welchInterval, welchTest } from './tTest';

const A = [0.1, 0.2, 0.3, 0.4];

describe('Welch', () => {
  test('is as in scipy', () => {
    const { t, df, p } = welchTest(A, [0.3, 0.3, 0.5]);
    expect(t).toBeCloseTo(-1.2572371141874248, 12);
    expect(df).toBeCloseTo(4.733990147783251, 12);
    expect(p).toBeCloseTo(0.26712463219295945, 12);
    const [low, high] = welchInterval(A, [0.3, 0.3, 0.5])!;
    expect(low).toBeCloseTo(-0.3592950940886882, 12);
    expect(high).toBeCloseTo(0.12596176075535484, 12);
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
});

describe('paired', () => {
  test('is as in scipy', () => {
    const { test: found, interval } = pairedTest(A, [0.3, 0.3, 0.5, 0.9]);
    expect(found.t).toBeCloseTo(-2.8867513459481287, 12);
    expect(found.df).toBe(3);
    expect(found.p).toBeCloseTo(0.06318007496544603, 12);
    expect(interval![0]).toBeCloseTo(-0.5256079346555618, 12);
    expect(interval![1]).toBeCloseTo(0.02560793465556177, 12);
  });

  test('differences that do not vary', () => {
    expect(pairedTest(A, A).test).toEqual({ t: 0, df: 3, p: 1 });
    expect(pairedTest([2, 3], [1, 2]).test).toEqual({ t: null, df: 1, p: 0 });
    expect(pairedTest([1], [2])).toEqual({ test: { t: null, df: null, p: null }, interval: null });
  });
});

describe('Benjamini-Hochberg', () => {
  test('is as in scipy', () => {
    benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.9]).forEach((p, index) => {
      expect(p).toBeCloseTo([0.025, 0.05, 0.05, 0.025, 0.9][index], 12);
    });
  });

  test('untested classes do not count', () => {
    expect(benjaminiHochberg([null, 0.02, null, 0.5])).toEqual([null, 0.04, null, 0.5]);
    expect(benjaminiHochberg([null])).toEqual([null]);
  });
});
