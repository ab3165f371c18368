import { expect, test } from 'vitest';
import { confusions } from './confusions';
import { predictionsOf } from './fixtures/predictionsOf';
import { countVotes } from './votes';

test('confusions are counts a network, most gained first', () => {
  const truth = Uint16Array.from([0, 0, 1]);
  const dense = predictionsOf(
    'dense',
    [
      [1, 0, 1],
      [1, 2, 1],
    ],
    3,
  );
  const compressed = predictionsOf('compressed', [[2, 2, 0]], 3);
  const votes = { dense: countVotes(dense), compressed: countVotes(compressed) };
  expect(confusions({ votes, members: { dense: 2, compressed: 1 }, classes: 3 }, truth, 0)).toEqual([
    { predicted: 2, dense: 0.5, compressed: 2, difference: 1.5 },
    { predicted: 1, dense: 1, compressed: 0, difference: -1 },
  ]);
});
