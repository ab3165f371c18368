/** Every kind of layer on plain TensorFlow.js, unfused, activations as [image, row, column, channel]. */
import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { GraphNode } from '../../model/graph';
import type { Activation } from '../../model/layers/activations';
import { channelOrder } from '../../model/layers/arranging';
import { convolutionWindow } from '../../model/layers/convolution';
import { type Shape, type Sides, sidesOf } from '../../model/layers/kind';
import { poolWindow } from '../../model/layers/pooling';
import { isActivation, type LayerOf } from '../../model/layers/registry';
import type { Tfjs } from './backend';

/** One member's tensors by name, in the layouts that tfjs wants. */
export type MemberTensors = Record<string, Tensor>;

function padded(tf: Tfjs, input: Tensor4D, [top, left, bottom, right]: Sides, value = 0): Tensor4D {
  if (top + left + bottom + right === 0) return input;
  const axes: [[number, number], [number, number], [number, number], [number, number]] = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  return tf.pad4d(input, axes, value);
}

function convolve(tf: Tfjs, layer: LayerOf<'conv'>, tensors: MemberTensors, input: Tensor4D): Tensor4D {
  const { stride, padding } = convolutionWindow(layer);
  const { groups = 1 } = layer;
  const kernel = tensors[`${layer.name}.weight`] as Tensor4D;
  const values = padded(tf, input, padding);
  const sum = (): Tensor4D => {
    if (groups === 1) return tf.conv2d(values, kernel, stride, 'valid');
    if (groups === layer.input && layer.output === layer.input && stride[0] === stride[1]) {
      return tf.depthwiseConv2d(values, tf.transpose<Tensor4D>(kernel, [0, 1, 3, 2]), stride, 'valid');
    }
    const inputs = tf.split<Tensor4D>(values, groups, 3);
    const kernels = tf.split<Tensor4D>(kernel, groups, 3);
    return tf.concat(
      inputs.map((part, group) => tf.conv2d(part, kernels[group], stride, 'valid')),
      3,
    );
  };
  return layer.bias ? tf.add(sum(), tensors[`${layer.name}.bias`]) : sum();
}

/**
 * What lies beyond the input on the lower sides of the last window of a pooling layer, and each window's
 * number of values that count.
 */
function pool(tf: Tfjs, layer: LayerOf<'maxPool' | 'averagePool'>, input: Tensor4D, output: Shape): Tensor4D {
  const { kernel, stride, padding } = poolWindow(layer);
  const [, height, width] = input.shape;
  const beyond = (axis: 0 | 1, extent: number, places: number) =>
    (places - 1) * stride[axis] + kernel[axis] - extent - padding[axis];
  const after = [beyond(0, height, output.height), beyond(1, width, output.width)];
  const sides: Sides = [padding[0], padding[1], Math.max(0, after[0]), Math.max(0, after[1])];
  if (layer.kind === 'maxPool') {
    return tf.maxPool(padded(tf, input, sides, -3.4e38), kernel, stride, 'valid');
  }
  const countsAlong = (axis: 0 | 1, extent: number, places: number) =>
    Array.from({ length: places }, (_, place) => {
      const start = place * stride[axis] - padding[axis];
      const [low, high] = layer.countIncludePad ? [-padding[axis], extent + padding[axis + 2]] : [0, extent];
      return Math.min(start + kernel[axis], high) - Math.max(start, low);
    });
  const rows = countsAlong(0, height, output.height);
  const columns = countsAlong(1, width, output.width);
  const counts = tf.tensor4d(
    rows.flatMap((row) => columns.map((column) => (kernel[0] * kernel[1]) / (row * column))),
    [1, output.height, output.width, 1],
  );
  return tf.mul(tf.avgPool(padded(tf, input, sides), kernel, stride, 'valid'), counts);
}

