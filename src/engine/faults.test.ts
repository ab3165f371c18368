import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberValues, type Population } from '../model/population';
import { prunePopulation } from '../model/prune';
import type { Device } from './device';
import { expectLikeReference } from './expectLikeReference';
import { recalibrateReference, runReference } from './reference';
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

/** That every tensor of the `members` is the same but for rounding. */
function expectSameTensors(actual: Population, expected: Population, members: number[]): void {
  for (const [name, tensor] of Object.entries(expected.tensors)) {
    for (const member of members) {
      const difference = worstDifference(
        memberValues(actual.tensors[name], member),
        memberValues(tensor, member),
      );
      expect(difference, `${name} of ${member}`).toBeLessThan(1e-4);
    }
  }
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

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`keeps ${value} in one network's weights from the others when it re-estimates BatchNorm`, async () => {
      const estimated = await device.recalibrate(spoiled(value), shard);
      expectSameTensors(estimated, recalibrateReference(population, shard), [1, 2]);
      const { visits, pPrediction } = await gather(device, estimated, shard);
      expect(visits.every((each) => each === 1)).toBe(true);
      expect(pPrediction.every((p) => p >= 0 && p <= 1)).toBe(true);
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
      { numRuns: 10 },
    );
  });

  it('can be cancelled while it prunes or re-estimates, and do both again at once', async () => {
    const settings = { method: 'magnitude', scope: 'global', sparsity: 0.6, seed: 0 } as const;
    const pruned = prunePopulation(population, settings);
    const reference = recalibrateReference(pruned, shard);
    const cancellation = fc.tuple(fc.constantFrom('prune', 'recalibrate'), fc.nat(30));
    await fc.assert(
      fc.asyncProperty(fc.array(cancellation, { minLength: 1, maxLength: 3 }), async (cancellations) => {
        for (const [kind, moment] of cancellations) {
          const controller = new AbortController();
          const work =
            kind === 'prune'
              ? device.prune(population, settings, controller.signal)
              : device.recalibrate(pruned, shard, undefined, controller.signal);
          const ended = work.then(
            () => 'done',
            (error: Error) => error.name,
          );
          await tasks(moment);
          controller.abort();
          expect(['done', 'AbortError']).toContain(await ended);
        }
        const again = await device.prune(population, settings);
        expect(again.tensors).toEqual(pruned.tensors);
        expectSameTensors(await device.recalibrate(again, shard), reference, [0, 1, 2]);
      }),
      { numRuns: 10 },
    );
  });
});
