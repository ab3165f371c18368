import { describe, expect, it } from 'vitest';
import { pruneChannels } from '../../model/channels';
import { compressPopulation } from '../compress';
import { expectLikeReference } from '../expectLikeReference';
import { expectPrunedLikeReference } from '../expectPrunedLikeReference';
import { graphNetworks } from '../graphSamples';
import { recalibrateReference } from '../reference';
import { samplePopulation, sampleShard } from '../samples';
import { referenceDevice, worstDifference } from '../testing';
import { testDevices } from './testing';

const withBatchNorm = graphNetworks.filter(([, { layers }]) =>
  layers.some(({ kind }) => kind === 'batchNorm'),
);

describe.each(testDevices)('WebAssembly, $build build', ({ device }) => {
  it.each(graphNetworks)('runs %s', async (_, architecture) => {
    for (const density of [1, 0.3]) {
      const population = samplePopulation(architecture, 2, density, 21);
      await expectLikeReference(device, population, sampleShard(architecture, 19, 3, 5));
    }
  });

  it.each(graphNetworks)('prunes %s like the reference', async (_, architecture) => {
    await expectPrunedLikeReference(device, samplePopulation(architecture, 2, 0.8, 25), [0.6]);
  });

  it.each(withBatchNorm.slice(0, 3))('re-estimates BatchNorm in %s', async (_, architecture) => {
    const population = samplePopulation(architecture, 2, 0.6, 22);
    const calibration = sampleShard(architecture, 21, 3, 6);
    const expected = recalibrateReference(population, calibration);
    const actual = await device.recalibrate(population, calibration);
    for (const [name, { data }] of Object.entries(expected.tensors)) {
      expect(worstDifference(actual.tensors[name].data, data), name).toBeLessThan(1e-4);
    }
  });

  it.each(graphNetworks.slice(0, 8))('runs what is left of %s without channels', async (_, architecture) => {
    const population = pruneChannels(samplePopulation(architecture, 2, 0.9, 23), 0.4);
    await expectLikeReference(device, population, sampleShard(architecture, 5, 3, 7));
  });

  it.each(graphNetworks.slice(0, 8))(
    'answers in fixed point like the reference: %s',
    async (_, architecture) => {
      const dense = samplePopulation(architecture, 1, 1, 24);
      const calibration = async () => sampleShard(architecture, 9, 3, 8);
      const variant = { kind: 'quantised', format: 'fixed' } as const;
      const make = (on: typeof device) => compressPopulation(on, dense, variant, calibration, () => {});
      const [ours, plain] = [await make(device), await make(referenceDevice)];
      for (const [name, { data }] of Object.entries(plain.tensors)) {
        expect(worstDifference(ours.tensors[name].data, data), name).toBeLessThan(1e-4);
      }
    },
  );
});
