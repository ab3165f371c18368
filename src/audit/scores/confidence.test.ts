import { expect, test } from 'vitest';
import { predictionsOf } from '../fixtures/predictionsOf';
import { confidenceChange, meanConfidence } from './confidence';

test('change in confidence is the compressed mean minus the dense mean', () => {
  const labels = predictionsOf(
    'x',
    [
      [0, 0],
      [0, 0],
    ],
    2,
  );
  const dense = { ...labels, pLabel: Float32Array.from([0.5, 1, 0.25, 0]) };
  const compressed = { ...labels, pLabel: Float32Array.from([0, 0.5, 0.25, 1]) };
  expect([...meanConfidence(dense)!]).toEqual([0.375, 0.5]);
  expect([...confidenceChange(dense, compressed)!]).toEqual([-0.25, 0.25]);
  expect(confidenceChange(dense, labels)).toBeNull();
});
