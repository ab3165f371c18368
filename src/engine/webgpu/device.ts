import type { Population } from '../../model/population';
import { checkShard } from '../check';
import type { Device, PredictionBatch } from '../device';
import { type Plan, planSteps } from '../plan';
import { createArena } from './buffers';
import { crossoverOf, measureConvolutions } from './costs';
import {
  type FailureWatch,
  type Operation,
  openingPatience,
  orAbort,
  runningPatience,
  watchFailures,
} from './failure';
import { type Gpu, type GpuOptions, requestGpu } from './gpu';
import {
  type CrossoverFor,
  createKernelCache,
  createKernels,
  type KernelCache,
  type Kernels,
  uploadWeights,
} from './network';
import { compilePrograms, type Programs, type Workspace } from './programs';
import { pruneOnGpu } from './prune';
import { estimateStatistics } from './recalibrate';
import { runTiles } from './run';
import { assertSelfCheck } from './selfCheck';
import { type TileLimits, tileLimits } from './tile';

/** A `Device` on WebGPU, with what the badge and those who share the GPU need. */
export type WebGpuDevice = Device & {
  /** Nothing but a processor behind the adapter: correct, but slow. */
  software: boolean;
  /** The device and adapter in use, opened again if they were lost. tfjs may be handed them. */
  gpu(): Promise<Gpu>;
};

type Session = {
  gpu: Gpu;
  programs: Programs;
  watch: FailureWatch;
  cache: KernelCache;
  limits: TileLimits;
  crossoverFor: CrossoverFor;
};

/** Populations whose kernels stay on the GPU. */
const cachedPopulations = 6;

/** How to open WebGPU. */
export type WebGpuOptions = GpuOptions & {
  /** Share of weights left, 0..1, up to which a layer runs as compressed rows; measured unless given. */
  crossover?: number;
  /** Bytes that the activations of one tile may take. */
  budget?: number;
};

async function measureCrossover(
  gpu: Omit<Workspace, 'arena'>,
  software: boolean,
  opening: Operation,
): Promise<CrossoverFor> {
  const costs = await measureConvolutions(gpu, software, opening);
  return (channels, taps) => crossoverOf(costs, channels, taps);
}

async function openSession({ crossover, budget, ...options }: WebGpuOptions): Promise<Session> {
  const gpu = await requestGpu(options);
  const { device } = gpu;
  const watch = watchFailures(device, options.clock);
  // A processor compiles kernels as slowly as others let it.
  if (!gpu.software) watch.setPatience(openingPatience);
  const opening = watch.begin();
  try {
    const programs = await compilePrograms(device, gpu.software, opening);
    const limits = tileLimits(device.limits, gpu.software, budget);
    const crossoverFor =
      crossover === undefined
        ? await measureCrossover({ device, programs }, gpu.software, opening)
        : () => crossover;
    watch.setPatience(runningPatience);
    return { gpu, programs, watch, cache: createKernelCache(cachedPopulations), limits, crossoverFor };
  } catch (error) {
    device.destroy();
    throw error;
  } finally {
    opening.end();
  }
}

/** Populations cut to their first members keep their key. */
function cacheKey({ key, members }: Population): string {
  return `${members.length} of ${key}`;
}

/** The population's kernels, from the cache or uploaded, held for the caller. */
function holdKernels(
  { gpu, programs, cache, crossoverFor }: Session,
  plan: Plan,
  population: Population,
): Kernels {
  const cached = cache.take(cacheKey(population));
  if (cached) return cached;
  const arena = createArena(gpu.device);
  try {
    const work: Workspace = { device: gpu.device, programs, arena };
    const kernels = createKernels(
      work,
      plan,
      population,
      uploadWeights(arena, plan, population),
      crossoverFor,
    );
    cache.keep(cacheKey(population), kernels);
    return kernels;
  } catch (error) {
    arena.destroy();
    throw error;
  }
}

