import { describe, expect, it } from 'vitest';
import type { Architecture } from './architecture';
import type { Population } from './population';
import { pruneCuts, pruneMember, prunePopulation, randomKey, removedCount, selectCut } from './prune';
import type { PruneSettings } from './variant';

const architecture: Architecture = {
  input: { channels: 1, height: 4, width: 4, mean: [0], std: [1] },
  layers: [
    { kind: 'conv', name: 'a', input: 1, output: 2, kernel: [1, 3], stride: 1, padding: 0, bias: false },
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'b', input: 2, output: 3, bias: false },
  ],
};
const settings: PruneSettings = { method: 'magnitude', scope: 'global', sparsity: 0.5, seed: 1 };

function cuts(a: number[], b: number[], changes: Partial<PruneSettings>) {
  const kernels = [Float32Array.from(a), Float32Array.from(b)];
  return pruneMember(architecture, kernels, 7, { ...settings, ...changes });
}

const masks = (result: { mask: Uint8Array }[]) => result.map(({ mask }) => [...mask].join(''));

function populationOf(a: number[], b: number[]): Population {
  return {
    key: 'p',
    architecture,
    variant: { kind: 'dense' },
    members: [
      { id: 'm0', seed: 0 },
      { id: 'm1', seed: 1 },
    ],
    tensors: {
      'a.weight': { shape: [2, 1, 1, 3], data: Float32Array.from([...a, ...a.toReversed()]) },
      'b.weight': { shape: [3, 2], data: Float32Array.from([...b, ...b.toReversed()]) },
    },
  };
}

describe('pruneMember', () => {
  it('removes the smallest magnitudes over the whole network', () => {
    const result = cuts([9, -8, 0.1, -7, 6, 0.2], [1, -2, 3, -4, 5, 0.3], {});
    expect(masks(result)).toEqual(['110110', '000110']);
    expect(result.map(({ kept }) => kept)).toEqual([4, 2]);
    expect(result[0].threshold).toBe(3);
  });

  it('removes the same share of each layer', () => {
    const result = cuts([9, -8, 0.1, -7, 6, 0.2], [1, -2, 3, -4, 5, 0.3], { scope: 'layer' });
    expect(masks(result)).toEqual(['110100', '001110']);
    expect(result.map(({ threshold }) => threshold)).toEqual([6, 2]);
  });

  it('breaks ties by index, over layers in order', () => {
    expect(masks(cuts([1, -1, 1, -1, 1, 1], [1, 1, 1, 1, 1, 1], { sparsity: 8 / 12 }))).toEqual([
      '000000',
      '001111',
    ]);
  });

  it('counts -0 as 0 and removes NaN last', () => {
    const result = cuts([-0, 0, Number.NaN, Infinity, -0, 1], [2, 2, 2, 2, 2, 2], { sparsity: 11 / 12 });
    expect(masks(result)).toEqual(['001000', '000000']);
    expect(masks(cuts([-0, 0, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1], { sparsity: 1 / 12 }))).toEqual([
      '011111',
      '111111',
    ]);
  });

  it('removes nothing at 0 and everything at 1', () => {
    const ones = [1, 1, 1, 1, 1, 1];
    expect(masks(cuts(ones, ones, { sparsity: 0 }))).toEqual(['111111', '111111']);
    expect(cuts(ones, ones, { sparsity: 0 })[0].threshold).toBeNull();
    expect(masks(cuts(ones, ones, { sparsity: 1 }))).toEqual(['000000', '000000']);
  });

  it('draws at random from the seeds alone, without a threshold', () => {
    const random = (seed: number) => cuts([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], { method: 'random', seed });
    expect(masks(random(1))).toEqual(masks(random(1)));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => masks(random(seed)).join())).size).toBeGreaterThan(1);
    expect(random(1).reduce((sum, { kept }) => sum + kept, 0)).toBe(6);
    expect(random(1)[0].threshold).toBeNull();
  });

  it('rounds the number that goes to the nearest, a half up', () => {
    expect([3, 7, 9, 10].map((n) => removedCount(0.5, n))).toEqual([2, 4, 5, 5]);
    expect([7, 9, 11].map((n) => removedCount(0.9, n))).toEqual([6, 8, 10]);
    expect([9, 288].map((n) => removedCount(0.3, n))).toEqual([3, 86]);
  });

  it('refuses a sparsity outside 0 to 1', () => {
    expect(() => removedCount(1.1, 10)).toThrow('Expected a sparsity from 0 to 1, but got 1.1.');
    expect(() => removedCount(Number.NaN, 10)).toThrow('NaN');
  });
});

describe('selectCut', () => {
  it('agrees with sorting', () => {
    const keys = Uint32Array.from({ length: 5000 }, (_, i) => randomKey(3, 4, i) >>> (i % 3 === 0 ? 28 : 0));
    const sorted = keys.toSorted();
    for (const count of [1, 2, 1666, 2500, 4999, 5000]) {
      const key = sorted[count - 1];
      const below = sorted.filter((other) => other < key).length;
      expect(selectCut([keys.subarray(0, 777), keys.subarray(777)], count)).toEqual({
        key,
        ties: count - below,
      });
    }
  });
});

describe('randomKey', () => {
  it('keeps its values, which every device reproduces', () => {
    expect([
      randomKey(0, 0, 0),
      randomKey(1, 2, 3),
      randomKey(0xffffffff, 41, 94_000),
    ]).toMatchInlineSnapshot(`
      [
        2488251732,
        928740772,
        2859458829,
      ]
    `);
  });

  it('gives no two indices the same key', () => {
    const keys = new Set(Array.from({ length: 20_000 }, (_, i) => randomKey(5, 6, i)));
    expect(keys.size).toBe(20_000);
  });
});

describe('prunePopulation', () => {
  it('zeroes what each member’s own cut removes and shares the rest', () => {
    const population = populationOf([9, -8, 0.1, -7, 6, 0.2], [1, -2, 3, -4, 5, 0.3]);
    const pruned = prunePopulation(population, settings);
    expect([...pruned.tensors['a.weight'].data]).toEqual([9, -8, 0, -7, 6, 0, 0, 6, -7, 0, -8, 9]);
    expect([...pruned.tensors['b.weight'].data]).toEqual([0, 0, 0, -4, 5, 0, 0, 5, -4, 0, 0, 0]);
    expect(pruned.variant).toEqual({ kind: 'pruned', recalibrated: false, ...settings });
    expect(pruned.key).toBe('p|pruned(magnitude,global,0.5)');
    expect(pruneCuts(population, 1, settings)[0].kept).toBe(4);
  });
});
