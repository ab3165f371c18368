// One epoch of one network on the kernels: order, augmentation, masks, steps.
import { descend, type TrainingState } from '../../../model/training';
import type { EpochResult, EpochSettings, TrainingProgress } from '../../device';
import { createEpoch, seenPixel } from '../../epoch';
import { LANES } from '../kernels';
import type { ImageGroups } from '../memberMachine';
import type { Values } from './layout';
import type { Trainer } from './trainer';

/** Returns what tells which pixel is seen at each place of an image, -1 for black; kept for the next call. */
function createSeen({ height, width }: { height: number; width: number }) {
  const known = new Map<string, Int32Array>();
  return (mirrored: number, down: number, right: number): Int32Array => {
    const key = `${mirrored} ${down} ${right}`;
    const found = known.get(key) ?? new Int32Array(height * width);
    if (known.has(key)) return found;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        found[y * width + x] = seenPixel({ height, width }, y, x, mirrored, down, right) ?? -1;
      }
    }
    known.set(key, found);
    return found;
  };
}

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
 * Images of a batch, mirrored and moved, in the trainer's form: [group][channel][row][column][16 images]. They
 * are read from [image][row][column][channel]: an image's bytes lie together, since what a step before left
 * in the cache is not they.
 */
function gatherBatch(
  images: Uint8Array,
  channels: number,
  chosen: readonly number[],
  seenOf: (image: number) => Int32Array,
  into: Uint8Array,
): void {
  for (let place = 0; place < chosen.length; place++) {
    const image = chosen[place];
    const seen = seenOf(image);
    const imageBytes = seen.length * channels;
    let to = Math.floor(place / LANES) * imageBytes * LANES + (place % LANES);
    for (let channel = 0; channel < channels; channel++) {
      const from = image * imageBytes + channel;
      for (let pixel = 0; pixel < seen.length; pixel++) {
        into[to] = seen[pixel] < 0 ? 0 : images[from + seen[pixel] * channels];
        to += LANES;
      }
    }
  }
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
  const { architecture, recipe } = settings;
  const { input } = architecture;
  const epoch = createEpoch(settings, count, state, progress);
  const pictures = new Uint8Array(recipe.batch * input.height * input.width * input.channels);
  const truths = new Uint16Array(recipe.batch);
  const seen = createSeen(input);
  const { mirrored, shifts } = epoch;
  const seenOf = (image: number) => seen(mirrored[image], shifts[2 * image], shifts[2 * image + 1]);
  const gradients: Values = {};
  for (const [name, { length }] of Object.entries(state.values)) gradients[name] = new Float32Array(length);
  const mask = (masks: TrainingState['masks']) => {
    state.masks = masks;
    trainer.setMasks(masks);
  };
  mask(state.masks);
  for (let turn = 0; turn < epoch.turns; turn++) {
    const masks = epoch.masks(turn, state.values);
    if (masks) {
      mask(masks);
      epoch.masked(masks);
    }
    const chosen = epoch.chosen(turn);
    gatherBatch(images, input.channels, chosen, seenOf, pictures);
    chosen.forEach((image, place) => {
      truths[place] = labels[image];
    });
    trainer.load(pictures, input.mean, input.std);
    const result = trainer.run(state.values, truths, gradients);
    descend(state, gradients, epoch.rate(turn), recipe);
    epoch.add(result);
  }
  return epoch.result(state);
}
