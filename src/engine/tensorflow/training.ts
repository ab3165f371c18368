// Training on plain TensorFlow.js by its own gradients: the independent reference of every other device's.
import type { Scalar, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { Architecture } from '../../model/architecture';
import { pairOf } from '../../model/layers/kind';
import type { Shard } from '../../model/shard';
import {
  descend,
  maskedValues,
  type TensorValues,
  type TrainingState,
  trainableTensors,
} from '../../model/training';
import { checkShard } from '../check';
import type { EpochResult, EpochSettings, TrainingProgress } from '../device';
import { createEpoch, type Epoch, type StepResult, seenPixel } from '../epoch';
import { planSteps } from '../plan';
import { refuseUntrainable } from '../refusal';
import type { Tfjs } from './backend';
import type { MemberTensors } from './layers';
import { imagesTensor, runLayers } from './network';

/** A step's images, mirrored and moved, as a shard. */
function gathered(images: Shard, chosen: number[], { mirrored, shifts }: Epoch): Shard {
  const { height, width, channels } = images;
  const pixels = height * width;
  const bytes = new Uint8Array(chosen.length * pixels * channels);
  chosen.forEach((image, place) => {
    const [down, right] = [shifts[2 * image], shifts[2 * image + 1]];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const seen = seenPixel(images, y, x, mirrored[image], down, right);
        if (seen === null) continue;
        const from = (image * pixels + seen) * channels;
        bytes.set(images.images.subarray(from, from + channels), (place * pixels + y * width + x) * channels);
      }
    }
  });
  const labels = Uint16Array.from(chosen, (image) => images.labels[image]);
  return { ...images, count: chosen.length, images: bytes, labels };
}

/**
 * Kernels as `applyLayer` wants them, [height, width, input, output]. Dilation puts zeros between rows and
 * columns by a product with ones and zeros, which has a gradient.
 */
function arranged(tf: Tfjs, architecture: Architecture, values: MemberTensors): MemberTensors {
  const tensors = { ...values };
  for (const layer of architecture.layers) {
    if (layer.kind !== 'conv') continue;
    const name = `${layer.name}.weight`;
    const [output, input, height, width] = values[name].shape;
    const [down, across] = pairOf(layer.dilation ?? 1);
    const [rows, columns] = [(height - 1) * down + 1, (width - 1) * across + 1];
    const places = Array.from(
      { length: height * width },
      (_, tap) => Math.floor(tap / width) * down * columns + (tap % width) * across,
    );
    let kernel: Tensor = values[name];
    if (rows > height || columns > width) {
      const spread = tf.cast(tf.oneHot(tf.tensor1d(places, 'int32'), rows * columns), 'float32') as Tensor2D;
      const taps = tf.reshape(kernel, [output * input, height * width]) as Tensor2D;
      kernel = tf.reshape(tf.matMul(taps, spread), [output, input, rows, columns]);
    }
    tensors[name] = tf.transpose(kernel, [2, 3, 1, 0]);
  }
  return tensors;
}

/**
 * Mean cross-entropy in nats in training mode, every BatchNorm on the batch's own statistics, and the logits.
 */
function lossOf(
  tf: Tfjs,
  architecture: Architecture,
  values: MemberTensors,
  images: Tensor4D,
  truths: Tensor2D,
) {
  const tensors = arranged(tf, architecture, values);
  const last = runLayers(tf, architecture, images, ({ layer }, [input]) => {
    if (layer.kind !== 'batchNorm') return tensors;
    const { mean, variance } = tf.moments(input, [0, 1, 2]);
    return { ...tensors, [`${layer.name}.mean`]: mean, [`${layer.name}.variance`]: variance };
  });
  const logits = tf.reshape(last, [images.shape[0], -1]) as Tensor2D;
  const loss = tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), truths), 1))) as Scalar;
  return { loss, logits };
}

/** The loss, how many were right, and the gradients of one step by tfjs. */
async function step(
  tf: Tfjs,
  architecture: Architecture,
  shapes: ReadonlyMap<string, number[]>,
  values: TensorValues,
  batch: Shard,
): Promise<{ result: StepResult; gradients: TensorValues }> {
  const names = Object.keys(values);
  const images = imagesTensor(tf, batch, architecture.input, 0, batch.count);
  const found = tf.tidy(() => {
    const labels = tf.tensor1d(Int32Array.from(batch.labels), 'int32');
    const truths = tf.cast(tf.oneHot(labels, planSteps(architecture).classes), 'float32') as Tensor2D;
    const inputs = names.map((name) => tf.tensor(values[name], shapes.get(name)!));
    const named = (tensors: Tensor[]) => Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
    let right: Tensor | null = null;
    const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) => {
      const { loss, logits } = lossOf(tf, architecture, named(tensors), images, truths);
      right = tf.keep(tf.sum(tf.equal(tf.argMax(logits, 1), labels)));
      return loss;
    })(inputs);
    return { value, grads, right: right! as Tensor };
  });
  try {
    const [loss] = await found.value.data();
    const [right] = await found.right.data();
    const gradients: TensorValues = {};
    for (const [i, name] of names.entries()) {
      gradients[name] = Float32Array.from((await found.grads[i].data()) as Float32Array);
    }
    return { result: { loss: loss * batch.count, right }, gradients };
  } finally {
    tf.dispose([images, found.value, found.right, ...found.grads]);
  }
}

/** Trains for one epoch; the optimiser, the masks and the order are those of every device. */
export async function trainEpoch(
  tf: Tfjs,
  settings: EpochSettings,
  given: TrainingState,
  images: Shard,
  progress: TrainingProgress = () => {},
  signal?: AbortSignal,
): Promise<EpochResult> {
  const { architecture, recipe } = settings;
  const plan = planSteps(architecture);
  refuseUntrainable(plan);
  checkShard(architecture, plan.classes, images);
  const state = structuredClone(given);
  const epoch = createEpoch(settings, images.count, state, progress);
  const shapes = new Map(trainableTensors(architecture).map(({ name, shape }) => [name, shape]));
  for (let turn = 0; turn < epoch.turns; turn++) {
    signal?.throwIfAborted();
    const masks = epoch.masks(turn, state.values);
    if (masks) {
      state.masks = masks;
      epoch.masked(masks);
    }
    const batch = gathered(images, epoch.chosen(turn), epoch);
    const { result, gradients } = await step(tf, architecture, shapes, maskedValues(state), batch);
    // A masked weight reaches no output.
    for (const [name, mask] of Object.entries(state.masks ?? {})) {
      gradients[name].forEach((_, i, all) => {
        if (mask[i] === 0) all[i] = 0;
      });
    }
    descend(state, gradients, epoch.rate(turn), recipe);
    epoch.add(result);
  }
  return epoch.result(state);
}
