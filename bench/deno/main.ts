// The WebGPU part of the bench in Deno: this engine and tfjs on one GPU device, printed as JSON.

import { createWebGpuDevice } from '../../src/engine/webgpu/device';
import type { Source } from '../../src/library/fetchFile';
import { measureGpuPeak } from '../gpuPeak';
import { profileLayers } from '../page/layers';
import { type Contender, contend } from '../page/measure';
import { createOurs } from '../page/ours';
import { cut, firstMembers, openBenchZoo } from '../page/zoo';
import type { Settings, WebGpuResult } from '../results';
import { prepareTfjs } from '../tfjs';

declare const Deno: { args: string[]; readFile(path: string): Promise<Uint8Array<ArrayBuffer>> };

const BATCHES = [16, 64];

// With these tfjs takes Deno for Node, and finds neither its modules nor a browser.
Reflect.deleteProperty(globalThis, 'process');
Reflect.set(globalThis, 'window', globalThis);
Reflect.set(globalThis, 'document', {});

const source: Source = async function* (base, path) {
  yield await Deno.readFile(`${base}${path}`);
};

async function measure(base: string, settings: Settings): Promise<WebGpuResult> {
  const { denoImages, gpuMembers, gpuRounds } = settings;
  const zoo = await openBenchZoo(base, settings, source);
  const device = await createWebGpuDevice();
  const tf = await import('@tensorflow/tfjs');
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const gpu = await device.gpu();
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(gpu.device, gpu.info));
  if (!(await tf.setBackend('webgpu')))
    throw new Error('Expected tfjs-webgpu to start in Deno, but it did not.');
  const ours = createOurs(device, {});
  const tfjs = {
    name: 'tfjs-webgpu',
    facts: { version: tf.version_core },
    batches: BATCHES,
    prepare: async (...[population, shard, batch]: Parameters<typeof ours.prepare>) =>
      prepareTfjs(tf, population, shard, batch),
    close() {},
  };
  const contenders: Contender[] = [];
  for (const population of [zoo.dense, zoo.sparse]) {
    if (!population) continue;
    contenders.push(await contend(ours, zoo, population, denoImages));
    contenders.push(await contend(tfjs, zoo, await firstMembers(zoo, population, gpuMembers), denoImages));
  }
  for (let round = 0; round < gpuRounds; round++) {
    for (const contender of contenders) await contender.round();
  }
  const shard = cut(zoo.shard, denoImages);
  const peak = await measureGpuPeak(gpu.device);
  const layers = {
    peak,
    dense: await profileLayers(device, zoo.dense, shard, peak, gpuRounds),
    sparse: zoo.sparse && (await profileLayers(device, zoo.sparse, shard, peak, gpuRounds)),
  };
  const engines = contenders.map((contender) => contender.result());
  return { adapter: device.description, peak, engines, layers };
}

const [base, settings] = Deno.args;
console.log(JSON.stringify(await measure(base, JSON.parse(settings))));
