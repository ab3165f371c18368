import type { Population } from '../model/population';
import { recalibratedPopulation } from '../model/recalibrate';
import type { Shard } from '../model/shard';
import type { PredictionBatch } from './device';
import { fold } from './parameters';
import { planSteps } from './plan';
import { bareStep, inputValues, runStep, type Values } from './referenceSteps';
import { hasBatchNorm, type Plan } from './steps';

/** The logits of one member for one image of a shard, in float64 throughout. */
function logitsOf(plan: Plan, population: Population, member: number, shard: Shard, image: number): Values {
  const buffers: Values[] = [inputValues(shard, image, population.architecture.input)];
  for (const step of plan.steps) runStep(step, population, member, buffers);
  return buffers[plan.output];
}

/**
 * What a network answers: the class with the largest logit (of equals the smallest index), and the softmax
 * probabilities of that and of the true class. The rank of the true class is the number of classes with a
 * larger logit, of equals those of smaller index. NaN counts as minus infinity, and equal infinities share
 * the probability.
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

/**
 * Runs a whole population in plain TypeScript, slow and obvious: what every device is compared with. Logits
 * included.
 */
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

/**
 * Re-estimates BatchNorm statistics layer by layer in plain TypeScript: the reference for
 * `Device.recalibrate`.
 */
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
      if (hasBatchNorm(step)) {
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
