import { describe, expect, test } from 'vitest';
import { expectedScores } from '../fixtures/scores';
import { rocOf } from './roc';

describe.each(expectedScores.roc)('$name', ({ scores, inside, auc, interval, points }) => {
  const found = rocOf(scores, Uint8Array.from(inside))!;

  test('area as scikit-learn has it, its interval as from the kernel of all pairs', () => {
    expect(found.auc).toBeCloseTo(auc, 12);
    expect(found.interval === null).toBe(interval === null);
    expect(found.interval?.[0] ?? 0).toBeCloseTo(interval?.[0] ?? 0, 12);
    expect(found.interval?.[1] ?? 0).toBeCloseTo(interval?.[1] ?? 0, 12);
  });

  test("scikit-learn's curve, corners only", () => {
    expect(found.points).toHaveLength(points.length);
    found.points.forEach(([x, y], place) => {
      expect(x).toBeCloseTo(points[place][0], 12);
      expect(y).toBeCloseTo(points[place][1], 12);
    });
  });
});

test('a group without images cannot be told', () => {
  expect(rocOf([1, 2], Uint8Array.of(0, 0))).toBeNull();
  expect(rocOf([1, 2], Uint8Array.of(1, 1))).toBeNull();
});
