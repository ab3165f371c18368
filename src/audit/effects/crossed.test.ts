import { describe, expect, test } from 'vitest';
import { expectedCrossed } from '../fixtures/crossed';
import { predictionsOf } from '../fixtures/predictionsOf';
import { correctTop1 } from '../votes/correct';
import { crossedOdds, crossedPoints, crossedShare } from './crossed';
import { groupSums } from './groupSums';

const { classes, cases } = expectedCrossed;
const truth = Uint16Array.from(expectedCrossed.truth);

const sumsOf = (dense: number[][], compressed: number[][], paired: boolean) => {
  const right = (rows: number[][]) => correctTop1(predictionsOf('any', rows, classes), truth);
  return groupSums({ dense: right(dense), compressed: right(compressed) }, truth, classes, paired);
};

describe('effects when networks and images are both samples', () => {
  test.each(cases)(
    'as numpy and scipy have them, paired: $paired',
    ({ dense, compressed, paired, expected }) => {
      const sums = sumsOf(dense, compressed, paired);
      expected.forEach(({ points, odds }, label) => {
        const found = crossedPoints(sums, label)!;
        for (const name of ['value', 'se', 'df', 'p'] as const)
          expect(found[name]).toBeCloseTo(points[name], 8);
        expect(found.interval[0]).toBeCloseTo(points.interval[0], 7);
        expect(found.interval[1]).toBeCloseTo(points.interval[1], 7);
        const grown = crossedOdds(sums, label)!;
        for (const name of ['group', 'model', 'ratio'] as const)
          expect(grown[name]).toBeCloseTo(odds[name], 10);
        expect(grown.interval![0]).toBeCloseTo(odds.interval[0], 7);
        expect(grown.interval![1]).toBeCloseTo(odds.interval[1], 7);
      });
    },
  );

  test.each(cases)('of one population alone, beside: $paired', ({ dense, compressed, paired, shares }) => {
    const sums = sumsOf(dense, compressed, paired);
    shares.forEach((expected, label) => {
      for (const side of ['dense', 'compressed'] as const) {
        // Pairing has no part in what one population does.
        const found = crossedShare({ ...sums, paired: false }, label, side)!;
        for (const name of ['value', 'se', 'df', 'p'] as const)
          expect(found[name]).toBeCloseTo(expected[side][name], 8);
      }
    });
  });

  test('one network has no second kind of variation, and certain answers no odds', () => {
    const [{ dense }] = cases;
    const one = sumsOf([dense[0]], [dense[1]], false);
    expect(crossedPoints(one, 0)).toBeNull();
    expect(crossedOdds(one, 0)?.interval).toBeNull();
    const right = [[...truth], [...truth]];
    const certain = sumsOf(right, right, false);
    expect(crossedOdds(certain, 0)).toBeNull();
    expect(crossedPoints(certain, 0)).toMatchObject({ value: 0, se: 0, df: 1e6, p: 1 });
  });
});
