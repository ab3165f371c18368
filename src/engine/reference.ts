import type { InputShape } from '../model/architecture';
import type { Population } from '../model/population';
import { gridValues, onGrid } from '../model/quantise';
import { recalibratedPopulation } from '../model/recalibrate';
import type { Shape } from '../model/shapes';
import type { Shard } from '../model/shard';
import type { PredictionBatch } from './device';
import { type ConvStep, fold, kernelOf, type Plan, type PoolStep, planSteps, type Step } from './plan';

/** Activations of one image, row-major [channel, row, column]. */
type Values = Float64Array;

const sizeOf = ({ channels, height, width }: Shape) => channels * height * width;

/** One image as the network sees it: (byte / 255 - mean) / std. */
function inputValues(shard: Shard, image: number, input: InputShape): Values {
  const { channels, height, width } = input;
  const values = new Float64Array(sizeOf(input));
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const byte = shard.images[(image * height * width + pixel) * channels + channel];
      values[channel * height * width + pixel] = (byte / 255 - input.mean[channel]) / input.std[channel];
    }
  }
  return values;
}

function convolve(step: ConvStep, kernel: Float32Array, source: Values): Values {
  const { input, output, stride, padding } = step;
  const [kernelHeight, kernelWidth] = step.kernel;
  const values = new Float64Array(sizeOf(output));
  for (let o = 0; o < output.channels; o++) {
    for (let y = 0; y < output.height; y++) {
      for (let x = 0; x < output.width; x++) {
        let sum = 0;
        for (let i = 0; i < input.channels; i++) {
          for (let ky = 0; ky < kernelHeight; ky++) {
            for (let kx = 0; kx < kernelWidth; kx++) {
              const row = y * stride + ky - padding;
              const column = x * stride + kx - padding;
              if (row < 0 || row >= input.height || column < 0 || column >= input.width) continue;
              const weight = kernel[((o * input.channels + i) * kernelHeight + ky) * kernelWidth + kx];
              sum += weight * source[(i * input.height + row) * input.width + column];
            }
          }
        }
        values[(o * output.height + y) * output.width + x] = sum;
      }
    }
  }
  return values;
}

function pool(step: PoolStep, source: Values): Values {
  const { input, output, size, stride } = step;
  const values = new Float64Array(sizeOf(output));
  for (let c = 0; c < output.channels; c++) {
    for (let y = 0; y < output.height; y++) {
      for (let x = 0; x < output.width; x++) {
        const window: number[] = [];
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            window.push(source[(c * input.height + y * stride + i) * input.width + x * stride + j]);
          }
        }
        const sum = window.reduce((a, b) => a + b, 0);
        values[(c * output.height + y) * output.width + x] =
          step.kind === 'maxPool' ? Math.max(...window) : sum / window.length;
      }
    }
  }
  return values;
}

function channelMeans({ channels, height, width }: Shape, source: Values): Values {
  const area = height * width;
  return Float64Array.from({ length: channels }, (_, c) => {
    return source.subarray(c * area, (c + 1) * area).reduce((a, b) => a + b, 0) / area;
  });
}

/** A step before its scale, shift and ReLU. */
function bareStep(step: Step, population: Population, member: number, buffers: Values[]): Values {
  const source = buffers[step.source];
  switch (step.kind) {
    case 'conv':
      return convolve(step, kernelOf(population, step, member), source);
    case 'affine':
      return source.slice();
    case 'add':
      return source.map((value, i) => value + buffers[step.other][i]);
    case 'globalAverage':
      return channelMeans(step.input, source);
    case 'round': {
      const { scale, zero } = gridValues(population, step.name, member);
      return source.map((value) => onGrid(value, scale, zero));
    }
    default:
      return pool(step, source);
  }
}

function runStep(step: Step, population: Population, member: number, buffers: Values[]): void {
  let values = bareStep(step, population, member, buffers);
  if (step.kind === 'conv' || step.kind === 'affine') {
    const { scale, shift } = fold(population, step, member);
    const area = step.output.height * step.output.width;
    values = values.map((value, i) => value * scale[Math.floor(i / area)] + shift[Math.floor(i / area)]);
  }
  if ('relu' in step && step.relu) values = values.map((value) => Math.max(value, 0));
  buffers[step.target] = values;
}

