import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { analyticFloor } from '../../audit/retraining/analyticFloor';
import { permutationTest } from '../../audit/retraining/permutationTest';
import { countVotes } from '../../audit/votes/votes';
import { plainText, sentence } from './sentence';

const truth = Uint16Array.from({ length: 12 }, (_, image) => image % 2);
const said = (name: string, changed: number) =>
  predictionsOf(
    name,
    [0, 1, 2].map(() => Array.from(truth, (label, image) => (image < changed ? 1 - label : label))),
    2,
  );
const dense = said('dense', 0);
const findingsOf = (changed: number) =>
  audit(dense, said('sparse', changed), truth, { ties: 'largest', alpha: 0.05, seed: 0 }, said('null', 2));
const told = (changed: number, known: Parameters<typeof sentence>[3]) =>
  plainText(sentence(findingsOf(changed), { kind: 'sparse', level: 0.9 }, ['a', 'b'], known));

test('the sentence says that the test goes on, until it is done', () => {
  expect(told(6, { testing: true })).toContain('. Retraining alone changes 2 (testing the difference…). ');
  expect(told(6, { testing: false })).toContain('. Retraining alone changes 2. ');
  const retraining = {
    permutation: permutationTest(6, new Array(40).fill(2)),
    resplits: null,
    analytic: { ...analyticFloor(countVotes(dense), [3, 3], 'largest'), networks: 3 },
  };
  const begun = { ...retraining, permutation: null };
  expect(told(6, { testing: true, retraining: begun })).toContain(' changes 2 (testing the difference…). ');
  expect(told(6, { testing: false, retraining: begun })).toContain('. Retraining alone changes 2. ');
  expect(told(6, { testing: true, retraining })).toContain(', 4 more than retraining alone changes. ');
  expect(told(0, { testing: true })).not.toContain('testing');
});
