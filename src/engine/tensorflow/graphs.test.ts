import { describe, it } from 'vitest';
import { expectLikeReference } from '../expectLikeReference';
import { graphNetworks } from '../graphSamples';
import { samplePopulation, sampleShard } from '../samples';
import { createTensorflowDevice } from './device';

describe('TensorFlow.js', () => {
  it.each(graphNetworks)('runs %s', async (_, architecture) => {
    const device = await createTensorflowDevice({ backend: 'cpu' });
    const population = samplePopulation(architecture, 2, 0.8, 21);
    await expectLikeReference(device, population, sampleShard(architecture, 7, 3, 5));
  });
});
