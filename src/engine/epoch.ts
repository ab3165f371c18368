// What every device does alike in an epoch of training: which images each step sees, its rate and masks, and
// what is told of it.
import type { TrainingPoint } from '../model/checkpoint';
import { epochOrder, learningRate, scheduledSparsity, trainingSteps } from '../model/recipe';
import { type TensorValues, type TrainingState, updatedMasks } from '../model/training';
import type { EpochResult, EpochSettings, TrainingProgress } from './device';

/** Stretches of an epoch whose loss and accuracy are told. */
const STRETCHES = 12;

/** Images of a batch are a multiple of this: those that the WebAssembly kernels take at once. */
const MULTIPLE = 16;

/**
 * What a step gave: the sum of the cross-entropies in nats over its images, and how many were classified
 * right.
 */
export type StepResult = { loss: number; right: number };

/** The share of the kernels' weights that are masked. */
function maskedShare(masks: TrainingState['masks']): number {
  let [masked, all] = [0, 0];
  for (const mask of Object.values(masks ?? {})) {
    all += mask.length;
    for (let i = 0; i < mask.length; i++) masked += 1 - mask[i];
  }
  return all === 0 ? 0 : masked / all;
}

/** One epoch of one network over `count` images; `state` is what it begins with. */
export function createEpoch(
  { architecture, recipe, target, seed, epoch }: EpochSettings,
  count: number,
  state: TrainingState,
  progress: TrainingProgress,
) {
  if (recipe.batch % MULTIPLE !== 0 || recipe.batch > count) {
    throw new Error(
      `Expected a batch of a multiple of ${MULTIPLE} images, at most all ${count}, but got ${recipe.batch}.`,
    );
  }
  const perEpoch = Math.floor(count / recipe.batch);
  const steps = trainingSteps(recipe, count);
  const turns = Math.min(perEpoch, steps - epoch * perEpoch);
  const lengthOfStretch = Math.ceil(turns / STRETCHES);
  const { order, mirrored, shifts } = epochOrder(recipe, seed, epoch, count);
  const curve: TrainingPoint[] = [];
  const all = { loss: 0, right: 0 };
  let sparsity = maskedShare(state.masks);
  let stretch = { loss: 0, right: 0, steps: 0 };
  let told = 0;
  const stepOf = (turn: number) => epoch * perEpoch + turn;

  return {
    /** Steps of the epoch, fewer where the training ends before it does. */
    turns,
    mirrored,
    shifts,
    /** The images of a step, in their order. */
    chosen: (turn: number): number[] => order.slice(turn * recipe.batch, (turn + 1) * recipe.batch),
    rate: (turn: number): number => learningRate(recipe, stepOf(turn), steps),
    /** The masks that a step begins with where they change, else null. */
    masks: (turn: number, values: TensorValues): TrainingState['masks'] =>
      updatedMasks(architecture, recipe, target, values, stepOf(turn), steps),
    /** The share of weights that masks get before a step where they change, else null. */
    sparsity: (turn: number): number | null =>
      scheduledSparsity(recipe, target.sparsity, stepOf(turn), steps),
    /** From now on so many weights are masked. */
    masked(masks: TrainingState['masks']): void {
      sparsity = maskedShare(masks);
    },
    /** Takes in what the next step gave. */
    add(result: StepResult): void {
      told++;
      all.loss += result.loss;
      all.right += result.right;
      stretch.loss += result.loss;
      stretch.right += result.right;
      stretch.steps++;
      if (stretch.steps === lengthOfStretch || told === turns) {
        const images = stretch.steps * recipe.batch;
        const point = {
          step: stepOf(told),
          loss: stretch.loss / images,
          accuracy: stretch.right / images,
          sparsity,
        };
        curve.push(point);
        progress(told / perEpoch, point);
        stretch = { loss: 0, right: 0, steps: 0 };
      } else progress(told / perEpoch);
    },
    result(after: TrainingState): EpochResult {
      const seen = turns * recipe.batch;
      return { state: after, loss: all.loss / seen, accuracy: all.right / seen, curve };
    },
  };
}

export type Epoch = ReturnType<typeof createEpoch>;

/**
 * The pixel of an image that is seen at a row and column of it once it is mirrored and moved, or null for
 * black.
 */
export function seenPixel(
  { height, width }: { height: number; width: number },
  y: number,
  x: number,
  mirrored: number,
  down: number,
  right: number,
): number | null {
  const row = y - down;
  const column = mirrored === 1 ? width - 1 - x + right : x - right;
  return row >= 0 && row < height && column >= 0 && column < width ? row * width + column : null;
}
