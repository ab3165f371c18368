import { describe, expect, it } from 'vitest';
import { memberValues } from '../../model/population';
import { prunePopulation } from '../../model/prune';
import type { PruneMethod, PruneScope } from '../../model/variant';
import { recalibrateReference } from '../reference';
import { samplePopulation, sampleShard } from '../samples';
import { testDevices } from './testing';

const architecture = {
  input: { channels: 3, height: 10, width: 9, mean: [0.2, 0.3, 0.4], std: [0.2, 0.25, 0.3] },
  layers: [
    {
      kind: 'conv' as const,
      name: 'a',
      input: 3,
      output: 9,
      kernel: [3, 3] as [number, number],
      stride: 1,
      padding: 1,
      bias: true,
    },
    { kind: 'batchNorm' as const, name: 'n', channels: 9, epsilon: 1e-5 },
    { kind: 'relu' as const },
    {
      kind: 'conv' as const,
      name: 'b',
      input: 9,
      output: 17,
      kernel: [3, 3] as [number, number],
      stride: 2,
      padding: 1,
      bias: false,
    },
    { kind: 'batchNorm' as const, name: 'm', channels: 17, epsilon: 1e-5 },
    {
      kind: 'conv' as const,
      name: 'c',
      input: 17,
      output: 17,
      kernel: [1, 1] as [number, number],
      stride: 1,
      padding: 0,
      bias: false,
    },
    { kind: 'add' as const, from: 4 },
    { kind: 'batchNorm' as const, name: 'o', channels: 17, epsilon: 1e-5 },
    { kind: 'relu' as const },
    { kind: 'globalAverage' as const },
    { kind: 'dense' as const, name: 'd', input: 17, output: 6, bias: true },
  ],
};

/** Weights in steps of 1/16, so that thousands tie, with -0 and NaN among them. */
function tiedPopulation(members: number) {
  const population = samplePopulation(architecture, members, 0.8, 11);
  for (const { data } of Object.values(population.tensors)) {
    for (let i = 0; i < data.length; i++) data[i] = Math.round(data[i] * 16) / 16;
  }
  const kernel = memberValues(population.tensors['b.weight'], members - 1);
  kernel.set([-0, 0, Number.NaN, Infinity, -Infinity, -0], 40);
  return population;
}

describe.each(testDevices)('WebAssembly, $build build', ({ device }) => {
  for (const method of ['magnitude', 'random'] satisfies PruneMethod[]) {
    for (const scope of ['global', 'layer'] satisfies PruneScope[]) {
      it(`prunes bit for bit like the reference: ${method}, ${scope}`, async () => {
        for (const population of [samplePopulation(architecture, 3, 1, 10), tiedPopulation(2)]) {
          for (const sparsity of [0, 0.5, 0.9, 0.99, 1]) {
            const settings = { method, scope, sparsity, seed: 123_456 };
            const expected = prunePopulation(population, settings);
            const pruned = await device.prune(population, settings);
            expect({ ...pruned, tensors: null }).toEqual({ ...expected, tensors: null });
            for (const [name, { data }] of Object.entries(expected.tensors)) {
              const bits = (values: Float32Array) =>
                Buffer.from(values.buffer, values.byteOffset, values.byteLength);
              expect(bits(pruned.tensors[name].data).equals(bits(data)), `${name} at ${sparsity}`).toBe(true);
            }
          }
        }
      });
    }
  }

  it('refuses a sparsity that is none', async () => {
    const population = samplePopulation(architecture, 1, 1, 10);
    const settings = { method: 'magnitude', scope: 'global', sparsity: 1.5, seed: 0 } as const;
    await expect(device.prune(population, settings)).rejects.toThrow('from 0 to 1, but got 1.5');
  });

  it('re-estimates BatchNorm like the reference', async () => {
    for (const [density, count] of [
      [1, 33],
      [0.1, 17],
      [0.5, 1],
    ]) {
      const population = samplePopulation(architecture, 2, density, 21);
      const calibration = sampleShard(architecture, count, 6, 22);
      const progress: number[] = [];
      const expected = recalibrateReference(population, calibration);
      const actual = await device.recalibrate(population, calibration, (done) => progress.push(done));
      expect({ ...actual, tensors: null }).toEqual({ ...expected, tensors: null });
      expect(progress.at(-1)).toBe(1);
      for (const [name, { data }] of Object.entries(expected.tensors)) {
        data.forEach((value, i) => {
          const tolerance = 1e-4 * Math.max(1, Math.abs(value));
          expect(Math.abs(actual.tensors[name].data[i] - value), `${name}[${i}]`).toBeLessThan(tolerance);
        });
      }
    }
  });

  it('is told once that a run is cancelled, and runs again', async () => {
    const population = samplePopulation(architecture, 4, 1, 31);
    const shard = sampleShard(architecture, 600, 6, 32);
    const controller = new AbortController();
    let batches = 0;
    const run = async () => {
      for await (const _ of device.run(population, shard, { signal: controller.signal })) {
        if (++batches === 2) controller.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(batches).toBe(2);
    await expect(
      device.prune(
        population,
        { method: 'random', scope: 'layer', sparsity: 0.5, seed: 1 },
        controller.signal,
      ),
    ).rejects.toMatchObject({ name: 'AbortError' });
    let images = 0;
    for await (const batch of device.run(population, shard)) images += batch.count;
    expect(images).toBe(4 * 600);
  });
});
