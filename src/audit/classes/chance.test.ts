import { expect, test } from 'vitest';
import type { Findings } from '../findings';
import { nearChance } from './chance';

const chanceOf = (dense: number, compressed: number, classes = 10) => {
  const side = (value: number) => ({ mean: { value } });
  return nearChance({
    top1: { dense: side(dense), compressed: side(compressed) },
    classes,
  } as unknown as Findings);
};

test('networks that are right hardly more often than guessing are near chance', () => {
  expect([chanceOf(0.91, 0.1), chanceOf(0.91, 0.14), chanceOf(0.91, 0.02)]).toEqual([0.1, 0.1, 0.1]);
  expect([chanceOf(0.91, 0.15), chanceOf(0.91, 0.9)]).toEqual([null, null]);
  expect([chanceOf(0.9, 0.52, 2), chanceOf(0.9, 0.55, 2)]).toEqual([0.5, null]);
  expect([chanceOf(0.76, 0.0015, 1000), chanceOf(0.76, 0.03, 1000)]).toEqual([0.001, null]);
});

test('where the dense networks guess too, compression is not to blame', () => {
  expect(chanceOf(0.12, 0.1)).toBeNull();
  expect(chanceOf(1, 1, 1)).toBeNull();
});
