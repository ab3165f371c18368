import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { Population } from '../src/model/population';
import type { Shard } from '../src/model/shard';
import { type FoldedLayer, foldedLayers } from './folded';
import { batches, networkInput, type Prepared, writeLabels } from './page/engine';

type Tfjs = typeof import('@tensorflow/tfjs');
type FusedLayer = { layer: FoldedLayer; weights?: Tensor; bias?: Tensor1D };

function fusedLayers(tf: Tfjs, population: Population, member: number): FusedLayer[] {
  return foldedLayers(population, member).map((layer) => {
    if (layer.kind === 'globalAverage') return { layer };
    const { weights, bias, output, input, kernel } = layer;
    const tensor =
      layer.kind === 'dense'
        ? tf.tidy(() => tf.transpose(tf.tensor2d(weights, [output, input])))
        : tf.tidy(() => tf.transpose(tf.tensor4d(weights, [output, input, ...kernel]), [2, 3, 1, 0]));
    return { layer, weights: tensor, bias: tf.tensor1d(bias) };
  });
}

function logitsOf(tf: Tfjs, layers: FusedLayer[], images: Tensor4D): Tensor2D {
  return tf.tidy(() => {
    let current: Tensor = images;
    for (const { layer, weights, bias } of layers) {
      if (layer.kind === 'globalAverage') {
        current = tf.mean(current, [1, 2]);
        continue;
      }
      const activation = layer.relu ? 'relu' : 'linear';
      current =
        layer.kind === 'dense'
          ? tf.fused.matMul({ a: current as Tensor2D, b: weights as Tensor2D, bias, activation })
          : tf.fused.conv2d({
              x: current as Tensor4D,
              filter: weights as Tensor4D,
              strides: layer.stride,
              pad: layer.padding,
              bias,
              activation,
            });
    }
    return current as Tensor2D;
  });
}

/**
 * A population on tfjs: members one after the other, BatchNorm folded, bias and ReLU fused into convolution
 * and matrix product.
 */
export function prepareTfjs(tf: Tfjs, population: Population, shard: Shard, batch: number): Prepared {
  const { input } = population.architecture;
  const { length: members } = population.members;
  const networks = population.members.map((_, member) => fusedLayers(tf, population, member));
  // Of one channel, so that both orders of dimensions are the same.
  if (shard.channels !== 1) throw new Error(`Expected images of one channel, got ${shard.channels}.`);
  const values = networkInput(shard, input);
  const size = input.height * input.width;
  const inputs = batches(shard.count, batch).map(({ start, end }) => ({
    start,
    x: tf.tensor4d(values.slice(start * size, end * size), [end - start, input.height, input.width, 1]),
  }));
  return {
    async run() {
      const labels = new Uint16Array(members * shard.count);
      for (let member = 0; member < members; member++) {
        for (const { start, x } of inputs) {
          const logits = logitsOf(tf, networks[member], x);
          writeLabels(
            (await logits.data()) as Float32Array,
            logits.shape[1],
            labels,
            member * shard.count + start,
          );
          logits.dispose();
        }
      }
      return labels;
    },
    release() {
      for (const { weights, bias } of networks.flat()) tf.dispose([weights, bias].filter((each) => !!each));
      tf.dispose(inputs.map(({ x }) => x));
    },
  };
}
