import type { Architecture, Layer } from '../model/architecture';
import type { Population } from '../model/population';
import { prunePopulation } from '../model/prune';
import type { Shard } from '../model/shard';
import type { Device, RunOptions } from './device';
import { planSteps } from './plan';
import { recalibrateReference, runReference } from './reference';

/** The plain reference as a device. */
export const referenceDevice: Device = {
  name: 'wasm',
  description: 'reference',
  async *run(population, shard) {
    yield runReference(population, shard);
  },
  prune: async (population, settings) => prunePopulation(population, settings),
  recalibrate: async (population, calibration) => recalibrateReference(population, calibration),
  close() {},
};

/**
 * Runs a population and puts its batches together, [members, images]. `visits` counts how often each pair was
 * answered.
 */
export async function gather(device: Device, population: Population, shard: Shard, options: RunOptions = {}) {
  const { classes } = planSteps(population.architecture);
  const total = population.members.length * shard.count;
  const all = {
    labels: new Uint16Array(total),
    pPrediction: new Float32Array(total),
    pLabel: new Float32Array(total),
    rankLabel: new Uint16Array(total),
    logits: new Float32Array(total * classes),
    visits: new Uint8Array(total),
    batches: 0,
  };
  for await (const batch of device.run(population, shard, { logits: true, ...options })) {
    all.batches++;
    batch.members.forEach((member, row) => {
      for (let i = 0; i < batch.count; i++) {
        const from = row * batch.count + i;
        const to = member * shard.count + batch.start + i;
        all.labels[to] = batch.labels[from];
        all.pPrediction[to] = batch.pPrediction[from];
        all.pLabel[to] = batch.pLabel[from];
        all.rankLabel[to] = batch.rankLabel[from];
        all.visits[to]++;
        if (batch.logits) {
          all.logits.set(batch.logits.subarray(from * classes, (from + 1) * classes), to * classes);
        }
      }
    });
  }
  return all;
}

/** The largest difference, relative above 1; Infinity where either is NaN. */
export function worstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return worst;
}

/** An architecture of the given input extent, with a mean and deviation of its own for every channel. */
export function network(
  [channels, height, width]: [channels: number, height: number, width: number],
  layers: Layer[],
): Architecture {
  const ramp = (first: number) => Array.from({ length: channels }, (_, c) => first + c / 50);
  return { input: { channels, height, width, mean: ramp(0.3), std: ramp(0.25) }, layers };
}

/** A convolution called `name`. */
export function conv(
  name: string,
  input: number,
  output: number,
  kernel: [height: number, width: number],
  { stride = 1, padding = 0, bias = false } = {},
): Layer {
  return { kind: 'conv', name, input, output, kernel, stride, padding, bias };
}

/** A BatchNorm layer called `name`. */
export function norm(name: string, channels: number): Layer {
  return { kind: 'batchNorm', name, channels, epsilon: 1e-5 };
}

export const relu: Layer = { kind: 'relu' };

/** A residual network that uses every kind of layer, six classes. */
export const everyLayer = network(
  [3, 10, 9],
  [
    conv('a', 3, 9, [3, 3], { padding: 1, bias: true }),
    norm('an', 9),
    relu,
    conv('b', 9, 17, [3, 3], { stride: 2, padding: 1 }),
    norm('bn', 17),
    conv('c', 17, 17, [1, 1]),
    { kind: 'add', from: 4 },
    norm('cn', 17),
    relu,
    { kind: 'maxPool', size: 2, stride: 1 },
    { kind: 'averagePool', size: 2, stride: 2 },
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'd', input: 17, output: 6, bias: true },
  ],
);
