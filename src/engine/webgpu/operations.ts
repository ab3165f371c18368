import { prunableLayers } from '../../model/architecture';
import type { Population } from '../../model/population';
import { prunePopulation } from '../../model/prune';
import { checkShard } from '../check';
import type { Device, PredictionBatch } from '../device';
import { planSteps } from '../plan';
import type { Plan } from '../steps';
import type { Space } from './activations';
import { createArena } from './buffers';
import { type Operation, orAbort } from './failure';
import { createKernels, type Kernels, uploadWeights } from './network';
import type { Workspace } from './programs';
import { pruneOnGpu } from './prune';
import { calibrationTile, estimateStatistics } from './recalibrate';
import { runTiles } from './run';
import type { Session } from './session';
import { chooseTile, type TileSize } from './tile';

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

/** Room for the activations of one tile, to be released. */
function takeSpace({ spaces }: Session, plan: Plan, { architecture }: Population, tile: TileSize): Space {
  return spaces.take(JSON.stringify(architecture), plan, tile);
}

/** What a device does, each time on the session that `open` gives. */
export function operationsOn(open: () => Promise<Session>): Pick<Device, 'run' | 'prune' | 'recalibrate'> {
  const begin = async (signal?: AbortSignal) => {
    signal?.throwIfAborted();
    const session = await orAbort(open(), signal);
    const operation: Operation = session.watch.begin(signal);
    const { device } = session.gpu;
    const work: Workspace = { device, programs: session.programs, arena: createArena(device) };
    const end = () => {
      operation.end();
      session.cache.trim();
      work.arena.destroy();
    };
    return { session, operation, work, end };
  };
  return {
    async *run(population, shard, runOptions = {}): AsyncGenerator<PredictionBatch> {
      if (shard.count === 0 || population.members.length === 0) return;
      const plan = planSteps(population.architecture);
      checkShard(population.architecture, plan.classes, shard);
      const { session, operation, work, end } = await begin(runOptions.signal);
      let kernels: Kernels | null = null;
      let space: Space | null = null;
      try {
        operation.check();
        const tile = chooseTile(plan, population.members.length, shard.count, session.limits);
        kernels = holdKernels(session, plan, population);
        space = takeSpace(session, plan, population, tile);
        yield* runTiles(work, plan, kernels, population, shard, runOptions, space, session.clock, operation);
      } finally {
        space?.release();
        kernels?.release();
        end();
      }
    },
    async prune(population, settings, signal) {
      const plan = planSteps(population.architecture);
      // Kernels of layers that nobody reads are never sent to the GPU, and still count.
      const there = new Set(plan.steps.flatMap((step) => (step.kind === 'conv' ? [step.name] : [])));
      if (!prunableLayers(population.architecture).every(({ name }) => there.has(name))) {
        return prunePopulation(population, settings);
      }
      const { session, operation, work, end } = await begin(signal);
      const kept: Workspace = { ...work, arena: createArena(work.device) };
      let kernels: Kernels | null = null;
      let pruned: Kernels | null = null;
      try {
        operation.check();
        kernels = holdKernels(session, plan, population);
        const result = await pruneOnGpu(work, kept, plan, population, kernels.weights, settings, operation);
        pruned = createKernels(kept, plan, result.population, result.weights, session.crossoverFor);
        session.cache.keep(cacheKey(result.population), pruned);
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
      const { session, operation, work, end } = await begin(signal);
      let kernels: Kernels | null = null;
      let space: Space | null = null;
      try {
        operation.check();
        const tile = calibrationTile(plan, population.members.length, calibration.count, session.limits);
        kernels = holdKernels(session, plan, population);
        space = takeSpace(session, plan, population, tile);
        const result = await estimateStatistics(
          work,
          plan,
          kernels,
          population,
          calibration,
          space.activations,
          operation,
          progress,
        );
        session.cache.keep(cacheKey(result), kernels);
        return result;
      } finally {
        space?.release();
        kernels?.release();
        end();
      }
    },
  };
}
