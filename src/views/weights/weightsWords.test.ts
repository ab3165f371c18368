import { expect, test } from 'vitest';
import type { WeightsLeft } from '../../model/cost';
import type { QuantiseFormat, Variant } from '../../model/variant';
import { filterExtent, leftClaim, leftNumbers } from './weightsWords';

const summary = { total: 1000, isHalf: true };
const variant = {
  kind: 'pruned',
  method: 'magnitude',
  scope: 'global',
  sparsity: 0.9,
  seed: 4,
  recalibrated: true,
} as const;

function left(conv: number, head: number): WeightsLeft {
  return {
    layers: [
      { name: 'conv1.weight', size: 200, kept: conv, threshold: 0.1 },
      { name: 'head.weight', size: 800, kept: head, threshold: 0.1 },
    ],
    kept: conv + head,
    threshold: 0.1,
    removed: new Uint32Array(0),
    firstMask: new Uint8Array(0),
    bytes: { float32: 4000, float16: 2000, int8: 1048, compressed: 4 * (conv + head) + 40 },
    multiplyAdds: { dense: 40_800, left: 200 * conv + head },
  };
}

test('says what goes and which layers keep least and most', () => {
  expect(leftClaim(left(60, 40), summary, variant)).toBe(
    '90% of the weights go: 900 of 1,000. head keeps 5.0% of its weights, conv1 30.0%.',
  );
  expect(leftClaim(left(20, 80), summary, { ...variant, scope: 'layer' })).toBe(
    '90% of the weights go: 900 of 1,000. Each layer lost the same share.',
  );
  expect(leftClaim(left(60, 65), summary, { kind: 'sparse', level: 0.875 })).toMatch(
    /^87\.5% of the weights are zero: 875 of 1,000\. /,
  );
  expect(leftClaim(left(200, 800), summary, { kind: 'dense' })).toBe(
    'Nothing is removed: the network keeps all 1,000 weights.',
  );
});

test('a narrow network keeps all it has, fewer than one of full width', () => {
  expect(leftClaim(left(200, 800), summary, { kind: 'narrow', width: 0.305 }, 10_000)).toBe(
    'Nothing is removed: a network with 30.5% of the channels has 1,000 weights, 10.0% of the ' +
      '10,000 at full width.',
  );
});

test('numbers say how they are counted', () => {
  expect(leftNumbers(left(60, 40), variant).map(({ name, value }) => `${name}: ${value}`)).toEqual([
    'Stored dense: 4.0 kB',
    'Stored compressed: 440 B',
    'Multiply-adds left: 12k of 41k',
  ]);
});

test('what only a run knows is not shown as removed or kept', () => {
  const unseen: Variant = { ...variant, method: 'taylor' };
  expect(leftClaim(left(200, 800), summary, unseen)).toContain(
    'which a run computes and this figure does not',
  );
  expect(leftNumbers(left(200, 800), unseen).map(({ name }) => name)).toEqual(['Stored dense']);
});

test('says what a format keeps of the weights, and what it takes to keep them', () => {
  const claim = (format: QuantiseFormat) => leftClaim(left(200, 800), summary, { kind: 'quantised', format });
  expect(claim('float16')).toBe(
    'Nothing is removed: all 1,000 weights stay as they are, since they came as float16; biases ' +
      'and normalisation are rounded to it.',
  );
  expect(claim('int8')).toBe(
    'Nothing is removed: 1,000 weights are rounded to at most 255 values an output channel. They ' +
      'take 1.0 kB instead of 4.0 kB in float32, and 2.0 kB as they came, in float16. Activations ' +
      'stay as they are.',
  );
  expect(claim('fixed')).toContain(' Activations are rounded to 256 values a layer.');
  const fine = { total: 1000, isHalf: false };
  const fineClaim = (format: QuantiseFormat) =>
    leftClaim(left(200, 800), fine, { kind: 'quantised', format });
  expect(fineClaim('float16')).toBe(
    'Nothing is removed: 1,000 weights are rounded to float16, and so are biases and normalisation.',
  );
  expect(fineClaim('int8')).toContain('1.0 kB instead of 4.0 kB in float32. Activations');
  const stored = (variant: Variant) => leftNumbers(left(100, 400), variant)[1];
  expect(stored({ kind: 'quantised', format: 'fixed' })).toMatchObject({
    name: 'Stored as int8',
    value: '1.0 kB',
  });
  expect(stored({ kind: 'quantised', format: 'float16' }).value).toBe('2.0 kB');
  expect(stored({ kind: 'structured', method: '2:4', recalibrated: true })).toEqual({
    name: 'Stored compressed',
    value: '1.1 kB',
    note: 'a float16 value for each weight left, and 2 bits for its place',
  });
  expect(stored({ kind: 'structured', method: 'channels', share: 0.5, recalibrated: true }).value).toBe(
    '1.0 kB',
  );
});

test('a single outlier does not fade the filters', () => {
  const kernel = Float32Array.from({ length: 100 }, (_, index) => (index === 0 ? -50 : 0.5));
  expect(filterExtent([kernel, kernel])).toBe(0.5);
  expect(filterExtent([Float32Array.of(-2)])).toBe(2);
  expect(filterExtent([])).toBe(0);
});
