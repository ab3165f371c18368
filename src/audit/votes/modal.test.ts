import { expect, test } from 'vitest';
import { votesOf } from '../fixtures/votesOf';
import { modalLabels } from './modal';

test('a tie goes to the largest or the smallest index and is marked', () => {
  const votes = votesOf([
    [2, 1, 2],
    [1, 4, 0],
  ]);
  expect(modalLabels(votes, 'largest')).toEqual({
    labels: Uint16Array.from([2, 1]),
    tied: Uint8Array.from([1, 0]),
  });
  expect([...modalLabels(votes, 'smallest').labels]).toEqual([0, 1]);
});

test('a tie below the winner is no tie', () => {
  expect([...modalLabels(votesOf([[1, 1, 3]]), 'largest').tied]).toEqual([0]);
});
