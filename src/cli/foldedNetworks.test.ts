/** Pruning networks whose BatchNorm was folded into their convolutions, with the shipped ones folded here. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createInProcessWasmDevice } from '../engine/wasm/inProcess';
import { openZoo } from '../library/zoo';
import { type Architecture, kernelName, type Layer, prunableLayers } from '../model/architecture';
import { memberValues, type Population, type StackedTensor } from '../model/population';
import { prunePopulation } from '../model/prune';
import { firstImages, type Shard } from '../model/shard';
import { channelSpread, FOLDED_SPREAD, looksFolded } from '../model/unfolded';
import type { PruneMethod } from '../model/variant';
import { fileSource } from './files';

const root = new URL('../../', import.meta.url);
const kernels = (name: string) => readFileSync(new URL(`src/engine/wasm/build/${name}.wasm`, root));
const device = await createInProcessWasmDevice({ plain: kernels('plain'), relaxed: kernels('relaxed') });

/**
 * The same networks as exporters write them: kernels times gamma / sqrt(variance + epsilon), the rest of
 * BatchNorm in the bias.
 */
function folded({ architecture, members, tensors, ...rest }: Population): Population {
  const layers: Layer[] = [];
  const made: Record<string, StackedTensor> = { ...tensors };
  for (const layer of architecture.layers) {
    const before = layers.at(-1);
    if (layer.kind !== 'batchNorm' || before?.kind !== 'conv') {
      layers.push(layer);
      continue;
    }
    const kernel = tensors[kernelName(before)];
    const weight = { shape: kernel.shape, data: Float32Array.from(kernel.data) };
    const bias = { shape: [before.output], data: new Float32Array(before.output * members.length) };
    for (const member of members.keys()) {
      const [gamma, beta, mean, variance] = ['weight', 'bias', 'mean', 'variance'].map((part) =>
        memberValues(tensors[`${layer.name}.${part}`], member),
      );
      const values = memberValues(weight, member);
      const size = values.length / before.output;
      gamma.forEach((value, channel) => {
        const factor = value / Math.sqrt(variance[channel] + layer.epsilon);
        for (let i = channel * size; i < (channel + 1) * size; i++) values[i] *= factor;
        memberValues(bias, member)[channel] = beta[channel] - mean[channel] * factor;
      });
    }
    made[kernelName(before)] = weight;
    made[`${before.name}.bias`] = bias;
    layers[layers.length - 1] = { ...before, bias: true };
  }
  const key = `${rest.key}, folded`;
  return { ...rest, key, members, architecture: { ...architecture, layers }, tensors: made };
}

const spreadOf = ({ architecture, tensors }: Population) =>
  channelSpread(architecture, (name) => memberValues(tensors[name], 0));

/** The share of kernel weights that both prunings keep or both remove. */
function alike(architecture: Architecture, a: Population, b: Population): number {
  let [same, all] = [0, 0];
  for (const layer of prunableLayers(architecture)) {
    const [one, other] = [a, b].map(({ tensors }) => tensors[kernelName(layer)].data);
    for (let i = 0; i < one.length; i++) if ((one[i] === 0) === (other[i] === 0)) same++;
    all += one.length;
  }
  return same / all;
}

/** Share of answers that are right, 0..1. */
async function accuracy(population: Population, shard: Shard): Promise<number> {
  let right = 0;
  for await (const { labels, members, start, count } of device.run(population, shard)) {
    labels.forEach((label, at) => {
      if (label === shard.labels[start + (at % count)]) right++;
    });
    expect(labels.length).toBe(members.length * count);
  }
  return right / (population.members.length * shard.count);
}

describe.each(['fashion-mnist', 'fashion-mnist-long-tail'])('%s, folded', async (name) => {
  const zoo = await openZoo(fileURLToPath(new URL(`public/zoo/${name}`, root)), fileSource);
  const dense = await zoo.population('dense', 2);
  const plain = folded(dense);
  const shard = firstImages(await zoo.testShard(), 300);

  test('is told by its scales', () => {
    expect(spreadOf(plain)).toBeGreaterThan(FOLDED_SPREAD);
    expect(looksFolded(plain.architecture, spreadOf(plain))).toBe(true);
    expect(looksFolded(dense.architecture, spreadOf(dense))).toBe(false);
    expect(spreadOf(dense)).toBeLessThan(FOLDED_SPREAD);
  });

  test('loses by unfolded magnitude what it would with BatchNorm, and far more by magnitude', async () => {
    const settings = { scope: 'global', sparsity: 0.7, seed: 0 } as const;
    const prune = (population: Population, method: PruneMethod) =>
      prunePopulation(population, { ...settings, method });
    const [normal, unfolded, magnitude] = [
      prune(dense, 'magnitude'),
      prune(plain, 'unfolded'),
      prune(plain, 'magnitude'),
    ];
    expect(await accuracy(plain, shard)).toBeCloseTo(await accuracy(dense, shard), 2);
    expect(alike(dense.architecture, normal, unfolded)).toBeGreaterThan(0.92);
    expect(alike(dense.architecture, normal, magnitude)).toBeLessThan(0.88);
    const [normally, by, without] = [
      await accuracy(normal, shard),
      await accuracy(unfolded, shard),
      await accuracy(magnitude, shard),
    ];
    expect(Math.abs(normally - by)).toBeLessThan(0.1);
    expect(by - without).toBeGreaterThan(0.25);
  });
});
