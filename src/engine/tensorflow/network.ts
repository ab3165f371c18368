import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { BatchNorm, InputShape, Layer } from '../../model/architecture';
import { memberValues, type Population, tensorOf } from '../../model/population';
import type { Shard } from '../../model/shard';
import type { Tfjs } from './backend';

/** One member's tensors by name, in the layouts that tfjs wants. */
export type MemberTensors = Record<string, Tensor>;

/** Images `start` to `start + count` as networks see them, [image, row, column, channel]. */
export function imagesTensor(
  tf: Tfjs,
  shard: Shard,
  { mean, std }: InputShape,
  start: number,
  count: number,
): Tensor4D {
  const { height, width, channels } = shard;
  const size = height * width * channels;
  const bytes = shard.images.subarray(start * size, (start + count) * size);
  return tf.tidy(() => {
    const values = tf.tensor4d(Float32Array.from(bytes), [count, height, width, channels]);
    return tf.div(tf.sub(tf.div(values, 255), tf.tensor1d(mean)), tf.tensor1d(std));
  });
}

/** Puts one member's tensors on the backend: convolution kernels as [height, width, input, output], all others as they are. */
export function memberTensors(tf: Tfjs, population: Population, member: number): MemberTensors {
  const tensors: MemberTensors = {};
  for (const name of Object.keys(population.tensors)) {
    const stacked = tensorOf(population, name);
    const values = memberValues(stacked, member).slice();
    tensors[name] = tf.tidy(() => {
      const tensor = tf.tensor(values, stacked.shape);
      return stacked.shape.length === 4 ? tf.transpose(tensor, [2, 3, 1, 0]) : tensor;
    });
  }
  return tensors;
}

/** Applies one layer. `earlier` holds the outputs of the layers before it. */
function applyLayer(
  tf: Tfjs,
  layer: Layer,
  tensors: MemberTensors,
  input: Tensor4D,
  earlier: Tensor4D[],
): Tensor4D {
  switch (layer.kind) {
    case 'conv': {
      const kernel = tensors[`${layer.name}.weight`] as Tensor4D;
      const { stride, padding } = layer;
      const padded = tf.pad4d(input, [
        [0, 0],
        [padding, padding],
        [padding, padding],
        [0, 0],
      ]);
      const sum = tf.conv2d(padded, kernel, stride, 'valid');
      return layer.bias ? tf.add(sum, tensors[`${layer.name}.bias`]) : sum;
    }
    case 'batchNorm': {
      const [gamma, beta, mean, variance] = ['weight', 'bias', 'mean', 'variance'].map(
        (part) => tensors[`${layer.name}.${part}`] as Tensor1D,
      );
      return tf.batchNorm4d(input, mean, variance, beta, gamma, layer.epsilon);
    }
    case 'dense': {
      const flat = tf.reshape<Rank.R2>(tf.transpose(input, [0, 3, 1, 2]), [input.shape[0], layer.input]);
      const sum = tf.matMul(flat, tensors[`${layer.name}.weight`] as Tensor2D, false, true);
      const output = layer.bias ? tf.add(sum, tensors[`${layer.name}.bias`]) : sum;
      return tf.reshape<Rank.R4>(output, [input.shape[0], 1, 1, layer.output]);
    }
    case 'maxPool':
      return tf.maxPool(input, layer.size, layer.stride, 'valid');
    case 'averagePool':
      return tf.avgPool(input, layer.size, layer.stride, 'valid');
    case 'globalAverage':
      return tf.mean(input, [1, 2], true);
    case 'add':
      return tf.add(input, earlier[layer.from]);
    case 'relu':
      return tf.relu(input);
    case 'round': {
      const [step, zero] = tf.split(tensors[`${layer.name}.grid`] as Tensor1D, 2);
      const codes = tf.round(tf.div(input, step));
      return tf.mul(tf.minimum(tf.maximum(codes, tf.neg(zero)), tf.sub(255, zero)), step);
    }
  }
}

/** The logits of one member for a batch of images, [images, classes]. */
export function logitsOf(tf: Tfjs, layers: Layer[], tensors: MemberTensors, images: Tensor4D): Tensor2D {
  return tf.tidy(() => {
    const outputs: Tensor4D[] = [];
    for (const layer of layers) {
      outputs.push(applyLayer(tf, layer, tensors, outputs.at(-1) ?? images, outputs));
    }
    const last = outputs[outputs.length - 1];
    return tf.reshape<Rank.R2>(last, [images.shape[0], -1]);
  });
}

/**
 * One member's BatchNorm statistics over a batch of images, layer by layer, each with the earlier ones already re-estimated:
 * tensors by name, variances unbiased.
 */
export function statisticsOf(
  tf: Tfjs,
  layers: Layer[],
  tensors: MemberTensors,
  images: Tensor4D,
): MemberTensors {
  return tf.tidy(() => {
    const outputs: Tensor4D[] = [];
    const statistics: MemberTensors = {};
    for (const layer of layers) {
      const input = outputs.at(-1) ?? images;
      if (layer.kind === 'batchNorm') Object.assign(statistics, normStatistics(tf, layer, input));
      outputs.push(applyLayer(tf, layer, { ...tensors, ...statistics }, input, outputs));
    }
    return statistics;
  });
}

function normStatistics(tf: Tfjs, layer: BatchNorm, input: Tensor4D): MemberTensors {
  const [images, height, width] = input.shape;
  const count = images * height * width;
  const { mean, variance } = tf.moments(input, [0, 1, 2]);
  return {
    [`${layer.name}.mean`]: mean,
    [`${layer.name}.variance`]: tf.mul(variance, count / Math.max(1, count - 1)),
  };
}
