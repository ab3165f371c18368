import type { Rank, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { Architecture, InputShape } from '../../model/architecture';
import { type GraphNode, graphOf } from '../../model/graph';
import { type Pair, pairOf } from '../../model/layers/kind';
import type { BatchNorm } from '../../model/layers/normalisation';
import { memberValues, type Population, tensorOf } from '../../model/population';
import type { Shard } from '../../model/shard';
import type { Tfjs } from './backend';
import { applyLayer, type MemberTensors } from './layers';

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

/**
 * A kernel [output, input, height, width] with zeros between its rows and columns: tfjs dilates only at
 * stride 1.
 */
function dilated(values: Float32Array, [output, input, height, width]: number[], [down, across]: Pair) {
  const rows = (height - 1) * down + 1;
  const columns = (width - 1) * across + 1;
  const wide = new Float32Array(output * input * rows * columns);
  values.forEach((value, i) => {
    const y = Math.floor(i / width) % height;
    const plane = Math.floor(i / (width * height));
    wide[(plane * rows + y * down) * columns + (i % width) * across] = value;
  });
  return { values: wide, shape: [output, input, rows, columns] };
}

/**
 * Puts one member's tensors on the backend: convolution kernels as [height, width, input, output], all others
 * as they are.
 */
export function memberTensors(tf: Tfjs, population: Population, member: number): MemberTensors {
  const tensors: MemberTensors = {};
  const dilations = new Map(
    population.architecture.layers.flatMap((layer) =>
      layer.kind === 'conv' && layer.dilation ? [[`${layer.name}.weight`, pairOf(layer.dilation)]] : [],
    ),
  );
  for (const name of Object.keys(population.tensors)) {
    const stacked = tensorOf(population, name);
    const dilation = dilations.get(name);
    const own = memberValues(stacked, member).slice();
    const { values, shape } = dilation
      ? dilated(own, stacked.shape, dilation)
      : { values: own, shape: stacked.shape };
    tensors[name] = tf.tidy(() => {
      const tensor = tf.tensor(values, shape);
      return shape.length === 4 ? tf.transpose(tensor, [2, 3, 1, 0]) : tensor;
    });
  }
  return tensors;
}

/** The output of the last layer; `tensorsFor` gives a layer its tensors, told what it takes. */
export function runLayers(
  tf: Tfjs,
  architecture: Architecture,
  images: Tensor4D,
  tensorsFor: (node: GraphNode, inputs: Tensor4D[]) => MemberTensors,
): Tensor4D {
  const outputs: Tensor4D[] = [];
  for (const node of graphOf(architecture)) {
    const inputs = node.inputs.map((value) => (value < 0 ? images : outputs[value]));
    outputs.push(applyLayer(tf, node, tensorsFor(node, inputs), inputs));
  }
  return outputs[outputs.length - 1];
}

/** The logits of one member for a batch of images, [images, classes]. */
export function logitsOf(
  tf: Tfjs,
  architecture: Architecture,
  tensors: MemberTensors,
  images: Tensor4D,
): Tensor2D {
  return tf.tidy(() => {
    const last = runLayers(tf, architecture, images, () => tensors);
    return tf.reshape<Rank.R2>(last, [images.shape[0], -1]);
  });
}

/**
 * One member's BatchNorm statistics over a batch of images, layer by layer, each with the earlier ones
 * already re-estimated: tensors by name, variances unbiased.
 */
export function statisticsOf(
  tf: Tfjs,
  architecture: Architecture,
  tensors: MemberTensors,
  images: Tensor4D,
): MemberTensors {
  return tf.tidy(() => {
    const statistics: MemberTensors = {};
    runLayers(tf, architecture, images, ({ layer }, [input]) => {
      if (layer.kind === 'batchNorm') Object.assign(statistics, normStatistics(tf, layer, input));
      return { ...tensors, ...statistics };
    });
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
