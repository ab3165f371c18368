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

/** A form of the peer so many times slower than its best is given up. */
const FAR_BEHIND = 3;

/** Steps of our epochs on WebGPU: one alone would pay for its set-up, which the peer's does not. */
const GPU_STEPS = 4;

type Sides = {
  ours: number[];
  sparse: number[];
  jax: number[];
  tried: Record<string, number>;
  difference: number;
};

/**
 * Images a second of `members` networks together, each over `count` images in batches, ours dense and, on
 * wasm, masked, beside jax-js in its best form.
 */
async function compared(
  zoo: BenchZoo,
  device: Device,
  backend: 'wasm' | 'webgpu',
  base: string,
  { members, batch, count, rounds }: Record<'members' | 'batch' | 'count' | 'rounds', number>,
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
  )();
  const one = jax.stepOf(zoo.dense, 1, some);
  const theirs = await one.gradients();
  one.release();
  const difference = gradientDifference(`jax-js on ${backend}`, mine!.state.velocities, theirs);
  const tried: Record<string, number> = {};
  let best = { rate: 0, together: 1, size: batch };
  const rateOf = async ({ together, size }: Pick<typeof best, 'together' | 'size'>) => {
    const { step, release } = jax.stepOf(zoo.dense, together, cut(zoo.shard, size));
    await step();
    const run = async (steps: number) => {
      const work = async () => {
        for (let turn = 0; turn < steps; turn++) await step();
      };
      return (steps * together * size * 1000) / (await timed(work));
    };
    return { run, release };
  };
  // Networks mapped over, and one alone, as they would come one after the other. What is far behind at a
  // small batch is not tried at larger ones, which take minutes.
  for (const together of [1, members]) {
    for (const size of BATCHES.filter((each) => each <= batch)) {
      const { run, release } = await rateOf({ together, size });
      const rate = await run(1);
      release();
      tried[`${together} x ${size}`] = rate;
      if (rate > best.rate) best = { rate, together, size };
      if (rate < best.rate / FAR_BEHIND) break;
    }
  }
  const other = await rateOf(best);
  const steps = Math.ceil(count / (best.together * best.size));
  const recipe = trainingRecipe({ epochs: 1, batch, rate: 0.04, images: count });
  const images = cut(zoo.shard, count);
  const own = async (population: typeof zoo.dense) =>
    (members * count * 1000) / (await timed(epochOf(device, recipe, population, members, images)));
  const found: Sides = { ours: [], sparse: [], jax: [], tried, difference };
  await own(zoo.dense);
  for (let round = 0; round < rounds; round++) {
    found.ours.push(await own(zoo.dense));
    found.jax.push(await other.run(steps));
    if (backend === 'wasm') found.sparse.push(await own(zoo.sparse ?? zoo.dense));
  }
  return found;
}

/** Null where jax-js is not served at `base`. */
export async function measureTrainingJax(
  zoo: BenchZoo,
  settings: Settings,
  base: string,
): Promise<TrainingJaxResult | null> {
  const { threads, rounds, trainMembers, trainBatch, trainImages } = settings;
  const { trainGpuMembers, trainGpuBatch, gpuRounds } = settings;
  if (!(await fetch(`${base}index.js`)).ok) return null;
  const wasm = await createWasmDevice({ threads });
  const sizes = { members: trainMembers, batch: trainBatch, count: trainImages, rounds };
  const onWasm = await compared(zoo, wasm, 'wasm', base, sizes);
  wasm.close();
  if (!(await navigator.gpu?.requestAdapter())) return { wasm: onWasm, webgpu: null };
  const gpu = await createWebGpuDevice();
  const gpuSizes = {
    members: trainGpuMembers,
    batch: trainGpuBatch,
    count: GPU_STEPS * trainGpuBatch,
    rounds: gpuRounds,
  };
  const onGpu = await compared(zoo, gpu, 'webgpu', base, gpuSizes);
  gpu.close();
  return { wasm: onWasm, webgpu: onGpu };
}
