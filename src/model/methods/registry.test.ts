import { describe, expect, test } from 'vitest';
import type { Architecture } from '../architecture';
import { networkCost } from '../cost';
import { defaultExperiment, madeVariantOf } from '../experiment';
import { experimentQuery, parseExperiment } from '../experimentAddress';
import { patternBytes } from '../pattern';
import type { Population } from '../population';
import { prunePopulation } from '../prune';
import { roundedLayers } from '../quantise';
import type { PrunedMethodId, QuantiseFormat } from '../variant';
import { MAKINGS } from './making/registry';
import { optionRanges } from './method';
import { FORMAT_IDS, isWeightwise, METHODS, methodNamed, methodOf, namesOf, PRUNED_IDS } from './registry';

const architecture: Architecture = {
  input: { channels: 3, height: 4, width: 4, mean: [0, 0, 0], std: [1, 1, 1] },
  layers: [
    { kind: 'conv', name: 'a', input: 3, output: 8, kernel: [3, 3], stride: 1, padding: 1, bias: false },
    { kind: 'batchNorm', name: 'n', channels: 8, epsilon: 1e-5 },
    { kind: 'relu' },
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'head', input: 8, output: 2, bias: true },
  ],
};

const values = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i + 1));
const dense: Population = {
  key: 'dense',
  architecture,
  variant: { kind: 'dense' },
  members: [{ id: 'dense/0', seed: 0 }],
  tensors: {
    'a.weight': { shape: [8, 3, 3, 3], data: values(216) },
    'n.weight': { shape: [8], data: values(8) },
    'n.bias': { shape: [8], data: values(8) },
    'n.mean': { shape: [8], data: values(8) },
    'n.variance': { shape: [8], data: values(8).map(Math.abs) },
    'head.weight': { shape: [2, 8], data: values(16) },
    'head.bias': { shape: [2], data: values(2) },
  },
};
const half = { sparsity: 0.5, scope: 'global', seed: 7, recalibrated: false } as const;
const offer = {
  data: 'd',
  datasets: [{ id: 'd', title: 'D' }],
  levels: [],
  widths: [],
  images: 100,
  batchNorm: true,
  networks: { dense: 3 },
};

describe.each(METHODS.map((method) => [method.id, method] as const))('%s', (id, method) => {
  const making = MAKINGS[id];
  const variant = method.variant(half);

  test('its variant leads back to it', () => {
    expect(methodOf(variant)).toBe(method);
    expect(methodNamed(id)).toBe(method);
  });

  test('it says what the page and the documents show', () => {
    const { title, phrase, label, how = [] } = namesOf(variant);
    const { lead, what } = method.doing(variant);
    for (const text of [method.choice, title, phrase, label[0], lead, what, ...how, ...making.definition]) {
      expect(text).not.toMatch(/undefined|NaN/);
      expect(text.length).toBeGreaterThan(0);
    }
    expect(making.definition.join(' ')).toMatch(/^[A-Z].{40,}\.$/s);
    expect(method.options.every((option) => Object.hasOwn(optionRanges, option))).toBe(true);
    expect(method.removes === null).toBe(making.keeps !== undefined);
  });

  test('the address that names it opens it again', () => {
    const named =
      method.family === 'pruned' ? { method: id as PrunedMethodId } : { format: id as QuantiseFormat };
    const experiment = { ...defaultExperiment(offer), variant: method.family, ...named };
    const { experiment: again, notices } = parseExperiment(experimentQuery(experiment, offer), offer);
    expect(notices).toEqual([]);
    expect(again).toEqual(experiment);
    expect(methodOf(madeVariantOf(again))).toBe(method);
  });

  test('it makes networks that run, whose zeros are those that it says', async () => {
    const made = await making.make(dense, variant, {
      prune: async (settings) => prunePopulation(dense, settings),
      ranges: async () => roundedLayers(architecture).map(() => [[-1, 1]]),
      gradients: async () => ({ 'a.weight': values(216).reverse(), 'head.weight': values(16) }),
    });
    expect(made.members).toEqual(dense.members);
    expect(made.key).not.toBe(dense.key);
    expect(made.variant).toEqual(variant);
    const cuts = making.cuts?.(architecture, [values(216), values(16)], 0, variant);
    const cost = making.cost?.(architecture, variant);
    if (cuts && cost) expect(Math.round(232 * cost.weightsLeft)).toBe(cuts[0].kept + cuts[1].kept);
    const stay = made.tensors['a.weight'].data.filter((weight) => weight !== 0).length;
    if (cuts || !making.unseen) expect(stay).toBe(cuts?.[0].kept ?? 216);
    const all = ['a.weight', 'head.weight'].flatMap((name) => Array.from(made.tensors[name].data));
    const zeros = all.filter((weight) => weight === 0).length;
    if (method.options.includes('scope')) expect(zeros).toBe(116);
  });
});

test('names are their own, and the lists are in the order of the table', () => {
  expect(new Set(METHODS.map(({ id }) => id)).size).toBe(METHODS.length);
  // What links, files and flags name; further ones may stand among them.
  const pruned = ['magnitude', 'unfolded', 'random', 'taylor', 'gradient', '2:4', '4:8', 'channels'];
  const formats = ['float16', 'int8', 'fixed'];
  expect(PRUNED_IDS.filter((id) => pruned.includes(id))).toEqual(pruned);
  expect(FORMAT_IDS.filter((id) => formats.includes(id))).toEqual(formats);
  expect(pruned.filter((id) => isWeightwise(id as PrunedMethodId))).toEqual(pruned.slice(0, 5));
  expect(() => methodNamed('3:4' as PrunedMethodId)).toThrow('Expected a compression method, but got "3:4".');
});

test('what each method costs one network that does the same to all', () => {
  const costOf = (id: PrunedMethodId | QuantiseFormat, sparsity = 0) => {
    const method = methodNamed(id);
    const cost = MAKINGS[id].cost?.(architecture, method.variant({ ...half, sparsity }));
    return cost && [Math.round(cost.weightsLeft * 232), cost.bytes, cost.multiplyAdds];
  };
  expect(costOf('float16')).toEqual([232, 464, 216 * 16 + 16]);
  expect(costOf('int8')).toEqual([232, 232 + 40, 216 * 16 + 16]);
  expect(costOf('fixed')).toEqual([232, 232 + 40, 216 * 16 + 16]);
  // 27 weights a channel: three groups of eight and one of three.
  expect(costOf('4:8')).toEqual([8 * 15 + 8, 240 + 45 + 16 + 3, 8 * 15 * 16 + 8]);
  expect(costOf('2:4')).toEqual([8 * 14 + 8, 224 + 28 + 16 + 2, 8 * 14 * 16 + 8]);
  expect(costOf('channels', 0.25)).toEqual([6 * 27 + 12, 2 * 174, 162 * 16 + 12]);
  expect(costOf('channels', 0.5)).toEqual([4 * 27 + 8, 2 * 116, 108 * 16 + 8]);
  expect(costOf('magnitude', 0.5)).toBeUndefined();
  expect(networkCost(architecture, () => 0.5).weightsLeft).toBe(0.5);
});

test('a kept weight says where in its group it was', () => {
  expect([patternBytes('2:4', 8), patternBytes('4:8', 8), patternBytes('2:4', 1)]).toEqual([18, 19, 3]);
});
