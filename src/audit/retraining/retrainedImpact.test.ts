import { expect, test } from 'vitest';
import { audit } from '../audit';
import { predictionsOf } from '../fixtures/predictionsOf';
import { selectMembers } from '../votes/matrix';
import { retrainedImpact } from './retrainedImpact';

const truth = Uint16Array.from([0, 0, 1, 1]);
const dense = predictionsOf(
  'dense',
  [
    [0, 0, 1, 1],
    [0, 1, 1, 0],
    [0, 1, 1, 1],
  ],
  2,
);
const nulls = predictionsOf(
  'null',
  [
    [0, 1, 1, 1],
    [1, 0, 0, 1],
    [0, 0, 1, 0],
    [1, 1, 0, 0],
  ],
  2,
);
const options = { ties: 'largest', alpha: 0.05, seed: 1 } as const;

test.each([3, 4])('is the class impact of as many of the retrained networks: %i', (networks) => {
  const { classImpact } = audit(dense, selectMembers(nulls, networks), truth, options);
  const found = retrainedImpact(dense, nulls, networks, truth, options);
  expect(found?.classImpact).toEqual(classImpact.map((impact) => ({ ...impact, paired: null })));
  expect(found?.flaggedByChance?.shuffles).toBe(400);
});

test('is not known without as many', () => {
  expect(retrainedImpact(dense, nulls, 5, truth, options)).toBeNull();
  expect(retrainedImpact(dense, null, 1, truth, options)).toBeNull();
});
