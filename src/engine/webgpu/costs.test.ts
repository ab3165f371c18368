import { describe, expect, it } from 'vitest';
import { type ConvolutionCosts, crossoverOf } from './costs';

const costs: ConvolutionCosts = { block: { channels: 16, base: 8, tap: 4 }, row: { base: 0.5, entry: 1 } };

describe('crossoverOf', () => {
  it('is where both forms take as long', () => {
    const taps = 100;
    const share = crossoverOf(costs, 32, taps);
    const dense = 2 * (8 + 4 * taps);
    const rows = 32 * (0.5 + share * taps);
    expect(rows).toBeCloseTo(dense, 9);
  });

  it('counts a block that is not full as a whole one', () => {
    expect(crossoverOf(costs, 10, 100)).toBeGreaterThan(crossoverOf(costs, 16, 100));
    expect(crossoverOf(costs, 1, 100)).toBe(1);
    const narrow = { ...costs, block: { ...costs.block, channels: 8 } };
    expect(crossoverOf(narrow, 10, 100)).toBeCloseTo((816 / 10 - 0.5) / 100, 9);
  });

  it('is 0 where rows never pay', () => {
    expect(crossoverOf({ ...costs, row: { base: 1000, entry: 1 } }, 32, 10)).toBe(0);
  });
});
