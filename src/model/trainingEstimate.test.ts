import { describe, expect, test } from 'vitest';
import { ZOO_RECIPE } from './recipe';
import { fittingSize, type Pace, secondsFor, sparsityAt } from './trainingEstimate';

const pace: Pace = { dense: 1e-3, sparse: 2e-4, threads: 1 };
const recipe = { ...ZOO_RECIPE, batch: 100 / 1, statisticsImages: 1 };
const dense = { recipe, rounds: null, levels: [0], testImages: 0 };

describe('seconds', () => {
  test('a dense network costs its images, two passes for BatchNorm’s statistics, one to predict', () => {
    const size = { members: 1, epochs: 2, images: 1000 };
    expect(secondsFor(pace, dense, size)).toBeCloseTo(2000 * 1e-3 + (2 * 1e-3) / 3, 9);
    const full = { rounds: null, recipe: { ...recipe, statisticsImages: 600 }, levels: [0], testImages: 300 };
    expect(secondsFor(pace, full, size)).toBeCloseTo(2 + (1500 * 1e-3) / 3, 9);
  });

  test('images that fill no batch are not seen', () => {
    const size = { members: 1, epochs: 1, images: 199 };
    expect(secondsFor(pace, dense, size)).toBeCloseTo(0.1 + 2e-3 / 3, 9);
  });

  test('a gradual run costs the mean of its schedule', () => {
    // Mean sparsity: 0.9 x (0.55 x (1 - 1/4) + 0.3), from the integral of the cubic.
    const mean = 0.9 * (0.55 * 0.75 + 0.3);
    const sparse = { ...dense, levels: [0.9] };
    const expected = 1000 * (1e-3 - (8e-4 * mean) / 0.9);
    const found = secondsFor(pace, sparse, { members: 1, epochs: 1, images: 1000 });
    expect(Math.abs(found / expected - 1)).toBeLessThan(0.002);
  });

  test('rounds cost a dense training, then each what is left in it', () => {
    const rounds = { kind: 'iterative', rounds: 2, epochs: 1, rate: 0.04 } as const;
    const size = { members: 1, epochs: 3, images: 1000 };
    const found = secondsFor(pace, { ...dense, rounds, levels: [0.9] }, size);
    const cost = (sparsity: number) => 1 - (0.8 * sparsity) / 0.9;
    expect(found).toBeCloseTo(3 + cost(1 - 0.1 ** 0.5) + cost(0.9), 2);
    expect(secondsFor(pace, { ...dense, rounds }, size)).toBe(secondsFor(pace, dense, size));
  });

  test('networks share the cores; the last one may stand alone', () => {
    const one = secondsFor(pace, dense, { members: 1, epochs: 1, images: 1000 });
    const two = { ...pace, threads: 2 };
    expect(secondsFor(two, dense, { members: 4, epochs: 1, images: 1000 })).toBeCloseTo(2 * one, 9);
    expect(secondsFor(two, dense, { members: 3, epochs: 1, images: 1000 })).toBeCloseTo(2 * one, 9);
  });
});

describe('a smaller training', () => {
  const workload = { recipe: ZOO_RECIPE, rounds: null, levels: [0, 0, 0.9], testImages: 10_000 };
  const size = { members: 10, epochs: 7, images: 60_000 };

  test.each([60, 300, 1800])('fits in %i s, and no number is above what was asked', (seconds) => {
    const found = fittingSize(pace, workload, size, seconds)!;
    expect(secondsFor(pace, workload, found)).toBeLessThanOrEqual(seconds);
    expect(found.members).toBeGreaterThanOrEqual(3);
    for (const key of ['members', 'epochs', 'images'] as const)
      expect(found[key]).toBeLessThanOrEqual(size[key]);
  });

  test('what fits is left as it is; what no choice fits is null', () => {
    expect(fittingSize(pace, workload, size, 1e9)).toEqual(size);
    expect(fittingSize(pace, workload, size, 0.001)).toBeNull();
    expect(fittingSize(pace, dense, { members: 1, epochs: 1, images: 500 }, 1)).toEqual({
      members: 1,
      epochs: 1,
      images: 500,
    });
  });
});

test('sparsity along the schedule', () => {
  expect([0, 0.1499, 0.7, 1].map((share) => sparsityAt(ZOO_RECIPE, 0.9, share))).toEqual([0, 0, 0.9, 0.9]);
  expect(sparsityAt(ZOO_RECIPE, 0.8, 0.425)).toBeCloseTo(0.7, 9);
});
