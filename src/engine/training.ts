// A network from its first step to what is shipped: epochs on a device, checkpoints between them, BatchNorm
// statistics at the end.

import { type Architecture, tensorShapes } from '../model/architecture';
import type { Checkpoint, TrainingPoint } from '../model/checkpoint';
import { Diverged, divergenceOf } from '../model/divergence';
import type { Member, Population, StackedTensor } from '../model/population';
import type { Recipe } from '../model/recipe';
import { epochsOf, type Rounds, roundStart, sparsityOfRound, stageAt, stagesOf } from '../model/rounds';
import { firstImages, type Shard } from '../model/shard';
import { sizeOf } from '../model/sizeOf';
import { initialState, maskedValues, type TrainingState, type TrainingTarget } from '../model/training';
import type { Variant } from '../model/variant';
import type { Device } from './device';

/**
 * One network to be trained. `seed` names it: (architecture, recipe, images, seed) decide it, on one device
 * and build of the kernels.
 */
export type TrainingTask = {
  architecture: Architecture;
  recipe: Recipe;
  target: TrainingTarget;
  /** How the target is reached in rounds; by gradual pruning without it. */
  rounds?: Rounds | null;
  seed: string;
  /** The key of the network that it starts from, where that is not a fresh one. */
  origin?: string;
  member: Member;
  variant: Variant;
};

export type TrainingWatch = {
  /** Where to go on; from the beginning without it. */
  from?: Checkpoint | null;
  /** Told after every epoch, and awaited: what it keeps can be gone on from. */
  checkpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
  /** Share of all epochs done, 0..1, and each stretch of steps as it ends. */
  progress?: (done: number, point?: TrainingPoint) => void;
  signal?: AbortSignal;
};

/** The state's network as a population of one: kernels with exact zeros under the masks and nowhere else. */
function shippedNetwork(task: TrainingTask, state: TrainingState): Population {
  const values = maskedValues(state);
  const tensors: Record<string, StackedTensor> = {};
  for (const [name, shape] of tensorShapes(task.architecture)) {
    const size = sizeOf(shape);
    const data = values[name]?.slice() ?? new Float32Array(size).fill(name.endsWith('.variance') ? 1 : 0);
    const mask = state.masks?.[name];
    if (mask) for (let i = 0; i < size; i++) if (mask[i] === 1 && data[i] === 0) data[i] = 2 ** -24;
    tensors[name] = { shape, data };
  }
  const { architecture, member, variant } = task;
  const rounds = task.rounds ? ` ${JSON.stringify(task.rounds)}` : '';
  return {
    key: `trained ${task.seed} ${task.recipe.epochs}${rounds}${task.origin ? ` from ${task.origin}` : ''}`,
    architecture,
    variant,
    members: [member],
    tensors,
  };
}

/** The state after some epochs of the first training, trained again: on one device the same bits. */
async function earlyState(
  device: Device,
  { architecture, recipe, seed }: TrainingTask,
  epochs: number,
  images: Shard,
  signal: AbortSignal | undefined,
): Promise<TrainingState> {
  let state = initialState(architecture, seed);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const settings = { architecture, recipe, target: { sparsity: 0, scope: 'layer' as const }, seed, epoch };
    ({ state } = await device.trainEpoch!(settings, state, images, undefined, signal));
  }
  return state;
}

/**
 * Trains a network over all of `images` and returns it as a population of one, its BatchNorm statistics
 * estimated over the first `recipe.statisticsImages` of them. Rejects with `Diverged` where it learns
 * nothing, and with an AbortError soon after the signal aborts; what was kept by `checkpoint` is kept.
 */
export async function trainNetwork(
  device: Device,
  task: TrainingTask,
  images: Shard,
  watch: TrainingWatch = {},
): Promise<Population> {
  const { architecture, recipe, target, seed } = task;
  if (!device.trainEpoch) {
    throw new Error(
      `Expected a device that trains, but ${device.description} does not yet; take WebAssembly.`,
    );
  }
  const rounds = task.rounds ?? null;
  const stages = stagesOf(recipe, rounds);
  const epochs = epochsOf(recipe, rounds);
  let state = watch.from?.state ?? initialState(architecture, seed);
  let curve = watch.from?.curve ?? [];
  let early: TrainingState | null = null;
  for (let epoch = watch.from?.epoch ?? 0; epoch < epochs; epoch++) {
    const at = stageAt(stages, epoch, images.count);
    const { round } = at.stage;
    if (rounds && round > 0 && at.isFirst) {
      if (rounds.kind === 'ticket')
        early ??= await earlyState(device, task, rounds.rewind, images, watch.signal);
      const sparsity = sparsityOfRound(target.sparsity, round, rounds.rounds);
      state = roundStart(architecture, target, sparsity, state, early);
    }
    const moved = ({ step, ...point }: TrainingPoint) => ({ ...point, step: step + at.stepsBefore });
    const result = await device.trainEpoch(
      {
        architecture,
        recipe: at.stage.recipe,
        target: rounds ? { ...target, sparsity: 0 } : target,
        // A ticket sees the images in the order of the first training.
        seed: rounds?.kind === 'iterative' && round > 0 ? `${seed}/round ${round}` : seed,
        epoch: at.epoch,
      },
      state,
      images,
      (done, point) => watch.progress?.((epoch + done) / epochs, point && moved(point)),
      watch.signal,
    );
    state = result.state;
    const begin = curve.length;
    curve = [...curve, ...result.curve.map(moved)];
    const checkpoint = { ...result, epoch: Math.min(epoch + 1, epochs), curve };
    const reason = divergenceOf(curve, begin, images.classes.length, recipe);
    if (reason) throw new Diverged(`${task.member.id}: ${reason}`, checkpoint);
    await watch.checkpoint?.(checkpoint);
    watch.progress?.(Math.min(1, (epoch + 1) / epochs));
  }
  const network = shippedNetwork(task, state);
  if (!Object.keys(network.tensors).some((name) => name.endsWith('.mean'))) return network;
  const statistics = firstImages(images, Math.min(images.count, recipe.statisticsImages));
  return device.recalibrate(network, statistics, undefined, watch.signal);
}
