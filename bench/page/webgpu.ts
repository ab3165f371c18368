import { createWebGpuDevice } from '../../src/engine/webgpu/device';
import { measureGpuPeak } from '../gpuPeak';
import type { Settings, WebGpuResult } from '../results';
import { type Contender, contend } from './measure';
import { createOrt } from './ort';
import { createOurs } from './ours';
import { type BenchZoo, firstMembers } from './zoo';

const BATCHES = [8, 32];

/**
 * Ours and onnxruntime-web on WebGPU, in turns, on few images: the adapter may be software. Null where there
 * is none.
 */
export async function measureWebGpu(
  zoo: BenchZoo,
  settings: Settings,
  ortBase: string,
): Promise<WebGpuResult | null> {
  if (!(await navigator.gpu?.requestAdapter())) return null;
  const { gpuImages, gpuMembers, gpuRounds } = settings;
  const device = await createWebGpuDevice();
  const ours = createOurs(device, {});
  const ort = await createOrt('webgpu', ortBase, 1, BATCHES);
  const contenders: Contender[] = [];
  for (const population of [zoo.dense, zoo.sparse]) {
    if (!population) continue;
    contenders.push(await contend(ours, zoo, population, gpuImages));
    contenders.push(await contend(ort, zoo, await firstMembers(zoo, population, gpuMembers), gpuImages));
  }
  for (let round = 0; round < gpuRounds; round++) {
    for (const contender of contenders) await contender.round();
  }
  const engines = contenders.map((contender) => contender.result());
  for (const contender of contenders) contender.release();
  const peak = await measureGpuPeak((await device.gpu()).device);
  ours.close();
  return { adapter: device.description, peak, engines, layers: null };
}
