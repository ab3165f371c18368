import type { Tensor } from '@tensorflow/tfjs';
import type { Population } from '../../model/population';
import { prunePopulation } from '../../model/prune';
import { recalibratedPopulation } from '../../model/recalibrate';
import type { Shard } from '../../model/shard';
import type { Device, PredictionBatch } from '../device';
import { readOut } from '../reference';
import { remainingWork } from '../remaining';
import { type BackendName, type BackendOptions, loadTfjs, type Tfjs } from './backend';
import type { MemberTensors } from './layers';
import { imagesTensor, logitsOf, memberTensors, statisticsOf } from './network';
import { trainEpoch } from './training';

/** Images in one batch. */
const batchImages = 128;

const titles: Record<BackendName, string> = { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'JavaScript' };

/** One member's answers to images `start` to `start + count`, from their logits. */
function batchOf(
  logits: Float32Array,
  member: number,
  shard: Shard,
  start: number,
  count: number,
  withLogits: boolean,
): PredictionBatch {
  const batch: PredictionBatch = {
    members: [member],
    start,
    count,
    labels: new Uint16Array(count),
    pPrediction: new Float32Array(count),
    pLabel: new Float32Array(count),
    rankLabel: new Uint16Array(count),
    ...(withLogits ? { logits } : {}),
  };
  const classes = logits.length / count;
  for (let image = 0; image < count; image++) {
    const values = logits.subarray(image * classes, (image + 1) * classes);
    const answer = readOut(values, shard.labels[start + image]);
    batch.labels[image] = answer.label;
    batch.pPrediction[image] = answer.pPrediction;
    batch.pLabel[image] = answer.pLabel;
    batch.rankLabel[image] = answer.rankLabel;
  }
  return batch;
}

async function readLogits(
  tf: Tfjs,
  population: Population,
  tensors: MemberTensors,
  images: Parameters<typeof logitsOf>[3],
) {
  const logits = logitsOf(tf, population.architecture, tensors, images);
  try {
    return (await logits.data()) as Float32Array;
  } finally {
    logits.dispose();
  }
}

/**
 * The same work on plain TensorFlow.js: members one after the other, layer by layer, nothing fused or
 * compressed. An independent reference and a baseline, not made to be fast. It trains on the backends cpu and
 * webgpu; that of WebAssembly lacks gradients. Loads tfjs when called, never
 * before. Rejects with one sentence when the backend that was asked for is not to be had.
 */
export async function createTensorflowDevice(options: BackendOptions = {}): Promise<Device> {
  const { tf, backend } = await loadTfjs(options);
  return {
    name: 'tensorflow',
    description: `TensorFlow.js ${tf.version_core} · ${titles[backend]}`,
    async *run(population, shard, runOptions = {}): AsyncGenerator<PredictionBatch> {
      const { finished, signal, logits: wantsLogits } = runOptions;
      const members = population.members.length;
      const loaded: MemberTensors[] = [];
      try {
        const work = remainingWork(members, shard.count, batchImages, finished);
        for (const { start, count, members: runs } of work) {
          const images = imagesTensor(tf, shard, population.architecture.input, start, count);
          try {
            for (const { first, end } of runs) {
              for (let member = first; member < end; member++) {
                signal?.throwIfAborted();
                loaded[member] ??= memberTensors(tf, population, member);
                const logits = await readLogits(tf, population, loaded[member], images);
                signal?.throwIfAborted();
                yield batchOf(logits, member, shard, start, count, wantsLogits === true);
              }
            }
          } finally {
            images.dispose();
          }
        }
      } finally {
        for (const tensors of loaded) if (tensors) tf.dispose(tensors);
      }
    },
    prune: async (population, settings, signal) => {
      signal?.throwIfAborted();
      return prunePopulation(population, settings);
    },
    async recalibrate(population, calibration, progress = () => {}, signal) {
      const { input } = population.architecture;
      const images = imagesTensor(tf, calibration, input, 0, calibration.count);
      const statistics: Record<string, Float32Array>[] = [];
      try {
        for (let member = 0; member < population.members.length; member++) {
          signal?.throwIfAborted();
          const tensors = memberTensors(tf, population, member);
          const estimated = statisticsOf(tf, population.architecture, tensors, images);
          const values: Record<string, Float32Array> = {};
          try {
            for (const [name, tensor] of Object.entries<Tensor>(estimated)) {
              values[name] = (await tensor.data()) as Float32Array;
            }
          } finally {
            tf.dispose([tensors, estimated]);
          }
          statistics.push(values);
          progress((member + 1) / population.members.length);
        }
      } finally {
        images.dispose();
      }
      return recalibratedPopulation(population, calibration, statistics);
    },
    // The WebAssembly backend of tfjs has no gradient by a convolution's kernel.
    trainsAtOnce: 1,
    ...(backend === 'wasm'
      ? {}
      : {
          trainEpoch: (settings, state, images, progress, signal) =>
            trainEpoch(tf, settings, state, images, progress, signal),
        }),
    close() {},
  };
}
