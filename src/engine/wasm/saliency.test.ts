import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Architecture, kernelName, prunableLayers, tensorShapes } from '../../model/architecture';
import { saliencyCuts, saliencyScores, taylor } from '../../model/methods/making/saliency';
import type { Population } from '../../model/population';
import type { Shard } from '../../model/shard';
import type { PrunedVariant } from '../../model/variant';
import { compressPopulation } from '../compress';
import { gradientsOf } from '../saliency';
import { referenceDevice } from '../testing';
import { testDevices } from './testing';

/** What PyTorch's autograd gives, BatchNorm in training mode (src/engine/fixtures/make_training.py). */
type Case = {
  name: string;
  architecture: Architecture;
  images: number[];
  labels: number[];
  masks: Record<string, number[]>;
  start: Record<string, number[]>;
  gradients: Record<string, number[]>;
};
const cases: Case[] = JSON.parse(readFileSync(new URL('../fixtures/training.json', import.meta.url), 'utf8'));

function populationOf({ name, architecture, start, masks }: Case): Population {
  const tensors = Object.fromEntries(
    [...tensorShapes(architecture)].map(([tensor, shape]) => {
      const size = shape.reduce((product, extent) => product * extent, 1);
      const values = start[tensor] ?? new Array<number>(size).fill(tensor.endsWith('.variance') ? 1 : 0);
      const data = Float32Array.from(values, (value, i) => (masks[tensor]?.[i] === 0 ? 0 : value));
      return [tensor, { shape, data }];
    }),
  );
  return { key: name, architecture, variant: { kind: 'dense' }, members: [{ id: 'a', seed: 0 }], tensors };
}

function shardOf({ name, architecture: { input }, images, labels }: Case): Shard {
  const { channels, height, width } = input;
  const classes = Array.from({ length: Math.max(...labels) + 1 }, (_, label) => `${label}`);
  return {
    id: name,
    count: labels.length,
    channels: channels as Shard['channels'],
    height,
    width,
    images: Uint8Array.from(images),
    labels: Uint16Array.from(labels),
    classes,
  };
}

describe.each(testDevices)('$build', ({ device }) => {
  test.each(cases)('$name: gradients and scores are PyTorch’s', async (example) => {
    const population = populationOf(example);
    const gradients = await gradientsOf(device, population, shardOf(example), 1024, 3);
    for (const layer of prunableLayers(example.architecture)) {
      const name = kernelName(layer);
      const weights = population.tensors[name].data;
      const expected = example.gradients[name];
      const scale = Math.max(1e-3, ...expected.map(Math.abs));
      const scores = saliencyScores('taylor', weights, gradients[name]);
      expected.forEach((value, i) => {
        // PyTorch's weights under a mask have no gradient; here they are weights of 0 like any other.
        if (example.masks[name]?.[i] === 0) return;
        expect(Math.abs(gradients[name][i] - value) / scale).toBeLessThan(2e-5);
        expect(Math.abs(scores[i] - Math.abs(weights[i] * value)) / scale).toBeLessThan(2e-5);
      });
    }
  });

  test('exactly as many weights go as asked, those with the smallest scores', async () => {
    const [example] = cases;
    const dense = { ...populationOf({ ...example, masks: {} }), key: 'whole' };
    const set = shardOf(example);
    const variant: PrunedVariant = {
      kind: 'pruned',
      method: 'gradient',
      scope: 'global',
      sparsity: 0.5,
      seed: 3,
      recalibrated: false,
    };
    const made = await compressPopulation(
      device,
      dense,
      variant,
      async () => set,
      () => {},
    );
    const gradients = await gradientsOf(device, dense, set, 1024, 3);
    const names = prunableLayers(example.architecture).map(kernelName);
    const scores = names.flatMap((name) => Array.from(gradients[name], Math.abs));
    const kept = names.flatMap((name) => Array.from(made.tensors[name].data, (weight) => weight !== 0));
    expect(kept.filter((stays) => !stays)).toHaveLength(Math.round(0.5 * kept.length));
    const largestGone = Math.max(...scores.filter((_, i) => !kept[i]));
    expect(scores.filter((score, i) => kept[i] && score < largestGone)).toEqual([]);
    expect(made.variant).toEqual(variant);
    const layerwise = saliencyCuts(dense, 0, gradients, { ...variant, scope: 'layer' }, 'taylor');
    expect(layerwise.map(({ kept, size }) => size - kept)).toEqual(
      layerwise.map(({ size }) => Math.round(0.5 * size)),
    );
  });
});

test('a device without gradients, and too few images, are named', async () => {
  const [example] = cases;
  const population = populationOf(example);
  await expect(gradientsOf(referenceDevice, population, shardOf(example), 64, 0)).rejects.toThrow(
    'Expected a device that computes gradients, but reference does not yet; take WebAssembly.',
  );
  const few = { ...shardOf(example), count: 15 };
  const { device } = testDevices[0];
  await expect(gradientsOf(device, population, few, 64, 0)).rejects.toThrow('but got 15.');
  expect(taylor.needsGradients).toBe(true);
});
