import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Interval } from '../findings';
import { bootstrapIntervals } from './bootstrap';

type Fixture = {
  seed: number;
  draws: number;
  values: number[];
  marked: number[];
  expected: Interval[];
  scipy: Interval[];
};

const { seed, draws, values, marked, expected, scipy }: Fixture = JSON.parse(
  readFileSync(new URL('../fixtures/bootstrap.json', import.meta.url), 'utf8'),
);

function meanOf(drawn: Uint32Array, list: number[]): number {
  return drawn.reduce((sum, image) => sum + list[image], 0) / drawn.length;
}

test('intervals of two means, as numpy has them for the same draws and scipy for its own', () => {
  const intervals = bootstrapIntervals(values.length, { draws, seed }, (drawn) => [
    meanOf(drawn, values),
    meanOf(drawn, marked),
  ]);
  intervals.forEach((interval, index) => {
    [0, 1].forEach((end) => {
      expect(interval?.[end]).toBeCloseTo(expected[index][end], 12);
      expect(Math.abs((interval?.[end] ?? 0) - scipy[index][end])).toBeLessThan(0.03);
    });
  });
});

test('a statistic that some draw leaves without a value has no interval', () => {
  const firstDrawn = (drawn: Uint32Array) => (drawn.includes(0) ? 1 : null);
  expect(bootstrapIntervals(3, { draws: 50, seed: 1 }, (drawn) => [firstDrawn(drawn), 2])).toEqual([
    null,
    [2, 2],
  ]);
});
