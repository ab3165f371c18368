import type { TileChoice } from '../../model/tileShapes';
import { createSpaces, type Spaces } from './activations';
import { type Clock, wallClock } from './clock';
import { crossoverOf, measureConvolutions } from './costs';
import {
  type FailureWatch,
  type Operation,
  openingPatience,
  runningPatience,
  watchFailures,
} from './failure';
import { type Gpu, type GpuOptions, requestGpu } from './gpu';
import { type CrossoverFor, createKernelCache, type KernelCache } from './network';
import type { Programs, Workspace } from './programs';
import { openPrograms, type ShapeMemory } from './shapes';
import { type TileLimits, tileLimits } from './tile';
import { createTrainingKernels, type TrainingKernels } from './training/kernels';

/** How to open WebGPU. */
export type WebGpuOptions = GpuOptions & {
  /** Share of weights left, 0..1, up to which a layer runs as compressed rows; measured unless given. */
  crossover?: number;
  /**
   * Remembers which shape of dense convolutions was the fastest on this adapter. Without it none is measured,
   * and the usual one runs.
   */
  shapeMemory?: ShapeMemory;
  /** Bytes that the activations of one tile may take. */
  budget?: number;
  /** Bytes of kernels that stay on the GPU from one call to the next. */
  cached?: number;
};

/** A GPU from when it opens until it is lost, fails or is closed, and what it keeps between two calls. */
export type Session = {
  gpu: Gpu;
  programs: Programs;
  /** Null where none was looked for. */
  tiles: TileChoice | null;
  watch: FailureWatch;
  clock: Clock;
  cache: KernelCache;
  spaces: Spaces;
  limits: TileLimits;
  crossoverFor: CrossoverFor;
  /** Compiled when a network is trained. */
  trainingKernels: TrainingKernels;
  /** Frees all that is kept, and gives the GPU back. */
  close(): void;
};

/**
 * Populations whose kernels stay on the GPU, and the bytes that they may take together; the last used stays
 * however large.
 */
const cachedPopulations = 6;
const cachedBytes = 2 ** 30;

/**
 * What activations may take from one call to the next, in tiles: buffers that serve ranges of several lengths
 * take little more than one.
 */
const keptShare = 1.25;

async function measureCrossover(
  gpu: Omit<Workspace, 'arena'>,
  software: boolean,
  opening: Operation,
): Promise<CrossoverFor> {
  const costs = await measureConvolutions(gpu, software, opening);
  return (channels, taps) => crossoverOf(costs, channels, taps);
}

/**
 * Opens the GPU: compiles every kernel, measures which shape and form of a layer pay, and lets `check` try
 * it. Rejects with one sentence when there is no WebGPU, no adapter or no answer for too long, and as `check`
 * does.
 */
export async function openSession(
  { crossover, shapeMemory, budget, cached = cachedBytes, clock = wallClock, ...asked }: WebGpuOptions,
  check: (session: Session) => Promise<void>,
): Promise<Session> {
  const gpu = await requestGpu({ clock, ...asked });
  const { device, software } = gpu;
  const watch = watchFailures(device, clock);
  // A processor compiles kernels as slowly as others let it.
  if (!software) watch.setPatience(openingPatience);
  const limits = tileLimits(device.limits, software, budget);
  const cache = createKernelCache(cachedPopulations, cached);
  const spaces = createSpaces(device, limits.budget * keptShare);
  const close = () => {
    cache.clear();
    spaces.close();
    device.destroy();
  };
  const opening = watch.begin();
  try {
    const { programs, tiles } = await openPrograms(gpu, shapeMemory, clock, opening);
    const crossoverFor =
      crossover === undefined
        ? await measureCrossover({ device, programs }, software, opening)
        : () => crossover;
    const trainingKernels = createTrainingKernels(device, programs.lanes, software);
    const kept = { watch, clock, cache, spaces, limits };
    const session = { gpu, programs, tiles, ...kept, crossoverFor, trainingKernels, close };
    await check(session);
    cache.clear();
    watch.setPatience(runningPatience);
    return session;
  } catch (error) {
    close();
    throw error;
  } finally {
    opening.end();
  }
}
