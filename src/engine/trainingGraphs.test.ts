import { describe, expect, test } from 'vitest';
import { mulberry32 } from '../audit/statistics/random';
import { ZOO_RECIPE } from '../model/recipe';
import { initialState } from '../model/training';
import type { Device, EpochSettings } from './device';
import { randomArchitecture } from './randomArchitecture';
import { sampleShard } from './samples';
import { createTensorflowDevice } from './tensorflow/device';
import { testDevices } from './wasm/testing';
import { openDawn } from './webgpu/dawn';
import { createWebGpuDevice } from './webgpu/device';

/** How many architectures; a software GPU takes half a second to compile the kernels of one. */
const devices: [string, number, () => Promise<Device>][] = [
  ['WebAssembly', 40, async () => testDevices[0].device],
  ['WebGPU', 4, async () => createWebGpuDevice({ gpu: await openDawn() })],
];

const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The gradients of one step from values where none of them is 0, by name, and the loss. */
async function gradientsOf(device: Device, seed: number) {
  const architecture = randomArchitecture(seed);
  const images = sampleShard(architecture, 16, 4, seed);
  // At rate 0, with momentum 1 and no decay, the velocity is the gradient.
  const still = { peakRate: 0, momentum: 1, weightDecay: 0, warmUp: 0, flip: false };
  const settings: EpochSettings = {
    architecture,
    recipe: { ...ZOO_RECIPE, epochs: 1, batch: images.count, ...still },
    target: { sparsity: 0, scope: 'layer' },
    seed: 'one step',
    epoch: 0,
  };
  const start = initialState(architecture, `${seed}`);
  const random = mulberry32(seed);
  for (const [name, values] of Object.entries(start.values)) {
    if (/\.(mean|variance)$/.test(name)) continue;
    for (let i = 0; i < values.length; i++) values[i] += 0.3 * (random() - 0.5);
  }
  const { state, loss } = await device.trainEpoch!(settings, start, images);
  return { gradients: state.velocities, loss };
}

describe.each(devices)('%s', (_, count, open) => {
  test(`gradients of ${count} networks of any kinds of layer are TensorFlow.js’s`, async () => {
    const [device, tensorflow] = [await open(), await createTensorflowDevice({ backend: 'cpu' })];
    for (let seed = 1; seed <= count; seed++) {
      const [actual, expected] = [await gradientsOf(device, seed), await gradientsOf(tensorflow, seed)];
      expect(Math.abs(actual.loss - expected.loss), `seed ${seed}`).toBeLessThan(1e-4);
      // What a norm takes away again, as a bias, has gradients of nothing but rounding.
      const least = 0.05 * Math.max(...Object.values(expected.gradients).map(largest));
      for (const [name, values] of Object.entries(expected.gradients)) {
        const scale = Math.max(least, largest(values));
        const difference = values.map((value, i) => (value - actual.gradients[name][i]) / scale);
        expect(largest(difference), `seed ${seed}, ${name}`).toBeLessThan(1e-3);
      }
    }
    await device.close();
    tensorflow.close();
  });
});
