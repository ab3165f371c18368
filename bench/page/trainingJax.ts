// Training beside jax-js, all networks at once, on WebAssembly and, where there is an adapter, on WebGPU;
// gradients are compared first.
import type { Device } from '../../src/engine/device';
import { createWasmDevice } from '../../src/engine/wasm/device';
import { createWebGpuDevice } from '../../src/engine/webgpu/device';
import { trainingRecipe } from '../../src/model/recipe';
import type { Settings } from '../results';
import type { TrainingJaxResult } from '../trainingFigures';
import { createJax } from './jax';
import { timed } from './measure';
import { epochOf, gradientDifference } from './training';
import { type BenchZoo, cut } from './zoo';

const BATCHES = [32, 64, 256];

type Sides = {
  ours: number[];
  sparse: number[];
  jax: number[];
  tried: Record<string, number>;
  difference: number;
};

/** Images a second of `members` networks together, ours dense and masked beside jax-js at its best batch. */
async function compared(
  zoo: BenchZoo,
  device: Device,
  backend: 'wasm' | 'webgpu',
  base: string,
  { members, batch, rounds }: { members: number; batch: number; rounds: number },
): Promise<Sides> {
  const jax = await createJax(base, backend);
  const some = cut(zoo.shard, 16);
  const small = { ...trainingRecipe({ epochs: 1, batch: 16, rate: 0.04, images: 16 }), flip: false };
  const [mine] = await epochOf(
    device,
    { ...small, peakRate: 0, momentum: 1, weightDecay: 0 },
    zoo.dense,
    1,
    some,
  );
  const theirs = await jax.stepOf(zoo.dense, 1, some).gradients();
  const difference = gradientDifference(`jax-js on ${backend}`, mine!.state.velocities, theirs);
  const speedOf = async (size: number) => {
    const { step } = jax.stepOf(zoo.dense, members, cut(zoo.shard, size));
    await step();
    return async () => (members * size * 1000) / (await timed(step));
  };
  const tried: Record<string, number> = {};
  for (const size of BATCHES.filter((each) => each <= batch)) tried[size] = await (await speedOf(size))();
  const best = Object.keys(tried).reduce((a, b) => (tried[b] > tried[a] ? b : a));
  const other = await speedOf(Number(best));
  const recipe = trainingRecipe({ epochs: 1, batch, rate: 0.04, images: batch });
  const images = cut(zoo.shard, batch);
  const own = async (population: typeof zoo.dense) =>
    (members * batch * 1000) / (await timed(() => epochOf(device, recipe, population, members, images)));
  const found: Sides = { ours: [], sparse: [], jax: [], tried, difference };
  await own(zoo.dense);
  for (let round = 0; round < rounds; round++) {
    found.ours.push(await own(zoo.dense));
    found.jax.push(await other());
    found.sparse.push(await own(zoo.sparse ?? zoo.dense));
  }
  return found;
}

/** Null where jax-js is not served at `base`. */
export async function measureTrainingJax(
  zoo: BenchZoo,
  settings: Settings,
  base: string,
): Promise<TrainingJaxResult | null> {
  const { threads, rounds, trainMembers, trainBatch, trainGpuMembers, trainGpuBatch, gpuRounds } = settings;
  if (!(await fetch(`${base}index.js`)).ok) return null;
  const wasm = await createWasmDevice({ threads });
  const sizes = { members: trainMembers, batch: trainBatch, rounds };
  const onWasm = await compared(zoo, wasm, 'wasm', base, sizes);
  wasm.close();
  if (!(await navigator.gpu?.requestAdapter())) return { wasm: onWasm, webgpu: null };
  const gpu = await createWebGpuDevice();
  const gpuSizes = { members: trainGpuMembers, batch: trainGpuBatch, rounds: gpuRounds };
  const onGpu = await compared(zoo, gpu, 'webgpu', base, gpuSizes);
  gpu.close();
  return { wasm: onWasm, webgpu: onGpu };
}