/** The logits of one member for one image of a shard, in float64 throughout. */
function logitsOf(plan: Plan, population: Population, member: number, shard: Shard, image: number): Values {
  const buffers: Values[] = [inputValues(shard, image, population.architecture.input)];
  for (const step of plan.steps) runStep(step, population, member, buffers);
  return buffers[plan.output];
}

/**
 * What a network answers: the class with the largest logit (of equals the smallest index), the softmax probabilities of that
 * and of the true class, and the rank of the true class: the number of classes with a larger logit, of equals those of
 * smaller index. NaN counts as minus infinity, and equal infinities share the probability.
 */
export function readOut(logits: ArrayLike<number>, truth: number) {
  const values = Array.from(logits, (value) => (Number.isNaN(value) ? -Infinity : value));
  const most = Math.max(...values);
  const relative = values.map((value) => (value === most ? 1 : Math.exp(value - most)));
  const sum = relative.reduce((a, b) => a + b, 0);
  const own = values[truth];
  return {
    label: values.indexOf(most),
    pPrediction: 1 / sum,
    pLabel: relative[truth] / sum,
    rankLabel: values.filter((value, klass) => value > own || (value === own && klass < truth)).length,
  };
}

/** Runs a whole population in plain TypeScript, slow and obvious: what every device is compared with. Logits included. */
export function runReference(population: Population, shard: Shard): Required<PredictionBatch> {
  const plan = planSteps(population.architecture);
  const members = population.members.map((_, member) => member);
  const total = members.length * shard.count;
  const batch = {
    members,
    start: 0,
    count: shard.count,
    labels: new Uint16Array(total),
    pPrediction: new Float32Array(total),
    pLabel: new Float32Array(total),
    rankLabel: new Uint16Array(total),
    logits: new Float32Array(total * plan.classes),
  };
  for (const member of members) {
    for (let image = 0; image < shard.count; image++) {
      const at = member * shard.count + image;
      const logits = logitsOf(plan, population, member, shard, image);
      const answer = readOut(logits, shard.labels[image]);
      batch.labels[at] = answer.label;
      batch.pPrediction[at] = answer.pPrediction;
      batch.pLabel[at] = answer.pLabel;
      batch.rankLabel[at] = answer.rankLabel;
      batch.logits.set(logits, at * plan.classes);
    }
  }
  return batch;
}

/** Mean and unbiased variance (0 for a single value) of each channel over all images, two passes. */
function moments(images: Values[], channels: number) {
  const area = images[0].length / channels;
  const count = images.length * area;
  const mean = new Float32Array(channels);
  const variance = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    const planes = images.map((values) => values.subarray(c * area, (c + 1) * area));
    let sum = 0;
    for (const plane of planes) for (const value of plane) sum += value;
    let squares = 0;
    for (const plane of planes) for (const value of plane) squares += (value - sum / count) ** 2;
    mean[c] = sum / count;
    variance[c] = count > 1 ? squares / (count - 1) : 0;
  }
  return { mean, variance };
}

/** Re-estimates BatchNorm statistics layer by layer in plain TypeScript: the reference for `Device.recalibrate`. */
export function recalibrateReference(population: Population, calibration: Shard): Population {
  const plan = planSteps(population.architecture);
  const { input } = population.architecture;
  const statistics = population.members.map((_, member) => {
    const renewed: Record<string, Float32Array> = {};
    let current = population;
    const images = Array.from({ length: calibration.count }, (_, image) => [
      inputValues(calibration, image, input),
    ]);
    for (const step of plan.steps) {
      if ((step.kind === 'conv' || step.kind === 'affine') && step.norm) {
        const { shift } = fold(current, { ...step, norm: null }, member);
        const { mean, variance } = moments(
          images.map((buffers) => bareStep(step, current, member, buffers)),
          step.output.channels,
        );
        renewed[`${step.norm.name}.mean`] = mean.map((value, channel) => value + shift[channel]);
        renewed[`${step.norm.name}.variance`] = variance;
        current = recalibratedPopulation(
          population,
          calibration,
          population.members.map((_, other) => {
            const names = Object.keys(renewed);
            return Object.fromEntries(
              names.map((name) => {
                const size = renewed[name].length;
                const before = population.tensors[name].data.subarray(other * size, (other + 1) * size);
                return [name, other === member ? renewed[name] : before];
              }),
            );
          }),
        );
      }
      for (const buffers of images) runStep(step, current, member, buffers);
    }
    return renewed;
  });
  return recalibratedPopulation(population, calibration, statistics);
}
