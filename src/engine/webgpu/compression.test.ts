import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberValues } from '../../model/population';
import { expectLikeReference } from '../expectLikeReference';
import { expectPrunedLikeReference } from '../expectPrunedLikeReference';
import { recalibrateReference } from '../reference';
import { samplePopulation, sampleShard } from '../samples';
import { everyLayer, worstDifference } from '../testing';
import { openDawn } from './dawn';
import { createWebGpuDevice, type WebGpuDevice } from './device';

let device: WebGpuDevice;
beforeAll(async () => {
  device = await createWebGpuDevice({ gpu: await openDawn() });
});
afterAll(() => device?.close());

/** Weights in steps of 1/16, so that thousands tie, with -0, NaN and infinities among them. */
function tiedPopulation() {
  const population = { ...samplePopulation(everyLayer, 3, 0.8, 11), key: 'tied' };
  for (const { data } of Object.values(population.tensors)) {
    for (let i = 0; i < data.length; i++) data[i] = Math.round(data[i] * 16) / 16;
  }
  const kernel = memberValues(population.tensors['b.weight'], 2);
  kernel.set([-0, 0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0], 40);
  return population;
}

describe('prune', () => {
  const populations = [samplePopulation(everyLayer, 1, 1, 10), tiedPopulation()];
  it('removes the same weights as the reference, by every method and scope', async () => {
    for (const population of populations) {
      await expectPrunedLikeReference(device, population, [0, 0.001, 0.5, 0.9, 0.99, 1]);
    }
  });

  it('leaves its compacted kernels to the run that follows', async () => {
    const settings = { method: 'magnitude', scope: 'global', sparsity: 0.9, seed: 0 } as const;
    const pruned = await device.prune(samplePopulation(everyLayer, 2, 1, 12), settings);
    await expectLikeReference(device, pruned, sampleShard(everyLayer, 7, 6, 13));
  });

  it('refuses a sparsity that is none', async () => {
    const settings = { method: 'magnitude', scope: 'global', sparsity: 1.5, seed: 0 } as const;
    await expect(device.prune(populations[0], settings)).rejects.toThrow('from 0 to 1, but got 1.5');
  });
});

describe('recalibrate', () => {
  it.each([
    { density: 1, count: 70, members: 3 },
    { density: 0.1, count: 17, members: 2 },
    { density: 0.5, count: 1, members: 1 },
  ])('re-estimates BatchNorm like the reference: $count images', async ({ density, count, members }) => {
    const population = samplePopulation(everyLayer, members, density, 21);
    const calibration = sampleShard(everyLayer, count, 6, 22);
    const progress: number[] = [];
    const expected = recalibrateReference(population, calibration);
    const actual = await device.recalibrate(population, calibration, (done) => progress.push(done));
    expect({ ...actual, tensors: null }).toEqual({ ...expected, tensors: null });
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    for (const [name, { data }] of Object.entries(expected.tensors)) {
      expect(worstDifference(actual.tensors[name].data, data), name).toBeLessThan(5e-4);
    }
    await expectLikeReference(device, actual, sampleShard(everyLayer, 5, 6, 23));
  });

  it('gives the same in many small tiles', async () => {
    const small = await createWebGpuDevice({ gpu: await openDawn(), budget: 2 ** 18 });
    const population = samplePopulation(everyLayer, 3, 1, 27);
    const calibration = sampleShard(everyLayer, 70, 6, 28);
    const expected = recalibrateReference(population, calibration).tensors;
    const progress: number[] = [];
    const actual = await small.recalibrate(population, calibration, (done) => progress.push(done));
    small.close();
    expect(progress.length, 'more than one for each norm and member').toBeGreaterThan(3 * 3);
    for (const name of Object.keys(expected)) {
      expect(worstDifference(actual.tensors[name].data, expected[name].data), name).toBeLessThan(5e-4);
    }
  });

  it('keeps its precision where the mean is far from 0', async () => {
    const population = samplePopulation(everyLayer, 1, 1, 24);
    population.key = 'shifted';
    population.tensors['a.bias'].data.fill(1000);
    const calibration = sampleShard(everyLayer, 33, 6, 25);
    const expected = recalibrateReference(population, calibration).tensors['an.variance'].data;
    const actual = (await device.recalibrate(population, calibration)).tensors['an.variance'].data;
    expect(worstDifference(actual, expected)).toBeLessThan(1e-3);
  });

  it('refuses a calibration set without images', async () => {
    const none = sampleShard(everyLayer, 0, 6, 26);
    await expect(device.recalibrate(samplePopulation(everyLayer, 1, 1, 24), none)).rejects.toThrow(
      'Expected calibration images',
    );
  });
});