function activated(tf: Tfjs, layer: Activation, x: Tensor4D): Tensor4D {
  const zero = tf.scalar(0);
  switch (layer.kind) {
    case 'relu':
      return tf.relu(x);
    case 'clip':
      return tf.minimum(tf.maximum(x, layer.low), layer.high);
    case 'leakyRelu':
      return tf.add(tf.maximum(x, zero), tf.mul(tf.minimum(x, zero), layer.slope));
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'hardSigmoid':
      return tf.minimum(tf.maximum(tf.add(tf.mul(x, layer.slope), layer.offset), 0), 1);
    case 'tanh':
      return tf.tanh(x);
    case 'silu':
      return tf.mul(x, tf.sigmoid(x));
    case 'hardSwish':
      return tf.div(tf.mul(x, tf.minimum(tf.maximum(tf.add(x, 3), 0), 6)), 6);
    case 'gelu': {
      if (layer.approximation === 'none') {
        return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1));
      }
      const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.mul(x, x), x), 0.044715)), Math.sqrt(2 / Math.PI));
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
    }
  }
}

/** The output of one layer. `inputs` holds what it takes. */
export function applyLayer(
  tf: Tfjs,
  { layer, shape, inputShapes }: GraphNode,
  tensors: MemberTensors,
  inputs: Tensor4D[],
): Tensor4D {
  const [input] = inputs;
  const part = (name: string) => tensors[`${layer.name}.${name}`];
  if (isActivation(layer)) return activated(tf, layer, input);
  const flat = () => {
    const [images] = input.shape;
    return tf.reshape<Rank.R2>(tf.transpose(input, [0, 3, 1, 2]), [images, input.size / images]);
  };
  switch (layer.kind) {
    case 'conv':
      return convolve(tf, layer, tensors, input);
    case 'batchNorm': {
      const [gamma, beta, mean, variance] = ['weight', 'bias', 'mean', 'variance'].map(
        (name) => part(name) as Tensor1D,
      );
      return tf.batchNorm4d(input, mean, variance, beta, gamma, layer.epsilon);
    }
    case 'scale': {
      const scaled = tf.mul<Tensor4D>(input, part('weight'));
      return layer.bias ? tf.add(scaled, part('bias')) : scaled;
    }
    case 'layerNorm': {
      const { mean, variance } = tf.moments(input, [3], true);
      const centred = tf.div(tf.sub(input, mean), tf.sqrt(tf.add(variance, layer.epsilon)));
      return tf.add(tf.mul(centred, part('weight')), part('bias'));
    }
    case 'prelu':
      return tf.add(tf.maximum(input, 0), tf.mul(tf.minimum(input, 0), part('weight')));
    case 'dense': {
      const sum = tf.matMul(flat(), part('weight') as Tensor2D, false, true);
      const output = layer.bias ? tf.add(sum, part('bias')) : sum;
      return tf.reshape<Rank.R4>(output, [input.shape[0], 1, 1, layer.output]);
    }
    case 'maxPool':
    case 'averagePool':
      return pool(tf, layer, input, shape);
    case 'globalAverage':
      return tf.mean(input, [1, 2], true);
    case 'globalMax':
      // Unlike tf.max's, its gradient goes to one of several largest values alone, the first, as PyTorch's.
      return tf.maxPool(input, [inputShapes[0].height, inputShapes[0].width], 1, 'valid');
    case 'add':
      return inputs.reduce((sum, each) => tf.add(sum, each));
    case 'multiply':
      return inputs.reduce((product, each) => tf.mul(product, each));
    case 'concatenate':
      return tf.concat(inputs, 3);
    case 'flatten':
      return tf.reshape<Rank.R4>(flat(), [input.shape[0], 1, 1, shape.channels]);
    case 'pad':
      return padded(tf, input, sidesOf(layer.padding), layer.value ?? 0);
    case 'shuffle':
    case 'slice':
      return tf.gather(input, tf.tensor1d(channelOrder(layer, inputShapes[0]), 'int32'), 3);
    case 'softmax':
      return input;
    case 'round': {
      const [step, zero] = tf.split(part('grid') as Tensor1D, 2);
      const codes = tf.round(tf.div(input, step));
      return tf.mul(tf.minimum(tf.maximum(codes, tf.neg(zero)), tf.sub(255, zero)), step);
    }
  }
}
