// One epoch of one network on the kernels: order, augmentation, masks, steps.
import { kernelName, prunableLayers } from '../../../model/architecture';
import { descend, type TrainingState } from '../../../model/training';
import type { EpochResult, EpochSettings, TrainingProgress } from '../../device';
import { createEpoch } from '../../epoch';
import { LANES } from '../kernels';
import type { ImageGroups } from '../memberMachine';
import type { Values } from './layout';
import type { Trainer } from './trainer';

/** Interleaved images as they came: u8 [count, height, width, channels]. */
export function separated({ data, groupBytes }: ImageGroups, count: number, channels: number): Uint8Array {
  const pixels = groupBytes / LANES / channels;
  const images = new Uint8Array(count * pixels * channels);
  let next = 0;
  for (let image = 0; image < count; image++) {
    const from = Math.floor(image / LANES) * groupBytes + (image % LANES);
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let channel = 0; channel < channels; channel++) {
        images[next++] = data[from + (channel * pixels + pixel) * LANES];
      }
    }
  }
  return images;
}

/**
 * Trains for one epoch on `images`, u8 [count, height, width, channels], by a trainer of the settings'
 * architecture and batch. The state is changed in place and returned; `progress` hears of the share of the
 * epoch's steps.
 */
export function trainEpoch(
  trainer: Trainer,
  settings: EpochSettings,
  images: Uint8Array,
  labels: Uint16Array,
  count: number,
  state: TrainingState,
  progress: TrainingProgress,
): EpochResult {
  const { architecture, recipe, target } = settings;
  const { input } = architecture;
  const epoch = createEpoch(settings, count, state, progress);
  const kernelNames = prunableLayers(architecture).map(kernelName);
  const truths = new Uint16Array(recipe.batch);
  const { mirrored, shifts } = epoch;
  const gradients: Values = {};
  for (const [name, { length }] of Object.entries(state.values)) gradients[name] = new Float32Array(length);
  const mask = (masks: TrainingState['masks']) => {
    state.masks = masks;
    trainer.setMasks(masks);
  };
  mask(state.masks);
  for (let turn = 0; turn < epoch.turns; turn++) {
    const sparsity = epoch.sparsity(turn);
    if (sparsity !== null) {
      const masks = trainer.masksOf(kernelNames, state.values, { sparsity, scope: target.scope });
      mask(masks);
      epoch.masked(masks);
    }
    const chosen = epoch.chosen(turn);
    chosen.forEach((image, place) => {
      truths[place] = labels[image];
    });
    trainer.load({ images, chosen, mirrored, shifts }, input.mean, input.std);
    const result = trainer.run(state.values, truths, gradients);
    descend(state, gradients, epoch.rate(turn), recipe);
    epoch.add(result);
  }
  return epoch.result(state);
}
