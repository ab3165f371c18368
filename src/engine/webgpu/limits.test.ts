import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prunePopulation } from '../../model/prune';
import { PRUNE_METHODS } from '../../model/variant';
import { expectLikeReference } from '../expectLikeReference';
import { samplePopulation, sampleShard } from '../samples';
import { everyLayer, gather } from '../testing';
import { createWebGpuDevice, type WebGpuDevice } from './device';
import { changedDawn, trackBuffers } from './testing';

// Six members of 17 channels, or 172 workgroups for the weights of one kernel, are more than a direction may
// have.
const limits = {
  maxComputeWorkgroupsPerDimension: 100,
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 27,
};
const cached = 250_000;
const tracked = trackBuffers();
const population = samplePopulation(everyLayer, 8, 0.3, 51);
const shard = sampleShard(everyLayer, 20, 6, 52);

let device: WebGpuDevice;
beforeAll(async () => {
  const gpu = await changedDawn({
    device(opened) {
      Object.defineProperty(opened, 'limits', { value: limits });
      tracked.watch(opened);
    },
  });
  device = await createWebGpuDevice({ gpu, crossover: 0.5, cached });
});
afterAll(() => device?.close());

describe('a GPU with narrow limits', () => {
  it('runs more members than one dispatch takes', async () => {
    await expectLikeReference(device, population, shard);
  });

  it('prunes kernels with more weights than one direction takes', async () => {
    for (const method of PRUNE_METHODS) {
      const settings = { method, scope: 'global', sparsity: 0.9, seed: 3 } as const;
      const expected = prunePopulation(population, settings);
      const pruned = await device.prune(population, settings);
      for (const [name, { data }] of Object.entries(expected.tensors)) {
        expect(pruned.tensors[name].data, `${name}, ${method}`).toEqual(data);
      }
    }
  });

  it('keeps no more bytes of kernels than it may', async () => {
    const bytes = () =>
      tracked.labelled(/\.(weight|packed|rows|entries)$/).reduce((sum, { size }) => sum + size, 0);
    for (let run = 0; run < 5; run++) {
      await expectLikeReference(device, { ...population, key: `run ${run}` }, shard);
      expect(bytes()).toBeLessThanOrEqual(cached);
    }
    expect(bytes()).toBeGreaterThan(cached / 2);
  });

  it('refuses a buffer over the limit with both numbers, frees the others, and runs what fits', async () => {
    const weights = () => tracked.labelled(/weight$/).length;
    const [wide, before] = [limits.maxStorageBufferBindingSize, weights()];
    limits.maxStorageBufferBindingSize = 40_000;
    const large = { ...population, key: 'large' };
    await expect(gather(device, large, shard)).rejects.toThrow(
      'Expected at most 40000 bytes in one GPU buffer, but "b.weight" needs 44064.',
    );
    expect(weights()).toBe(before);
    await expectLikeReference(
      device,
      samplePopulation(everyLayer, 1, 0.3, 53),
      sampleShard(everyLayer, 5, 6, 54),
    );
    limits.maxStorageBufferBindingSize = wide;
    await expectLikeReference(device, large, shard);
  });
});
