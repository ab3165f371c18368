import { describe, expect, test } from 'vitest';
import type { Architecture } from './architecture';
import { networkCost } from './cost';
import type { Population } from './population';
import { memberKernels, pruneCuts } from './prune';
import type { PrunedVariant, PruneSettings } from './variant';
import { weightsLeft, weightsSummary } from './weights';

const architecture: Architecture = {
  input: { channels: 1, height: 7, width: 5, mean: [0], std: [1] },
  layers: [
    { kind: 'conv', name: 'conv1', input: 1, output: 2, kernel: [3, 3], stride: 2, padding: 1, bias: false },
    { kind: 'relu' },
    { kind: 'maxPool', size: 2, stride: 1 },
    { kind: 'conv', name: 'conv2', input: 2, output: 3, kernel: [1, 1], stride: 1, padding: 0, bias: false },
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'head', input: 3, output: 2, bias: true },
  ],
};

/** Two members with distinct and with tied magnitudes. */
const population: Population = {
  key: 'two',
  architecture,
  variant: { kind: 'dense' },
  members: [
    { id: 'dense/0', seed: 0 },
    { id: 'dense/1', seed: 1 },
  ],
  tensors: {
    'conv1.weight': {
      shape: [2, 1, 3, 3],
      data: Float32Array.from({ length: 36 }, (_, i) => (i < 18 ? (i - 9) / 10 : 0.5)),
    },
    'conv2.weight': {
      shape: [3, 2, 1, 1],
      data: Float32Array.from({ length: 12 }, (_, i) => (i < 6 ? -i / 20 : 0.5)),
    },
    'head.weight': { shape: [2, 3], data: Float32Array.from({ length: 12 }, (_, i) => (i % 2 ? 0 : 0.5)) },
  },
};

const sum = (list: ArrayLike<number>) => Array.from(list).reduce((total, value) => total + value, 0);
const magnitude = (sparsity: number, scope: PruneSettings['scope'] = 'global'): PruneSettings => ({
  method: 'magnitude',
  scope,
  sparsity,
  seed: 0,
});

describe('weightsSummary', () => {
  test('counts every weight that is not zero once, and shares out multiply-adds by output positions', () => {
    const summary = weightsSummary(population, 0);
    expect(summary.total).toBe(30);
    expect(sum(summary.counts)).toBe(30 - 1 - 1 - 3);
    expect(summary.layers.map(({ uses }) => uses)).toEqual([4 * 3, 3 * 2, 1]);
    expect(summary.edges[0]).toBe(0);
    expect(summary.edges.at(-1)).toBeGreaterThan(0.5);
  });

  test('a member without any weight but zeros still has bins', () => {
    const empty: Population = {
      ...population,
      tensors: Object.fromEntries(
        Object.entries(population.tensors).map(([name, { shape, data }]) => [
          name,
          { shape, data: new Float32Array(data.length) },
        ]),
      ),
    };
    const summary = weightsSummary(empty, 0);
    expect(sum(summary.counts)).toBe(0);
    expect(Array.from(summary.edges).every(Number.isFinite)).toBe(true);
  });
});

const made = (settings: PruneSettings): PrunedVariant => ({
  kind: 'pruned',
  recalibrated: false,
  ...settings,
});

describe('weightsLeft', () => {
  test.each([
    ['magnitude', 'global', 0.5],
    ['magnitude', 'layer', 0.5],
    ['magnitude', 'global', 0.99],
    ['random', 'global', 0.7],
  ] as const)('%s, %s, %d: exactly what pruning does', (method, scope, sparsity) => {
    for (const member of [0, 1]) {
      const settings: PruneSettings = { method, scope, sparsity, seed: 3 };
      const cuts = pruneCuts(population, member, settings);
      const left = weightsLeft(weightsSummary(population, member), made(settings));
      expect(left.layers.map(({ kept }) => kept)).toEqual(cuts.map(({ kept }) => kept));
      expect(left.firstMask).toEqual(cuts[0].mask);
      expect(left.kept).toBe(sum(cuts.map(({ kept }) => kept)));
      const kernels = memberKernels(population, member);
      const gone = cuts.flatMap(({ mask }, layer) =>
        [...mask].filter((kept, i) => kept === 0 && kernels[layer][i] !== 0),
      );
      expect(sum(left.removed)).toBe(gone.length);
      const [conv1, conv2, head] = cuts;
      expect(left.multiplyAdds).toEqual({
        dense: 12 * 18 + 6 * 6 + 6,
        left: 12 * conv1.kept + 6 * conv2.kept + head.kept,
      });
      expect(left.bytes).toEqual({
        float32: 120,
        float16: 60,
        int8: 30 + 4 * 7,
        compressed: 4 * left.kept + 4 * (3 + 4 + 3),
      });
    }
  });

  test('one threshold for the network, none where layers differ or chance decides', () => {
    const summary = weightsSummary(population, 0);
    expect(weightsLeft(summary, made(magnitude(0.5))).threshold).toBe(
      pruneCuts(population, 0, magnitude(0.5))[0].threshold,
    );
    expect(weightsLeft(summary, made(magnitude(0.5, 'layer'))).threshold).toBeNull();
    expect(weightsLeft(summary, made({ ...magnitude(0.5), method: 'random' })).threshold).toBeNull();
    expect(weightsLeft(summary, made(magnitude(0))).threshold).toBeNull();
  });

  test('a structure: exactly what it leaves of each layer, and no threshold', () => {
    const summary = weightsSummary(population, 0);
    const pattern = weightsLeft(summary, { kind: 'structured', method: '2:4', recalibrated: false });
    expect(pattern.layers.map(({ kept }) => kept)).toEqual([2 * (4 + 1), 3 * 2, 2 * 2]);
    expect(pattern.threshold).toBeNull();
    const channels = weightsLeft(summary, {
      kind: 'structured',
      method: 'channels',
      share: 0.5,
      recalibrated: false,
    });
    expect(channels.layers.map(({ kept }) => kept)).toEqual([9, 1, 2]);
    expect(channels.multiplyAdds.left).toBe(12 * 9 + 6 + 2);
    expect(sum(channels.removed)).toBeGreaterThan(0);
  });

  test('without a variant, and of one that removes nothing here, zeros are what training removed', () => {
    const left = weightsLeft(weightsSummary(population, 0), null);
    expect(weightsLeft(weightsSummary(population, 0), { kind: 'sparse', level: 0.2 })).toEqual(left);
    expect(left.layers).toEqual([
      { name: 'conv1.weight', size: 18, kept: 17, threshold: null },
      { name: 'conv2.weight', size: 6, kept: 5, threshold: null },
      { name: 'head.weight', size: 6, kept: 3, threshold: null },
    ]);
    expect(sum(left.removed)).toBe(0);
  });
});

test('what a network costs with a share of each layer gone', () => {
  const dense = networkCost(architecture, () => 0);
  expect(dense).toEqual({ weightsLeft: 1, bytes: 2 * (18 + 6 + 6), multiplyAdds: 12 * 18 + 6 * 6 + 6 });
  const sparse = networkCost(architecture, (layer) => (layer === 'conv1' ? 8 / 9 : 0));
  expect(sparse).toEqual({ weightsLeft: 14 / 30, bytes: 2 * 4 + 4 * 3 + 24, multiplyAdds: 12 * 2 + 36 + 6 });
});
