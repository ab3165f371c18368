import { describe, expect, test } from 'vitest';
import { expectedCrossed } from '../fixtures/crossed';
import { expectedFamily } from '../fixtures/family';
import { predictionsOf } from '../fixtures/predictionsOf';
import { benjaminiYekutieli } from '../statistics/tTest';
import { correctTop1 } from '../votes/correct';
import { memberRecall } from '../votes/recall';
import { testFamily } from './family';

const { classes, cases } = expectedCrossed;
const truth = Uint16Array.from(expectedCrossed.truth);
const recallOf = (rows: number[][]) =>
  memberRecall(correctTop1(predictionsOf('any', rows, classes), truth), truth, classes);
const comparisons = cases.map(({ dense, compressed }) => ({
  dense: recallOf(dense),
  compressed: recallOf(compressed),
}));
const options = { alpha: 0.05, seed: 3 };

describe('one family of tests over comparisons and classes', () => {
  test('max-T comes near every relabelling of one comparison, counted by numpy', () => {
    const found = testFamily([comparisons[0]], { ...options, shuffles: 4000 });
    found.adjusted[0].forEach((p, label) => {
      expect(Math.abs(p! - expectedFamily.adjusted[label])).toBeLessThan(0.03);
    });
    expect(found.byChance[0]!.mean).toBeCloseTo(expectedFamily.byChance, 1);
  });

  test('more comparisons make every p larger, and none smaller than raw', () => {
    const alone = testFamily([comparisons[0]], { ...options, shuffles: 500 });
    const both = testFamily(comparisons, { ...options, shuffles: 500 });
    expect(both.tests).toBe(6);
    for (const [label, p] of both.adjusted[0].entries()) {
      expect(p!).toBeGreaterThanOrEqual(alone.adjusted[0][label]!);
    }
  });

  test('without shuffles it is Benjamini and Yekutieli, over all comparisons', () => {
    const { method, adjusted, byChance } = testFamily(comparisons, { ...options, shuffles: 0 });
    expect(method).toBe('benjaminiYekutieli');
    expect(byChance).toEqual([null, null]);
    expectedFamily.yekutieli.adjusted.forEach((p, index) => {
      expect(benjaminiYekutieli(expectedFamily.yekutieli.p)[index]).toBeCloseTo(p, 12);
    });
    expect(adjusted.flat().every((p) => p! > 0 && p! <= 1)).toBe(true);
  });

  test('one network a side is no test', () => {
    const one = { dense: recallOf([cases[0].dense[0]]), compressed: recallOf([cases[0].dense[1]]) };
    expect(testFamily([one], { ...options, shuffles: 10 })).toMatchObject({
      tests: 0,
      adjusted: [[null, null, null]],
    });
  });
});
