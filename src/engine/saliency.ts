// The loss's gradients by the kernels of trained networks, on calibration images with labels.
import { kernelName, prunableLayers } from '../model/architecture';
import { finetuneSeed, startingState } from '../model/finetune';
import type { Gradients } from '../model/methods/making/making';
import { memberValues, onlyMember, type Population } from '../model/population';
import { drawCalibration } from '../model/recalibrate';
import { type Recipe, ZOO_RECIPE } from '../model/recipe';
import { imagesAt, type Shard } from '../model/shard';
import type { Device } from './device';

/**
 * A recipe that moves nothing and adds up gradients: at rate 0 weights stay, and with momentum 1 and no
 * decay a velocity is the sum of the batches' gradients.
 */
function summing(images: number): Recipe {
  const batch = Math.min(256, 16 * Math.floor(images / 16));
  return { ...ZOO_RECIPE, epochs: 1, batch, peakRate: 0, momentum: 1, weightDecay: 0, flip: false, shift: 0 };
}

/**
 * The gradient of the mean cross-entropy (nats) by every kernel, BatchNorm by the batch as in training. It is
 * the mean over batches of 256. Each network draws `wanted` labelled images of `set` by `seed`, all where
 * there are fewer. Stacked over members. Rejects where the device computes no gradients, and where there are
 * fewer than 16 images.
 */
export async function gradientsOf(
  device: Device,
  population: Population,
  set: Shard,
  wanted: number,
  seed: number,
  told: (done: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Gradients> {
  const { trainEpoch } = device;
  if (!trainEpoch) {
    throw new Error(
      `Expected a device that computes gradients, but ${device.description} does not yet; take WebAssembly.`,
    );
  }
  if (set.count < 16) {
    throw new Error(
      `Expected 16 labelled calibration images or more to take gradients on, but got ${set.count}.`,
    );
  }
  const { architecture, members, tensors } = population;
  const names = prunableLayers(architecture).map(kernelName);
  const gradients = Object.fromEntries(
    names.map((name) => [name, new Float32Array(tensors[name].data.length)]),
  );
  let finished = 0;
  await Promise.all(
    members.map(async ({ id, seed: memberSeed }, index) => {
      const places = drawCalibration(set.count, wanted, seed, memberSeed);
      const images = imagesAt(set, places, `${set.id}, ${wanted} drawn by ${seed} for ${index}`);
      const recipe = summing(images.count);
      const { tensors: own } = onlyMember(population, index);
      const state = startingState(architecture, (name) => memberValues(own[name], 0), false);
      const target = { sparsity: 0, scope: 'layer' } as const;
      const settings = { architecture, recipe, target, seed: finetuneSeed(set.id, seed, id), epoch: 0 };
      const { state: after } = await trainEpoch(settings, state, images, undefined, signal);
      const batches = Math.floor(images.count / recipe.batch);
      for (const name of names) {
        const values = memberValues({ shape: tensors[name].shape, data: gradients[name] }, index);
        values.set(after.velocities[name].map((sum) => sum / batches));
      }
      told(++finished / members.length);
    }),
  );
  return gradients;
}
