import { beforeAll, describe, expect, test } from 'vitest';
import { ZOO_RECIPE } from '../../model/recipe';
import type { Device, EpochSettings } from '../device';
import { expectTrainsLikePytorch, imagesOf, pytorchCases, startOf } from '../pytorchTraining';
import { roundedSample } from '../roundedSample';
import { createTensorflowDevice } from './device';

describe('TensorFlow.js', () => {
  let device: Device;
  beforeAll(async () => {
    device = await createTensorflowDevice({ backend: 'cpu' });
  });

  // In plain JavaScript twenty steps take seconds a network, so that one of them is enough.
  test.each(pytorchCases)('$name: gradients and steps are PyTorch’s', async (example) => {
    const steps = example.name === 'a chain, half of each kernel masked' ? 20 : 1;
    await expectTrainsLikePytorch(device, example, { steps });
  });

  test('leaves its input and no tensor, ends soon after an abort, and names what it cannot', async () => {
    const { memory } = await import('@tensorflow/tfjs');
    const before = memory().numTensors;
    const [example] = pytorchCases;
    const state = startOf(example);
    const settings: EpochSettings = {
      architecture: example.architecture,
      recipe: { ...ZOO_RECIPE, epochs: 1, batch: 16 },
      target: { sparsity: 0, scope: 'layer' },
      seed: 'a',
      epoch: 0,
    };
    const stop = new AbortController();
    const running = device.trainEpoch!(settings, state, imagesOf(example), () => stop.abort(), stop.signal);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(state).toEqual(startOf(example));
    expect(memory().numTensors).toBe(before);
    const { population, shard } = roundedSample(17);
    const rounded = { ...settings, architecture: population.architecture };
    await expect(device.trainEpoch!(rounded, state, shard)).rejects.toThrow(/rounds its activations/);
  });
});
