import fc from 'fast-check';
import { expect, test } from 'vitest';
import { predictionsOf } from '../fixtures/predictionsOf';
import type { Predictions } from '../predictions';
import { runOut } from '../runOut';
import {
  addVoter,
  ballotSteps,
  clearPoll,
  countDifferingLeaders,
  countSettledDiffering,
  openPoll,
} from './ballots';
import { modalLabels } from './modal';
import { differingImages } from './pies';
import { countVotes } from './votes';

const castBallots = (populations: Predictions[], drawn = 1) => runOut(ballotSteps(populations, [], drawn));

const CLASSES = 5;
const IMAGES = 9;

const rows = fc.array(fc.array(fc.nat(CLASSES - 1), { minLength: IMAGES, maxLength: IMAGES }), {
  minLength: 1,
  maxLength: 5,
});

test('after every network, counting by ballots finds the PIEs that counting all votes finds', () => {
  fc.assert(
    fc.property(rows, rows, fc.constantFrom('largest', 'smallest'), (first, second, ties) => {
      const populations = [predictionsOf('a', first, CLASSES), predictionsOf('b', second, CLASSES)];
      const ballots = castBallots(populations);
      const settled = countSettledDiffering(ballots, 0, 1);
      const polls = [openPoll(ballots), openPoll(ballots)];
      // What an earlier count left must not show.
      addVoter(polls[0], ballots, 1, second.length - 1, ties);
      clearPoll(polls[0]);
      for (let k = 1; k <= Math.min(first.length, second.length); k++) {
        const modal = populations.map((population, side) => {
          addVoter(polls[side], ballots, side, population.members.length - k, ties);
          const drawn = Array.from({ length: k }, (_, place) => population.members.length - 1 - place);
          return modalLabels(countVotes(population, drawn), ties).labels;
        });
        expect(settled + countDifferingLeaders(polls[0], polls[1])).toBe(
          differingImages(modal[0], modal[1]).length,
        );
      }
    }),
  );
});

test('with draws of some size, images whose losers are too few to win one are settled', () => {
  fc.assert(
    fc.property(rows, rows, fc.constantFrom('largest', 'smallest'), fc.nat(), (first, second, ties, seed) => {
      const populations = [predictionsOf('a', first, CLASSES), predictionsOf('b', second, CLASSES)];
      const drawn = 1 + (seed % Math.min(first.length, second.length));
      const ballots = castBallots(populations, drawn);
      const polls = [openPoll(ballots), openPoll(ballots)];
      const modal = populations.map((population, side) => {
        const voters = Array.from(
          { length: drawn },
          (_, place) => (place + seed) % population.members.length,
        );
        for (const row of voters) addVoter(polls[side], ballots, side, row, ties);
        return modalLabels(countVotes(population, voters), ties).labels;
      });
      expect(countSettledDiffering(ballots, 0, 1) + countDifferingLeaders(polls[0], polls[1])).toBe(
        differingImages(modal[0], modal[1]).length,
      );
    }),
  );
  const lopsided = predictionsOf('a', [[0], [0], [0], [1]], 2);
  expect([...castBallots([lopsided], 3).contested]).toEqual([]);
  expect([...castBallots([lopsided], 2).contested]).toEqual([0]);
});

test('only images on which a population disagrees with itself are contested', () => {
  const ballots = castBallots([
    predictionsOf(
      'a',
      [
        [0, 1, 2],
        [0, 1, 3],
      ],
      4,
    ),
    predictionsOf('b', [[0, 2, 2]], 4),
  ]);
  expect([...ballots.contested]).toEqual([2]);
  expect(ballots.slots).toBe(2);
  expect(countSettledDiffering(ballots, 0, 1)).toBe(1);
});

test('a label that is no class is refused', () => {
  expect(() =>
    castBallots([
      predictionsOf(
        'a',
        [
          [0, 1],
          [0, 7],
        ],
        4,
      ),
    ]),
  ).toThrow(
    'Expected class indices below 4, but network a/1 says 7 for image 1; check the number of classes.',
  );
});
