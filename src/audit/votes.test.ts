import { expect, test } from 'vitest';
import { predictionsOf } from './fixtures/predictionsOf';
import { addVotes, countVotes, voteMargin } from './votes';

const predictions = predictionsOf(
  'dense',
  [
    [0, 2],
    [0, 1],
    [2, 1],
  ],
  3,
);

test('votes are counted per image and class, of all networks or of some', () => {
  expect([...countVotes(predictions)]).toEqual([2, 0, 1, 0, 2, 1]);
  expect([...countVotes(predictions, [2])]).toEqual([0, 0, 1, 0, 1, 0]);
});

test('a label that is no class is named', () => {
  expect(() => countVotes({ ...predictions, classes: 2 })).toThrow(
    'Expected class indices below 2, but network dense/0 says 2 for image 1; check the number of classes.',
  );
});

test('votes of different shapes do not add', () => {
  expect(() => addVotes(new Uint16Array(6), new Uint16Array(4))).toThrow(/6 entries and the other 4/);
});

test('the margin is first minus second, wherever they stand', () => {
  expect(voteMargin([1, 6, 3])).toBe(3);
  expect(voteMargin([6, 3, 1])).toBe(3);
  expect(voteMargin([4, 2, 4])).toBe(0);
  expect(voteMargin([5])).toBe(5);
});
