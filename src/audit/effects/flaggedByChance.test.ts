import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FlaggedByChance } from '../findings';
import { expectedFamily } from '../fixtures/family';
import { flaggedByChance } from './flaggedByChance';

type Case = {
  dense: number[][];
  compressed: number[][];
  paired: boolean;
  welch: FlaggedByChance;
  pairs: FlaggedByChance | null;
};

/** Made by make_by_chance.py. */
const { seed, cases }: { seed: number; cases: Case[] } = JSON.parse(
  readFileSync(new URL('../fixtures/byChance.json', import.meta.url), 'utf8'),
);
const testsOf = ({ dense, compressed }: Case) =>
  dense.map((values, place) => ({ dense: values, compressed: compressed[place] }));

describe('tests that chance flags when networks are relabelled', () => {
  test.each(cases)('as scipy counts them in the same shuffles, paired: $paired', (one) => {
    const { paired, welch, pairs } = one;
    expect(flaggedByChance(testsOf(one), { alpha: 0.05, seed, paired })).toEqual({
      ...welch,
      mean: expect.closeTo(welch.mean, 12),
    });
    if (!pairs) return;
    expect(flaggedByChance(testsOf(one), { alpha: 0.05, seed, paired, pairedTest: true })).toEqual({
      ...pairs,
      mean: expect.closeTo(pairs.mean, 12),
    });
  });

  test('comes near every relabelling, counted', () => {
    const found = flaggedByChance(testsOf(cases[0]), { alpha: 0.05, seed: 3, paired: false });
    expect(Math.abs((found?.mean ?? 0) - expectedFamily.byChance)).toBeLessThan(0.05);
  });

  test('many tests take fewer shuffles, and none is null', () => {
    const [one] = cases;
    const many = Array.from({ length: 100 }, () => testsOf(one)).flat();
    expect(flaggedByChance(many, { alpha: 0.05, seed, paired: false })?.shuffles).toBe(20);
    const single = [{ dense: [0.1], compressed: [0.2] }];
    expect(flaggedByChance(single, { alpha: 0.05, seed, paired: false })).toBeNull();
    expect(flaggedByChance([{ dense: [], compressed: [] }], { alpha: 0.05, seed, paired: false })).toBeNull();
  });
});
