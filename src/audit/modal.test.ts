import { expect, test } from 'vitest';
import { modalLabels } from './modal';

test('a tie goes to the largest or the smallest index and is marked', () => {
  const votes = Uint16Array.from([2, 1, 2, 1, 4, 0]);
  expect(modalLabels(votes, 3, 'largest')).toEqual({
    labels: Uint16Array.from([2, 1]),
    tied: Uint8Array.from([1, 0]),
  });
  expect([...modalLabels(votes, 3, 'smallest').labels]).toEqual([0, 1]);
});

test('a tie below the winner is no tie', () => {
  expect([...modalLabels(Uint16Array.from([1, 1, 3]), 3, 'largest').tied]).toEqual([0]);
});
