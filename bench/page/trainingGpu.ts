// Training on our WebGPU beside tfjs-webgpu, looped over networks, on one adapter; gradients are compared
// first.
import { createTensorflowDevice } from '../../src/engine/tensorflow/device';
import { createWebGpuDevice } from '../../src/engine/webgpu/device';
import { trainingRecipe } from '../../src/model/recipe';
import type { Settings } from '../results';
import type { TrainingGpuResult } from '../trainingFigures';
import { timed } from './measure';
import { epochOf, gradientDifference } from './training';
import { type BenchZoo, cut } from './zoo';

/** Null where the browser offers no adapter. */
export async function measureTrainingGpu(
  zoo: BenchZoo,
  settings: Settings,
): Promise<TrainingGpuResult | null> {
  if (!(await navigator.gpu?.requestAdapter())) return null;
  const { trainGpuMembers: members, trainGpuBatch: batch, gpuRounds } = settings;
  const device = await createWebGpuDevice();
  const tfjs = await createTensorflowDevice({ gpu: await device.gpu() });
  const images = cut(zoo.shard, batch);
  const recipe = trainingRecipe({ epochs: 1, batch, rate: 0.04, images: batch });
  const gradients = { ...recipe, peakRate: 0, momentum: 1, weightDecay: 0 };
  try {
    const [mine] = await epochOf(device, gradients, zoo.dense, 1, images)();
    const [theirs] = await epochOf(tfjs, gradients, zoo.dense, 1, images)();
    const difference = gradientDifference('tfjs-webgpu', mine!.state.velocities, theirs!.state.velocities);
    const [ours, other]: number[][] = [[], []];
    for (let round = 0; round < gpuRounds; round++) {
      const run = async (of: typeof device | typeof tfjs) =>
        (members * 1000) / (await timed(epochOf(of, recipe, zoo.dense, members, images)));
      ours.push(await run(device));
      other.push(await run(tfjs));
    }
    return { adapter: device.description, members, batch, difference, ours, tfjs: other };
  } finally {
    tfjs.close();
    device.close();
  }
}
