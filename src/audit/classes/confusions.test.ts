import { expect, test } from 'vitest';
import { expectedLevels } from '../fixtures/levels';
import { predictionsOf } from '../fixtures/predictionsOf';
import { countVotes } from '../votes/votes';
import { confusions } from './confusions';

test('every confusion, as scikit-learn counts it', () => {
  const { classes, truth, labels, expected } = expectedLevels.row;
  const [dense, compressed] = labels.map((rows, side) => predictionsOf(`${side}`, rows, classes));
  const votes = { dense: countVotes(dense), compressed: countVotes(compressed) };
  const members = { dense: dense.members.length, compressed: compressed.members.length };
  for (let label = 0; label < classes; label++) {
    const found = confusions({ votes, members, classes }, Uint16Array.from(truth), label);
    expect(found).toHaveLength(classes - 1);
    const differences = found.map(({ difference }) => difference);
    expect(differences).toEqual([...differences].sort((a, b) => b - a));
    for (const { predicted, ...counts } of found) {
      expect(counts.dense).toBeCloseTo(expected.confusions.dense[label][predicted], 12);
      expect(counts.compressed).toBeCloseTo(expected.confusions.compressed[label][predicted], 12);
      expect(counts.difference).toBeCloseTo(counts.compressed - counts.dense, 12);
    }
  }
});

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
