import { expect, test } from 'vitest';
import { audit } from '../audit';
import { nullPiesOf } from '../findings';
import { predictionsOf } from '../fixtures/predictionsOf';
import { populationRows } from '../levels/populationRows';
import { runOut } from '../runOut';
import { selectMembers } from '../votes/matrix';
import { retrainedImpact } from './retrainedImpact';
import { drawNetworks } from './stability';

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

test('every count of retraining takes as many null networks as there are compressed ones', () => {
  const compressed = selectMembers(nulls, 3);
  const findings = audit(dense, compressed, truth, options, nulls);
  const { rows, retrained } = populationRows(findings, { dense, compressed, nulls }, truth);
  expect(rows.null?.networks).toBe(3);
  expect([...retrained!.pies.images]).toEqual([...nullPiesOf(findings)!]);
  const drawn = { ties: 'largest', seed: 1, draws: 5 } as const;
  expect(runOut(drawNetworks(dense, compressed, nulls, drawn)).growth[2].retrained).toEqual({
    mean: retrained!.pies.images.length,
    interval: null,
  });
  const more = { dense, compressed: nulls, nulls: selectMembers(nulls, 3) };
  expect(populationRows(audit(dense, nulls, truth, options, more.nulls), more, truth)).toMatchObject({
    rows: { null: null },
    retrained: null,
  });
});

test('is not known without as many', () => {
  expect(retrainedImpact(dense, nulls, 5, truth, options)).toBeNull();
  expect(retrainedImpact(dense, null, 1, truth, options)).toBeNull();
});
