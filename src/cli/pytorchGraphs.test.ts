// Networks of the families that the field trains, with PyTorch's own answers (fixtures/make_graphs.py), on
// every device.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../engine/device';
import { createTensorflowDevice } from '../engine/tensorflow/device';
import { gather, referenceDevice } from '../engine/testing';
import { testDevices } from '../engine/wasm/testing';
import { openDawn } from '../engine/webgpu/dawn';
import { createWebGpuDevice } from '../engine/webgpu/device';
import { readNetworkDescription, readPopulation } from '../formats/network/description';

const names = [
  ...['resnet8A', 'resnet8B', 'mobilenetv2', 'mobilenetv3', 'shufflenet', 'densenet', 'convnext'],
  ...['lenet5', 'mlp', 'squeezenet'],
];

function read(name: string) {
  const path = (type: string) => new URL(`./fixtures/graphs/${name}.${type}`, import.meta.url);
  const text = readFileSync(path('json'), 'utf8');
  const { images, logits } = JSON.parse(text) as { images: number[]; logits: number[] };
  const file = `${name}.safetensors`;
  const bytes = new Uint8Array(readFileSync(path('safetensors')));
  const population = readPopulation(readNetworkDescription(text, `${name}.json`), [{ file, bytes }]);
  const { channels, height, width } = population.architecture.input;
  const count = images.length / (channels * height * width);
  const classes = Array.from({ length: logits.length / count }, (_, i) => `class ${i}`);
  const shard = {
    id: name,
    count,
    height,
    width,
    channels,
    images: Uint8Array.from(images),
    labels: new Uint16Array(count),
    classes,
  };
  return { population, shard, logits };
}

const devices: [string, () => Promise<Device>][] = [
  ['the plain reference', async () => referenceDevice],
  ...testDevices.map(({ build, device }): [string, () => Promise<Device>] => [
    `WebAssembly, ${build} build`,
    async () => device,
  ]),
  ['WebGPU', async () => createWebGpuDevice({ gpu: await openDawn() })],
  ['TensorFlow.js', () => createTensorflowDevice({ backend: 'cpu' })],
];

describe.each(devices)('%s answers as PyTorch does', (_, open) => {
  let device: Device;
  beforeAll(async () => {
    device = await open();
  });
  afterAll(() => device?.close());

  it.each(names)('%s', async (name) => {
    const { population, shard, logits } = read(name);
    const all = await gather(device, population, shard);
    const spread = Math.max(...logits) - Math.min(...logits);
    logits.forEach((logit, i) => {
      expect(Math.abs(all.logits[i] - logit) / spread, `logit ${i}`).toBeLessThan(1e-3);
    });
  });
});
