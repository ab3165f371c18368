import { describe, expect, test } from 'vitest';
import { predictionsOf } from '../fixtures/predictionsOf';
import { expectedRetraining } from '../fixtures/retraining';
import type { Predictions } from '../predictions';
import { runOut } from '../runOut';
import { mulberry32 } from '../statistics/random';
import { relabellings } from '../statistics/relabellings';
import { modalLabels } from '../votes/modal';
import { differingImages } from '../votes/pies';
import { countVotes } from '../votes/votes';
import { pooled, relabelSteps, type Sizes } from './relabel';

const { dense, compressed, classes, relabelled } = expectedRetraining;
const pool = pooled(predictionsOf('dense', dense, classes), predictionsOf('sparse', compressed, classes));

const relabelledPies = (...asked: Parameters<typeof relabelSteps>) => runOut(relabelSteps(...asked));

function taken<T>(draws: Generator<T, never>, n: number): T[] {
  return Array.from({ length: n }, () => draws.next().value);
}

/** PIEs of two sides counted the plain way. */
function plainCount(
  from: Predictions,
  order: number[],
  [first, second]: Sizes,
  ties: 'largest' | 'smallest',
) {
  const [one, other] = [order.slice(0, first), order.slice(first, first + second)].map(
    (rows) => modalLabels(countVotes(from, rows), ties).labels,
  );
  return differingImages(one, other).length;
}

describe('relabelled populations', () => {
  test.each(relabelled)(
    '$sizes networks, ties $ties: as every relabelling together',
    ({ ties, sizes, ...all }) => {
      const counts = taken(relabelledPies(pool, sizes, ties, 7), 4000);
      const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
      expect(Math.abs(mean - all.mean)).toBeLessThan((4 * all.sd) / Math.sqrt(counts.length));
      expect(counts.every((count) => all.counts[count] > 0)).toBe(true);
    },
  );

  test.each([
    [9, [5, 4], 'largest'],
    [70, [35, 35], 'largest'],
    [70, [33, 20], 'smallest'],
    [33, [1, 1], 'smallest'],
  ] as const)('%i networks, %j: each count is the plain one', (networks, sizes, ties) => {
    const random = mulberry32(networks);
    const rows = Array.from({ length: networks }, () =>
      Array.from({ length: 120 }, (_, image) =>
        random() < image / 120 ? Math.floor(random() * 5) : image % 5,
      ),
    );
    const population = predictionsOf('any', rows, 5);
    const orders = taken(relabellings(networks, 3), 25);
    const counts = taken(relabelledPies(population, sizes, ties, 3), 25);
    expect(counts).toEqual(orders.map((order) => plainCount(population, order, sizes, ties)));
  });

  test('equal seeds give equal counts, another gives others', () => {
    const [once, again, other] = [5, 5, 6].map((seed) =>
      taken(relabelledPies(pool, [5, 4], 'largest', seed), 40),
    );
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });

  test('a pool with too few networks is refused in a sentence', () => {
    expect(() => relabelledPies(pool, [5, 5], 'largest', 1).next()).toThrow(
      'Expected two sides of 1 network or more from 9, but 5 and 5 were asked for.',
    );
  });
});
