import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confusions } from '../classes/confusions';
import { predictionsOf } from '../fixtures/predictionsOf';
import { votesOf } from '../fixtures/votesOf';
import { voteEntropies } from '../scores/predictors';
import { modalLabels } from './modal';
import { taxicabDistances } from './taxicab';
import { countVotes, voteMargin, votesFor } from './votes';

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
  expect(countVotes(predictions)).toEqual(
    votesOf([
      [2, 0, 1],
      [0, 2, 1],
    ]),
  );
  expect(countVotes(predictions, [2])).toEqual(
    votesOf([
      [0, 0, 1],
      [0, 1, 0],
    ]),
  );
});

test('a label that is no class is named', () => {
  expect(() => countVotes({ ...predictions, classes: 2 })).toThrow(
    'Expected class indices below 2, but network dense/0 says 2 for image 1; check the number of classes.',
  );
});

test('the margin is first minus second, wherever they stand', () => {
  const margin = (row: number[]) => voteMargin(votesOf([[7], row]), 1);
  expect(margin([1, 6, 3])).toBe(3);
  expect(margin([6, 3, 1])).toBe(3);
  expect(margin([4, 2, 4])).toBe(0);
  expect(margin([5])).toBe(5);
  expect(margin([0, 5])).toBe(5);
});

/**
 * Two populations on the same images, few of them or many, that agree or do not; with a true label an image.
 */
const populations = fc
  .record({
    classes: fc.constantFrom(1, 2, 3, 10, 257, 1000),
    images: fc.integer({ min: 1, max: 13 }),
  })
  .chain(({ classes, images }) => {
    const label = fc.oneof(fc.nat(Math.min(2, classes - 1)), fc.nat(classes - 1));
    const row = fc.array(label, { minLength: images, maxLength: images });
    const rows = fc.array(row, { minLength: 1, maxLength: 9 });
    return fc.record({ classes: fc.constant(classes), truth: row, dense: rows, compressed: rows });
  });

/** The same in the plainest way: a count for every image and class. */
function tableOf(rows: number[][], classes: number): number[][] {
  return rows[0].map((_, image) => {
    const counts = new Array<number>(classes).fill(0);
    for (const row of rows) counts[row[image]]++;
    return counts;
  });
}

test('many networks are counted as few are', () => {
  const rows = Array.from({ length: 70 }, (_, row) =>
    [0, 1, 2].map((image) => (row * row * (image + 1)) % 90),
  );
  expect(countVotes(predictionsOf('dense', rows, 90))).toEqual(votesOf(tableOf(rows, 90)));
});

test('all that is made of votes is what a table of images and classes gives', () => {
  fc.assert(
    fc.property(populations, ({ classes, truth, dense, compressed }) => {
      const tables = { dense: tableOf(dense, classes), compressed: tableOf(compressed, classes) };
      const votes = {
        dense: countVotes(predictionsOf('dense', dense, classes)),
        compressed: countVotes(predictionsOf('compressed', compressed, classes)),
      };
      const members = { dense: dense.length, compressed: compressed.length };
      expect(votes).toEqual({ dense: votesOf(tables.dense), compressed: votesOf(tables.compressed) });

      const images = truth.length;
      const entropies = voteEntropies({ votes, members, images });
      const distances = taxicabDistances(votes, members);
      const modal = {
        largest: modalLabels(votes.dense, 'largest'),
        smallest: modalLabels(votes.dense, 'smallest'),
      };
      tables.dense.forEach((row, image) => {
        expect(row.map((_, label) => votesFor(votes.dense, image, label))).toEqual(row);
        const most = Math.max(...row);
        expect(modal.largest.labels[image]).toBe(row.lastIndexOf(most));
        expect(modal.smallest.labels[image]).toBe(row.indexOf(most));
        const sharing = row.filter((count) => count === most).length > 1;
        expect([modal.largest.tied[image], modal.smallest.tied[image]]).toEqual([
          Number(sharing),
          Number(sharing),
        ]);
        const [first, second = 0] = [...row].sort((a, b) => b - a);
        expect(voteMargin(votes.dense, image)).toBe(first - second);
        const shares = row.map((count) => count / members.dense);
        expect(entropies[image]).toBeCloseTo(
          shares.reduce((bits, share) => bits - (share && share * Math.log2(share)), 0),
          12,
        );
        const moved = shares.reduce(
          (sum, share, label) => sum + Math.abs(share - tables.compressed[image][label] / members.compressed),
          0,
        );
        expect(distances[image]).toBeCloseTo(moved / 2, 6);
      });

      const label = truth[0];
      const mine = truth.flatMap((each, image) => (each === label ? [image] : []));
      const named = (table: number[][], networks: number, predicted: number) =>
        mine.reduce((sum, image) => sum + table[image][predicted], 0) / networks;
      const found = confusions({ votes, members, classes }, Uint16Array.from(truth), label);
      expect(found).toHaveLength(classes - 1);
      for (const { predicted, dense: before, compressed: after } of found) {
        expect(before).toBe(named(tables.dense, members.dense, predicted));
        expect(after).toBe(named(tables.compressed, members.compressed, predicted));
      }
    }),
  );
});
