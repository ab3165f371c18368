import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mulberry32 } from '../audit/statistics/random';
import { fileKinds } from '../model/layers/registry';
import { ZOO_RECIPE } from '../model/recipe';
import { initialState } from '../model/training';
import type { Device, EpochSettings } from './device';
import { randomArchitecture } from './randomArchitecture';
import { sampleShard } from './samples';
import { createTensorflowDevice } from './tensorflow/device';
import { testDevices } from './wasm/testing';
import { openDawn } from './webgpu/dawn';
import { createWebGpuDevice } from './webgpu/device';

/** Seeds of architectures that together have layers of every kind. */
const EVERY_KIND = [9, 25, 32, 44, 68, 86];

/** The seeds of architectures; a software GPU takes half a second to compile the kernels of one. */
const devices: [string, number[], () => Promise<Device>][] = [
  ['WebAssembly', [...Array(40).keys(), ...EVERY_KIND], async () => testDevices[0].device],
  ['WebGPU', EVERY_KIND, async () => createWebGpuDevice({ gpu: await openDawn() })],
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

test('the architectures have layers of every kind', () => {
  const met = new Set(EVERY_KIND.flatMap((seed) => randomArchitecture(seed).layers.map(({ kind }) => kind)));
  // A softmax does nothing but end a network that answers.
  expect([...met].sort()).toEqual(fileKinds.filter((kind) => kind !== 'softmax'));
});

describe.each(devices)('%s', (_, seeds, open) => {
  let [device, tensorflow]: Device[] = [];
  beforeAll(async () => {
    [device, tensorflow] = [await open(), await createTensorflowDevice({ backend: 'cpu' })];
  });
  afterAll(async () => {
    await device.close();
    await tensorflow.close();
  });

  test.each(seeds)('gradients of network %i, of any kinds of layer, are TensorFlow.js’s', async (seed) => {
    const [actual, expected] = [await gradientsOf(device, seed), await gradientsOf(tensorflow, seed)];
    expect(Math.abs(actual.loss - expected.loss)).toBeLessThan(1e-4);
    // What a norm takes away again, as a bias, has gradients of nothing but rounding.
    const least = 0.05 * Math.max(...Object.values(expected.gradients).map(largest));
    for (const [name, values] of Object.entries(expected.gradients)) {
      const scale = Math.max(least, largest(values));
      const difference = values.map((value, i) => (value - actual.gradients[name][i]) / scale);
      expect(largest(difference), name).toBeLessThan(1e-3);
    }
  });
});
