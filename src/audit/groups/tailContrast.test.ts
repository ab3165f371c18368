import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CrossedEffect, Interval } from '../findings';
import type { Correct } from '../votes/correct';
import { tailContrast } from './tailContrast';

type Fixture = {
  truth: number[];
  head: number[];
  tail: number[];
  /** Long-tailed compressed and dense, balanced compressed and dense. */
  right: number[][][];
  points: CrossedEffect;
  odds: { ratio: number; interval: Interval };
};

/** Made by make_tail_contrast.py. */
const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../fixtures/tailContrast.json', import.meta.url), 'utf8'),
);
const truth = Uint16Array.from(fixture.truth);
const correct = (rows: number[][]): Correct => ({
  members: rows.length,
  images: truth.length,
  right: Uint8Array.from(rows.flat()),
});
const [after, before, balancedAfter, balancedBefore] = fixture.right.map(correct);
const found = tailContrast(
  { dense: before, compressed: after },
  { dense: balancedBefore, compressed: balancedAfter },
  truth,
  fixture,
);

describe('the tail against the head, beyond the balanced set', () => {
  test('in points and on odds as numpy and scipy have it', () => {
    for (const name of ['value', 'se', 'df', 'p'] as const) {
      expect(found.points?.[name]).toBeCloseTo(fixture.points[name], 7);
    }
    expect(found.points?.interval[0]).toBeCloseTo(fixture.points.interval[0], 6);
    expect(found.points?.interval[1]).toBeCloseTo(fixture.points.interval[1], 6);
    expect(found.odds?.ratio).toBeCloseTo(fixture.odds.ratio, 9);
    expect(found.odds?.interval?.[0]).toBeCloseTo(fixture.odds.interval[0], 4);
    expect(found.odds?.interval?.[1]).toBeCloseTo(fixture.odds.interval[1], 4);
    expect(found.longTail - found.balanced).toBeCloseTo(found.points?.value ?? Number.NaN, 10);
  });

  test('against itself there is no difference, and one network gives no interval', () => {
    const same = { dense: before, compressed: after };
    expect(tailContrast(same, same, truth, fixture).points?.value).toBeCloseTo(0, 10);
    const one = { dense: correct([fixture.right[1][0]]), compressed: correct([fixture.right[0][0]]) };
    expect(tailContrast(one, one, truth, fixture).points).toBeNull();
  });
});
