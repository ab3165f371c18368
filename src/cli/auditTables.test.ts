import { expect, test } from 'vitest';
import { audit } from '../audit/audit';
import { predictionsOf } from '../audit/fixtures/predictionsOf';
import { auditTables } from './auditTables';

test('one of a kind has its singular', () => {
  const truth = Uint16Array.from([0]);
  const [dense, compressed] = [predictionsOf('dense', [[0]], 1), predictionsOf('compressed', [[0]], 1)];
  const findings = audit(dense, compressed, truth, { ties: 'largest', alpha: 0.05, seed: 1 });
  const text = auditTables(findings, {
    predictions: [dense, compressed],
    truth,
    imageIds: ['a'],
    classNames: ['only'],
    classValues: ['only'],
  });
  expect(text).toMatch(/^1 image, 1 class, 1 dense and 1 compressed network\n/);
  expect(text).toContain('0 of 1 image are PIEs (0.00%)');
  expect(text).not.toMatch(/\b1 (images|classes|networks|PIEs)\b/);
});
