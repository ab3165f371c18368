import { describe, expect, it } from 'vitest';
import { crossover, type LevelFigures } from './deviceFigures';

const level = (removed: number, seconds: number): LevelFigures => ({
  removed,
  imagesPerSecond: { median: 1 / seconds, least: 0, most: 0, runs: 3 },
  ratio: null,
  differing: 0,
  compared: 0,
});

describe('crossover', () => {
  it('is where the line through the sparse times meets the dense time', () => {
    expect(crossover([level(0, 5), level(0.5, 7), level(0.7, 5), level(0.9, 3)])).toBeCloseTo(0.3, 12);
  });

  it('is 1 where compression pays at any level', () => {
    expect(crossover([level(0, 20), level(0.5, 7), level(0.9, 3)])).toBe(1);
  });

  it('cannot be told from one sparse level, without a dense one, or where time does not fall', () => {
    expect(crossover([level(0, 5), level(0.9, 3)])).toBeNull();
    expect(crossover([level(0.5, 5), level(0.9, 3)])).toBeNull();
    expect(crossover([level(0, 5), level(0.5, 3), level(0.9, 4)])).toBeNull();
    expect(crossover([level(0, 1), level(0.5, 7), level(0.9, 3)])).toBeNull();
  });
});
