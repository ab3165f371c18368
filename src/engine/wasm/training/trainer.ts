// A batch through a plan in training mode: forward, loss and backward, images innermost.
import type { TensorValues } from '../../../model/training';
import type { PruneScope } from '../../../model/variant';
import type { StepResult } from '../../epoch';
import type { Plan } from '../../steps';
import { type Kernels, LANES } from '../kernels';
import type { Costs } from '../packedKernels';
import { masksByMagnitude } from '../pruning';
import { createBackward } from './backward';
import { createBatchNorms } from './batchNorms';
import { createForward } from './forward';
import { layOut, type Values } from './layout';
import { lossOf } from './loss';

/** What a step is shown: images as they came, which of them it takes, and how each is seen in its epoch. */
export type Shown = {
  images: Uint8Array;
  chosen: readonly number[];
  mirrored: Uint8Array;
  shifts: Int8Array;
};

/**
 * A plan laid out for training with `groups` x 16 images a batch. Memory from the kernels' heap on is its own
 * until `createTrainer` is called again or anything else uses the kernels.
 */
export function createTrainer(kernels: Kernels, plan: Plan, channels: number, groups: number, costs: Costs) {
  const layout = layOut(kernels, plan, channels, groups, costs);
  const { images, input, steps, tables, floats, inner } = layout;
  const { normalisation, source, picture } = tables;
  const norms = createBatchNorms(layout);
  const forward = createForward(layout, norms);
  const backward = createBackward(layout, norms, forward);

  return {
    /** Images of a batch. */
    images,

    /**
     * Images to the network's input: those of `shown`, u8 [image][row][column][channel] each, mirrored and
     * moved as it says.
     */
    load({ images: from, chosen, mirrored, shifts }: Shown, mean: readonly number[], std: readonly number[]) {
      const { height, width } = plan.buffers[0];
      const size = height * width * channels;
      for (let channel = 0; channel < channels; channel++) {
        const pair = [1 / (255 * std[channel]), -mean[channel] / std[channel]];
        floats(normalisation, channels * 2).set(pair, 2 * channel);
      }
      const bytes = new Uint8Array(kernels.memory.buffer);
      for (let index = 0; index < groups; index++) {
        for (let lane = 0; lane < LANES; lane++) {
          const image = chosen[index * LANES + lane];
          bytes.set(from.subarray(image * size, (image + 1) * size), source);
          const [down, right] = [shifts[2 * image], shifts[2 * image + 1]];
          const extent = [channels, height, width] as const;
          kernels.placeImage(source, picture + lane, ...extent, mirrored[image] === 1, down, right);
        }
        kernels.scaleImages(picture, ...inner(input, index), channels, height, width, normalisation);
      }
    },

    /** The masks that the smallest magnitudes of these kernels leave, by tensor name. */
    masksOf(
      names: readonly string[],
      values: TensorValues,
      settings: { sparsity: number; scope: PruneScope },
    ) {
      const kept = masksByMagnitude(
        kernels,
        layout.end,
        names.map((name) => values[name]),
        settings,
      );
      return Object.fromEntries(names.map((name, which) => [name, kept[which]]));
    },

    /**
     * From now on kernels are masked, by tensor name: 1 where a weight counts, 0 where it does not; those that
     * are not named, and all for null, are whole.
     */
    setMasks(masks: Readonly<Record<string, Uint8Array>> | null): void {
      for (const { step, convolution } of steps) {
        if (step.kind === 'conv') convolution?.setMask(masks?.[`${step.name}.weight`] ?? null);
      }
    },

    /**
     * Runs the loaded batch forward and backward. `values` are the trainable tensors, of kernels those that
     * are not masked are read; `gradients`, of the same names and sizes, take the gradients of the mean
     * cross-entropy.
     */
    run(values: Values, truths: Uint16Array, gradients: Values): StepResult {
      for (const { step, convolution } of steps) {
        if (step.kind === 'conv') convolution?.setWeights(values[`${step.name}.weight`]);
      }
      forward.forward(values);
      const result = lossOf(layout, truths);
      backward(values, gradients);
      return result;
    },
  };
}

export type Trainer = ReturnType<typeof createTrainer>;
