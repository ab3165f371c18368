import { expect, test } from 'vitest';
import { mulberry32, shuffledIndices } from './random';

test.each([
  [1, [2693262067, 11749833, 2265367787, 4213581821]],
  [0xffffffff, [3850105811, 813802916]],
])('mulberry32 of seed %d starts as computed with whole numbers in Python', (seed, expected) => {
  const random = mulberry32(seed);
  expect(expected.map(() => random() * 2 ** 32)).toEqual(expected);
});

test('a shuffle is decided by its seed', () => {
  expect(shuffledIndices(6, mulberry32(5))).toEqual([4, 0, 2, 1, 3, 5]);
});
