import { describe, expect, it } from 'vitest';
import { fitLine, median, ratioOf, spreadOf } from './measurements';

describe('median and spread', () => {
  it('take the middle, whatever the order', () => {
    expect(median([3, 1, 100])).toBe(3);
    expect(median([4, 1, 2, 100])).toBe(3);
    expect(spreadOf([5, 2, 9])).toEqual({ median: 5, least: 2, most: 9, runs: 3 });
  });

  it('refuse to speak of nothing', () => {
    expect(() => median([])).toThrow('at least one value');
  });

  it('compare round by round, so that a slow moment of the machine cancels out', () => {
    expect(ratioOf([10, 5, 20], [5, 2.5, 10])).toEqual({ median: 2, least: 2, most: 2, runs: 3 });
    expect(() => ratioOf([1], [1, 2])).toThrow('equal length');
  });
});

describe('fitLine', () => {
  it('finds the line', () => {
    const { slope, intercept, r2 } = fitLine([1, 2, 5].map((x) => ({ x, y: 3 * x - 4 })));
    expect(slope).toBeCloseTo(3, 12);
    expect(intercept).toBeCloseTo(-4, 12);
    expect(r2).toBeCloseTo(1, 12);
  });

  it('says how much of the variance the line explains', () => {
    const points = [0, 1, 2, 3].map((x, i) => ({ x, y: [0, 2, 1, 3][i] }));
    expect(fitLine(points)).toEqual({ slope: 0.8, intercept: expect.closeTo(0.3, 12), r2: 0.64 });
  });

  it('needs two places', () => {
    expect(() => fitLine([{ x: 1, y: 2 }])).toThrow('two places');
    expect(
      fitLine([
        { x: 1, y: 2 },
        { x: 2, y: 2 },
      ]).r2,
    ).toBe(1);
  });
});
