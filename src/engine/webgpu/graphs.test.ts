import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectLikeReference } from '../expectLikeReference';
import { expectPrunedLikeReference } from '../expectPrunedLikeReference';
import { graphNetworks } from '../graphSamples';
import { recalibrateReference } from '../reference';
import { samplePopulation, sampleShard } from '../samples';
import { worstDifference } from '../testing';
import { openDawn } from './dawn';
import { createWebGpuDevice, type WebGpuDevice } from './device';

describe('WGSL kernels', () => {
  let device: WebGpuDevice;
  beforeAll(async () => {
    device = await createWebGpuDevice({ gpu: await openDawn() });
  });
  afterAll(() => device?.close());

  it.each(graphNetworks)('run %s', async (_, architecture) => {
    for (const density of [1, 0.2]) {
      const population = samplePopulation(architecture, 2, density, 21);
      await expectLikeReference(device, population, sampleShard(architecture, 7, 3, 5));
    }
  });

  it.each(graphNetworks)('prune %s like the reference', async (_, architecture) => {
    await expectPrunedLikeReference(device, samplePopulation(architecture, 2, 0.8, 25), [0.6]);
  });

  it('re-estimate BatchNorm in graphs', async () => {
    const [, architecture] = graphNetworks[0];
    const population = samplePopulation(architecture, 2, 0.6, 22);
    const calibration = sampleShard(architecture, 9, 3, 6);
    const expected = recalibrateReference(population, calibration);
    const actual = await device.recalibrate(population, calibration);
    for (const [name, { data }] of Object.entries(expected.tensors)) {
      expect(worstDifference(actual.tensors[name].data, data), name).toBeLessThan(1e-4);
    }
  });
});
