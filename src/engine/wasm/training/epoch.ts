// One epoch of one network on the kernels: order, augmentation, masks, steps.
import { descend, maskedValues, type TrainingState } from '../../../model/training';
import type { EpochResult, EpochSettings, TrainingProgress } from '../../device';
import { createEpoch, seenPixel } from '../../epoch';
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
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const seen = seenPixel({ height, width }, y, x, mirrored[image], down, right);
        for (let channel = 0; channel < channels; channel++) {
          into[to + (channel * pixels + y * width + x) * LANES] =
            seen === null ? 0 : data[from + (channel * pixels + seen) * LANES];
        }
      }
    }
  });
}

/**
 * Trains for one epoch. The state is changed in place and returned; `progress` hears of the share of the
 * epoch's steps.
 */
export function trainEpoch(
  kernels: Kernels,
  costs: Costs,
  settings: EpochSettings,
  images: ImageGroups,
  labels: Uint16Array,
  count: number,
  state: TrainingState,
  progress: TrainingProgress,
): EpochResult {
  const { architecture, recipe } = settings;
  const { input } = architecture;
  const epoch = createEpoch(settings, count, state, progress);
  const trainer = createTrainer(
    kernels,
    planSteps(architecture),
    input.channels,
    recipe.batch / LANES,
    costs,
  );
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
  for (let turn = 0; turn < epoch.turns; turn++) {
    const masks = epoch.masks(turn, state.values);
    if (masks) {
      mask(masks);
      epoch.masked(masks);
    }
    const chosen = epoch.chosen(turn);
    gatherBatch(images, input, chosen, epoch.mirrored, epoch.shifts, pictures);
    chosen.forEach((image, place) => {
      truths[place] = labels[image];
    });
    trainer.load(pictures, input.mean, input.std);
    const result = trainer.run(maskedValues(state), truths, gradients);
    descend(state, gradients, epoch.rate(turn), recipe);
    epoch.add(result);
  }
  return epoch.result(state);
}
