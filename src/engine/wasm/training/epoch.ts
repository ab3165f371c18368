// One epoch of one network on the kernels: order, augmentation, masks, steps.
import type { TrainingPoint } from '../../../model/checkpoint';
import { epochOrder, learningRate, trainingSteps } from '../../../model/recipe';
import { descend, maskedValues, type TrainingState, updatedMasks } from '../../../model/training';
import type { EpochResult, EpochSettings, TrainingProgress } from '../../device';
import { planSteps } from '../../plan';
import { type Kernels, LANES } from '../kernels';
import type { ImageGroups } from '../memberMachine';
import type { Costs } from '../packedKernels';
import type { Values } from './layout';
import { createTrainer } from './trainer';

/** Images of a batch, mirrored and moved, in the trainer's form: [group][channel][row][column][16 images]. */
function gatherBatch(
  { data, groupBytes }: ImageGroups,
  { channels, height, width }: { channels: number; height: number; width: number },
  chosen: readonly number[],
  mirrored: Uint8Array,
  shifts: Int8Array,
  into: Uint8Array,
): void {
  const pixels = height * width;
  chosen.forEach((image, place) => {
    const from = Math.floor(image / LANES) * groupBytes + (image % LANES);
    const to = Math.floor(place / LANES) * groupBytes + (place % LANES);
    const [down, right] = [shifts[2 * image], shifts[2 * image + 1]];
    for (let channel = 0; channel < channels; channel++) {
      for (let y = 0; y < height; y++) {
        const row = y - down;
        for (let x = 0; x < width; x++) {
          const seen = mirrored[image] === 1 ? width - 1 - x : x;
          const column = seen - (mirrored[image] === 1 ? -right : right);
          const inside = row >= 0 && row < height && column >= 0 && column < width;
          const at = (channel * pixels + row * width + column) * LANES;
          into[to + (channel * pixels + y * width + x) * LANES] = inside ? data[from + at] : 0;
        }
      }
    }
  });
}

/** Stretches of an epoch whose loss and accuracy are told. */
const STRETCHES = 12;

/** The share of the kernels' weights that are masked. */
function maskedShare(masks: TrainingState['masks']): number {
  let [masked, all] = [0, 0];
  for (const mask of Object.values(masks ?? {})) {
    all += mask.length;
    for (let i = 0; i < mask.length; i++) masked += 1 - mask[i];
  }
  return all === 0 ? 0 : masked / all;
}

/** Trains for one epoch. The state is changed in place and returned; `progress` hears of the share of the epoch's steps. */
export function trainEpoch(
  kernels: Kernels,
  costs: Costs,
  { architecture, recipe, target, seed, epoch }: EpochSettings,
  images: ImageGroups,
  labels: Uint16Array,
  count: number,
  state: TrainingState,
  progress: TrainingProgress,
): EpochResult {
  if (recipe.batch % LANES !== 0 || recipe.batch > count) {
    throw new Error(
      `Expected a batch of a multiple of ${LANES} images, at most all ${count}, but got ${recipe.batch}.`,
    );
  }
  const { input } = architecture;
  const trainer = createTrainer(
    kernels,
    planSteps(architecture),
    input.channels,
    recipe.batch / LANES,
    costs,
  );
  const perEpoch = Math.floor(count / recipe.batch);
  const steps = trainingSteps(recipe, count);
  const { order, mirrored, shifts } = epochOrder(recipe, seed, epoch, count);
  const pictures = new Uint8Array((recipe.batch / LANES) * images.groupBytes);
  const truths = new Uint16Array(recipe.batch);
  const gradients: Values = {};
  for (const [name, { length }] of Object.entries(state.values)) gradients[name] = new Float32Array(length);
  const mask = (masks: TrainingState['masks']) => {
    state.masks = masks;
    for (const [name, kept] of Object.entries(masks ?? {}))
      trainer.setMask(name.replace(/\.weight$/, ''), kept);
  };
  mask(state.masks);
  let sparsity = maskedShare(state.masks);
  const curve: TrainingPoint[] = [];
  let stretch = { loss: 0, right: 0, steps: 0 };
  const turns = Math.min(perEpoch, steps - epoch * perEpoch);
  const lengthOfStretch = Math.ceil(turns / STRETCHES);
  let loss = 0;
  let right = 0;
  for (let turn = 0; turn < turns; turn++) {
    const step = epoch * perEpoch + turn;
    const masks = updatedMasks(architecture, recipe, target, state.values, step, steps);
    if (masks) {
      mask(masks);
      sparsity = maskedShare(masks);
    }
    const chosen = order.slice(turn * recipe.batch, (turn + 1) * recipe.batch);
    gatherBatch(images, input, chosen, mirrored, shifts, pictures);
    chosen.forEach((image, place) => {
      truths[place] = labels[image];
    });
    trainer.load(pictures, input.mean, input.std);
    const result = trainer.run(maskedValues(state), truths, gradients);
    descend(state, gradients, learningRate(recipe, step, steps), recipe);
    loss += result.loss;
    right += result.right;
    stretch.loss += result.loss;
    stretch.right += result.right;
    stretch.steps++;
    if (stretch.steps === lengthOfStretch || turn === turns - 1) {
      const images = stretch.steps * recipe.batch;
      const point = {
        step: step + 1,
        loss: stretch.loss / images,
        accuracy: stretch.right / images,
        sparsity,
      };
      curve.push(point);
      progress((turn + 1) / perEpoch, point);
      stretch = { loss: 0, right: 0, steps: 0 };
    } else if (turn % 4 === 3) progress((turn + 1) / perEpoch);
  }
  const seen = turns * recipe.batch;
  return { state, loss: loss / seen, accuracy: right / seen, curve };
}
