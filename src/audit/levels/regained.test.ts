import { expect, test } from 'vitest';
import { audit } from '../audit';
import { predictionsOf } from '../fixtures/predictionsOf';
import { regainedBy } from './regained';

const truth = Uint16Array.of(0, 1, 0, 1);
const options = { ties: 'largest', alpha: 0.05, seed: 0 } as const;
const dense = predictionsOf(
  'dense',
  [
    [0, 1, 0, 1],
    [0, 1, 0, 1],
    [0, 1, 0, 0],
  ],
  2,
);
const pruned = predictionsOf(
  'dense',
  [
    [1, 0, 0, 1],
    [1, 0, 0, 1],
    [0, 1, 1, 0],
  ],
  2,
);
const tuned = predictionsOf(
  'dense',
  [
    [0, 0, 1, 1],
    [0, 0, 1, 1],
    [0, 1, 0, 0],
  ],
  2,
);

test('accuracy per network, PIEs that stay and new ones', () => {
  const oneShot = audit(dense, pruned, truth, options);
  const regained = regainedBy(oneShot, audit(dense, tuned, truth, options));
  // Images 0 and 1 are PIEs before; 1 and 2 after. Networks gain 0, 0 and 25 points.
  expect(regained).toMatchObject({ before: 2, stay: 1, fresh: 1 });
  expect(regained.points.value).toBeCloseTo(25 / 3, 10);
  // t(2) = 4.302653, sd = 25 / sqrt(3): half width 4.302653 x 14.433757 / sqrt(3).
  const half = (4.302653 * 14.433757) / Math.sqrt(3);
  expect(regained.points.interval?.[0]).toBeCloseTo(25 / 3 - half, 3);
  expect(regained.points.interval?.[1]).toBeCloseTo(25 / 3 + half, 3);
  expect(regained.points.n).toBe(3);
  expect(regained.lost).toBe(oneShot.accuracyChange);
});

test('other networks or images are refused', () => {
  const oneShot = audit(dense, pruned, truth, options);
  const two = audit(
    predictionsOf(
      'dense',
      [
        [0, 1, 0, 1],
        [0, 1, 0, 1],
      ],
      2,
    ),
    predictionsOf(
      'dense',
      [
        [0, 1, 0, 1],
        [0, 1, 0, 1],
      ],
      2,
    ),
    truth,
    options,
  );
  expect(() => regainedBy(oneShot, two)).toThrow('got 3 and 2 networks, 4 and 4 images');
});
