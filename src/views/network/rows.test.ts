import { expect, test } from 'vitest';
import type { Architecture } from '../../model/architecture';
import type { Population } from '../../model/population';
import { weightsLeft, weightsSummary } from '../../model/weights';
import { diagramRows, keptIn, networkClaim } from './rows';

/** A stem, a block with a shortcut that both sides take, a head. */
const architecture: Architecture = {
  input: { channels: 3, height: 4, width: 4, mean: [0, 0, 0], std: [1, 1, 1] },
  layers: [
    { kind: 'conv', name: 'stem', input: 3, output: 2, kernel: [3, 3], stride: 1, padding: 1, bias: false },
    { kind: 'batchNorm', name: 'n', channels: 2, epsilon: 1e-5 },
    { kind: 'relu', name: 'r' },
    { kind: 'conv', name: 'deep', input: 2, output: 2, kernel: [1, 1], stride: 1, padding: 0, bias: false },
    { kind: 'add', name: 'sum', inputs: ['deep', 'r'] },
    { kind: 'relu' },
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'head', input: 2, output: 5, bias: true },
  ],
};

const filled = (count: number) => Float32Array.from({ length: count }, (_, i) => i + 1);
const population: Population = {
  key: 'p',
  architecture,
  variant: { kind: 'dense' },
  members: [{ id: 'a', seed: 0 }],
  tensors: {
    'stem.weight': { shape: [2, 3, 3, 3], data: filled(54) },
    'deep.weight': { shape: [2, 2, 1, 1], data: filled(4) },
    'head.weight': { shape: [5, 2], data: filled(10) },
  },
};

test('what follows a layer alone stands in its row; lines lead to rows', () => {
  expect(diagramRows(architecture).map(({ words, inputs }) => [words, inputs])).toEqual([
    ['stem: convolution 3 x 3, BatchNorm, ReLU', [-1]],
    ['deep: convolution 1 x 1', [0]],
    ['addition of deep and r, ReLU', [1, 0]],
    ['global average', [2]],
    ['head: dense', [3]],
  ]);
  expect(diagramRows(architecture)[0]).toMatchObject({
    name: 'stem',
    shape: [2, 4, 4],
    weights: 54,
    kept: null,
  });
});

test('a layer that two take keeps a row of its own', () => {
  const [first, ...rest] = architecture.layers;
  const read = {
    ...architecture,
    layers: [first, ...rest.slice(0, 3), { kind: 'add', inputs: ['deep', 'stem'] }],
  };
  expect(diagramRows(read as Architecture).map(({ words }) => words)).toEqual([
    'stem: convolution 3 x 3',
    'BatchNorm, ReLU',
    'deep: convolution 1 x 1',
    'addition of deep and stem',
  ]);
});

test('what is left of each layer is what pruning leaves; null where nothing goes', () => {
  const variant = {
    kind: 'pruned',
    method: 'magnitude',
    scope: 'layer',
    seed: 0,
    recalibrated: false,
  } as const;
  const left = (sparsity: number) =>
    keptIn(weightsLeft(weightsSummary(population, 0), { ...variant, sparsity }));
  const kept = left(0.5);
  expect(diagramRows(architecture, kept).map((row) => row.kept)).toEqual([27, 2, null, null, 5]);
  expect(left(0)).toBeNull();
});

test('the claim counts layers, weights and multiply-adds and names the heaviest layer', () => {
  expect(networkClaim(architecture, String)).toBe(
    '8 layers with 68 weights, 938 multiply-adds an image. stem alone has 79% of the weights.',
  );
  const alike = Array.from({ length: 11 }, (_, i) => {
    return { kind: 'dense', name: `${i}`, input: 3, output: 3, bias: false } as const;
  });
  const deep = { ...architecture, layers: [{ kind: 'globalAverage' } as const, ...alike] };
  expect(networkClaim(deep, String)).toMatch(/^12 layers with 99 weights, \d+ multiply-adds an image\.$/);
});