/**
 * Opens WebGPU as a `Device`; works in workers. Compiles every kernel and checks a tiny network against the reference, since a GPU
 * that misbehaves says nothing and returns zeros. Rejects with one sentence when there is no WebGPU, no adapter, or the check fails.
 * A lost device, an error of the GPU, one that gives no sign for too long or `close` end what is running with one sentence; batches
 * delivered before stand, and the next call opens the adapter again.
 */
export async function createWebGpuDevice(options: WebGpuOptions = {}): Promise<WebGpuDevice> {
  let session: Promise<Session> | null = null;
  const open = (): Promise<Session> => {
    if (session) return session;
    const opening = openSession(options);
    session = opening;
    const forget = () => {
      if (session === opening) session = null;
    };
    opening.then(({ gpu, watch }) => {
      watch.failed.then(() => {
        forget();
        gpu.device.destroy();
      });
    }, forget);
    return opening;
  };
  const begin = async (signal?: AbortSignal) => {
    signal?.throwIfAborted();
    const opened = await orAbort(open(), signal);
    const operation: Operation = opened.watch.begin(signal);
    const { device } = opened.gpu;
    const work: Workspace = { device, programs: opened.programs, arena: createArena(device) };
    const end = () => {
      operation.end();
      work.arena.destroy();
    };
    return { opened, operation, work, end };
  };
  const first = await open();

  const device: WebGpuDevice = {
    name: 'webgpu',
    description: first.gpu.description,
    software: first.gpu.software,
    gpu: async () => (await open()).gpu,
    async *run(population, shard, runOptions = {}): AsyncGenerator<PredictionBatch> {
      if (shard.count === 0 || population.members.length === 0) return;
      const plan = planSteps(population.architecture);
      checkShard(population.architecture, plan.classes, shard);
      const { opened, operation, work, end } = await begin(runOptions.signal);
      let kernels: Kernels | null = null;
      try {
        operation.check();
        kernels = holdKernels(opened, plan, population);
        yield* runTiles(work, plan, kernels, population, shard, runOptions, opened.limits, operation);
      } finally {
        kernels?.release();
        end();
      }
    },
    async prune(population, settings, signal) {
      const plan = planSteps(population.architecture);
      const { opened, operation, work, end } = await begin(signal);
      const kept: Workspace = { ...work, arena: createArena(work.device) };
      let kernels: Kernels | null = null;
      let pruned: Kernels | null = null;
      try {
        operation.check();
        kernels = holdKernels(opened, plan, population);
        const result = await pruneOnGpu(work, kept, plan, population, kernels.weights, settings, operation);
        pruned = createKernels(kept, plan, result.population, result.weights, opened.crossoverFor);
        opened.cache.keep(cacheKey(result.population), pruned);
        return result.population;
      } finally {
        kernels?.release();
        if (pruned) pruned.release();
        else kept.arena.destroy();
        end();
      }
    },
    async recalibrate(population, calibration, progress = () => {}, signal) {
      const plan = planSteps(population.architecture);
      checkShard(population.architecture, plan.classes, calibration);
      if (calibration.count === 0)
        throw new Error(`Expected calibration images, but shard ${calibration.id} has none.`);
      const { opened, operation, work, end } = await begin(signal);
      let kernels: Kernels | null = null;
      try {
        operation.check();
        kernels = holdKernels(opened, plan, population);
        const result = await estimateStatistics(
          work,
          plan,
          kernels,
          population,
          calibration,
          opened.limits,
          operation,
          progress,
        );
        opened.cache.keep(cacheKey(result), kernels);
        return result;
      } finally {
        kernels?.release();
        end();
      }
    },
    close() {
      const closing = session;
      session = null;
      closing?.then(
        ({ gpu, cache }) => {
          cache.clear();
          gpu.device.destroy();
        },
        () => {},
      );
    },
  };
  try {
    await assertSelfCheck(device);
  } catch (error) {
    device.close();
    throw error;
  }
  return device;
}
