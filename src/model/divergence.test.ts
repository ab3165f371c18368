import { expect, test } from 'vitest';
import { inOrder } from '../text/testing';
import { divergenceOf } from './divergence';

const curve = (losses: number[], step = 1) =>
  losses.map((loss, i) => ({ step: step + i, loss, accuracy: 0.1, sparsity: 0 }));
const recipe = { peakRate: 0.4 };

test('a loss that is no number ends a network, whenever it comes', () => {
  expect(divergenceOf(curve([2, Number.NaN]), 0, 10, recipe)).toBe(
    'it diverged: the loss was no number before step 2; try a smaller learning rate than 0.4, or more ' +
      'images.',
  );
  expect(divergenceOf(curve([Infinity]), 0, 10, recipe)).toMatch(/no number before step 1/);
});

test('a whole epoch above the loss of guessing ends a network, and the sentence has both numbers', () => {
  expect(divergenceOf(curve([5, 5, 3, 3, 2.6, 2.6, 2.4, 2.4], 16), 0, 10, recipe)).toMatch(
    inOrder(
      /below 2\.30, that of guessing among 10 classes, got 2\.50 in the second half of the epoch that /,
      /ended at step 23/,
    ),
  );
  // Seven stretches of two steps.
  const long = curve(new Array(7).fill(1.2e12)).map((point, i) => ({ ...point, step: 2 * (i + 1) }));
  expect(divergenceOf(long, 0, 10, recipe)).toMatch(/ got over 1,000 in .+ epoch that ended at step 14;/);
  // The last epoch alone is judged.
  expect(
    divergenceOf([...curve(new Array(20).fill(1)), ...curve(new Array(8).fill(3), 21)], 20, 10, recipe),
  ).toMatch(/got 3\.00 in the second half of the epoch that ended at step 28;/);
  // ln 2 = 0.69: the same losses are far above it.
  expect(divergenceOf(curve([0.6, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8], 20), 0, 2, recipe)).toMatch(
    /below 0\.69/,
  );
});

test('epochs of few steps are judged together, once they have eight or are far off', () => {
  const wild = curve([2.5, 40, 900, 500, 300, 90, 60, 50]);
  expect(divergenceOf(curve([2.5, 9, 20, 19]), 0, 10, recipe)).toBeNull();
  expect(divergenceOf(wild.slice(0, 4), 0, 10, recipe)).toMatch(/got 700\.00 in .+ the 4 steps so far;/);
  expect(divergenceOf(wild, 4, 10, recipe)).toMatch(
    /got 125\.00 in the second half of the 8 steps so far; try a smaller learning rate than 0\.4, or more /,
  );
  // Above guessing still, but better than it began: it has had few steps.
  expect(divergenceOf(curve([2.9, 2.9, 2.8, 2.7, 2.6, 2.6, 2.5, 2.5]), 4, 10, recipe)).toBeNull();
});

test('a network that begins above it and falls below goes on; one that only begins is not judged', () => {
  expect(divergenceOf(curve([9, 9, 9, 4, 1.5, 1.5, 1.5, 1.2], 20), 0, 10, recipe)).toBeNull();
  expect(divergenceOf(curve([1.9, 1.9, 2.2, 2.2, 2.4, 2.4, 2.4, 2.4], 20), 0, 10, recipe)).toBeNull();
  expect(divergenceOf(curve([2.6, 2.5, 2.4]), 0, 10, recipe)).toBeNull();
  // Five batches that went wrong late in a training of a small set, which finds back by itself.
  const late = curve([...new Array(15).fill(1.2), 2.4, 2.6, 2.5, 2.7, 2.4]);
  expect(divergenceOf(late, 15, 10, recipe)).toBeNull();
  expect(divergenceOf([], 0, 10, recipe)).toBeNull();
});
