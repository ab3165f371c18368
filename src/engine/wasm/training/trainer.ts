// A batch through a plan in training mode: forward, loss and backward, images innermost.
import type { StepResult } from '../../epoch';
import type { Plan } from '../../steps';
import { type Kernels, LANES } from '../kernels';
import type { Costs } from '../packedKernels';
import { createBackward } from './backward';
import { createBatchNorms } from './batchNorms';
import { createForward } from './forward';
import { layOut, type Values } from './layout';
import { lossOf } from './loss';

/**
 * A plan laid out for training with `groups` x 16 images a batch. Memory from the kernels' heap on is its own
 * until `createTrainer` is called again or anything else uses the kernels.
 */
export function createTrainer(kernels: Kernels, plan: Plan, channels: number, groups: number, costs: Costs) {
  const layout = layOut(kernels, plan, channels, groups, costs);
  const { images, input, steps, tables, floats, inner } = layout;
  const { normalisation, picture } = tables;
  const norms = createBatchNorms(layout);
  const forward = createForward(layout, norms);
  const backward = createBackward(layout, norms, forward);

  return {
    /** Images of a batch. */
    images,

    /** Pixels to the network's input: `bytes` has group after group of [channel][row][column][16 images]. */
    load(bytes: Uint8Array, mean: readonly number[], std: readonly number[]): void {
      const { height, width } = plan.buffers[0];
      const size = height * width * channels * LANES;
      for (let channel = 0; channel < channels; channel++) {
        const pair = [1 / (255 * std[channel]), -mean[channel] / std[channel]];
        floats(normalisation, channels * 2).set(pair, 2 * channel);
      }
      for (let index = 0; index < groups; index++) {
        new Uint8Array(kernels.memory.buffer, picture, size).set(
          bytes.subarray(index * size, (index + 1) * size),
        );
        kernels.scaleImages(picture, ...inner(input, index), channels, height, width, normalisation);
      }
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
