import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Population } from '../model/population';
import type { Device } from './device';
import { expectLikeReference } from './expectLikeReference';
import { runReference } from './reference';
import { samplePopulation, sampleShard } from './samples';
import { createTensorflowDevice } from './tensorflow/device';
import { everyLayer, gather, worstDifference } from './testing';
import { testDevices } from './wasm/testing';
import { openDawn } from './webgpu/dawn';
import { createWebGpuDevice } from './webgpu/device';

const openers: [string, () => Promise<Device>][] = [
  ...testDevices.map(({ build, device }): [string, () => Promise<Device>] => [
    `WebAssembly, ${build} build`,
    async () => device,
  ]),
  ['WebGPU', async () => createWebGpuDevice({ gpu: await openDawn() })],
  ['TensorFlow.js', () => createTensorflowDevice({ backend: 'cpu' })],
];

const population = samplePopulation(everyLayer, 3, 0.4, 61);
const shard = sampleShard(everyLayer, 40, 6, 62);

/** `population` with some of its first network's weights replaced. */
function spoiled(value: number): Population {
  const { shape, data } = population.tensors['b.weight'];
  const changed = data.slice();
  for (let i = 0; i < data.length / 3; i += 7) changed[i] = value;
  const tensors = { ...population.tensors, 'b.weight': { shape, data: changed } };
  return { ...population, key: `${population.key}, ${value}`, tensors };
}

/** Lets `count` tasks of the event loop go by. */
async function tasks(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
}

describe.each(openers)('%s', (_, open) => {
  let device: Device;
  beforeAll(async () => {
    device = await open();
  });
  afterAll(() => device.close());

  it('answers for one member and one image', async () => {
    await expectLikeReference(
      device,
      samplePopulation(everyLayer, 1, 0.4, 63),
      sampleShard(everyLayer, 1, 6, 64),
    );
  });

  it('answers for networks whose every weight is zero', async () => {
    await expectLikeReference(device, samplePopulation(everyLayer, 2, 0, 65), shard);
  });

  it('prunes every weight, and runs what is left', async () => {
    const settings = { method: 'magnitude', scope: 'global', sparsity: 1, seed: 0 } as const;
    const pruned = await device.prune(population, settings);
    expect(pruned.tensors['b.weight'].data.every((weight) => weight === 0)).toBe(true);
    await expectLikeReference(device, pruned, shard);
  });

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`keeps ${value} in one network's weights from the others, and its answers within bounds`, async () => {
      const reference = runReference(population, shard);
      const all = await gather(device, spoiled(value), shard);
      const others = (values: Uint16Array) => values.subarray(shard.count);
      expect(others(all.labels)).toEqual(others(reference.labels));
      expect(
        worstDifference(all.pPrediction.subarray(shard.count), reference.pPrediction.subarray(shard.count)),
      ).toBeLessThan(1e-4);
      expect(all.visits.every((visits) => visits === 1)).toBe(true);
      expect([...all.labels, ...all.rankLabel].every((label) => label < 6)).toBe(true);
      expect([...all.pPrediction, ...all.pLabel].every((p) => p >= 0 && p <= 1)).toBe(true);
    });
  }

  it('runs two populations at once', async () => {
    const other = samplePopulation(everyLayer, 2, 0.7, 66);
    await Promise.all([
      expectLikeReference(device, population, shard),
      expectLikeReference(device, other, shard),
    ]);
  });

  it('can be cancelled at any moment and run again at once', async () => {
    const { labels } = runReference(population, shard);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }), async (moments) => {
        for (const moment of moments) {
          const controller = new AbortController();
          const ended = gather(device, population, shard, { signal: controller.signal }).then(
            () => 'done',
            (error: Error) => error.name,
          );
          await tasks(moment);
          controller.abort();
          expect(['done', 'AbortError']).toContain(await ended);
        }
        expect((await gather(device, population, shard)).labels).toEqual(labels);
      }),
      { numRuns: 25, seed: 67 },
    );
  });
});
