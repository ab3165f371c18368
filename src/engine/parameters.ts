/** A step's numbers, from the tensors of a population. */
import { memberValues, type Population, tensorOf } from '../model/population';
import type { AffineStep, ConvStep, LayerNormStep, PreluStep } from './steps';

function values(population: Population, name: string, member: number, expected: number): Float32Array {
  const tensor = memberValues(tensorOf(population, name), member);
  if (tensor.length !== expected) {
    throw new Error(
      `Expected ${expected} values for member ${member} in tensor "${name}" of population ` +
        `${population.key}, but found ${tensor.length}.`,
    );
  }
  return tensor;
}

/**
 * One member's kernel for a step, row-major [output channels, input channels of a group, kernel height,
 * kernel width], as a view.
 */
export function kernelOf(population: Population, step: ConvStep, member: number): Float32Array {
  const { kernel, input, output, groups } = step;
  const size = output.channels * (input.channels / groups) * kernel[0] * kernel[1];
  return values(population, `${step.name}.weight`, member, size);
}

/** Scale and shift of each channel. */
export type Folded = { scale: Float32Array; shift: Float32Array };

/**
 * What follows a convolution's sum, per output channel: y = scale * sum + shift, with scale = gamma /
 * sqrt(variance + epsilon) and shift = beta + (bias - mean) * scale. Computed in float64, rounded once.
 * Without BatchNorm scale is 1.
 */
export function fold(population: Population, step: ConvStep | AffineStep, member: number): Folded {
  const { channels } = step.output;
  const scale = new Float32Array(channels).fill(1);
  const shift = new Float32Array(channels);
  const bias =
    step.kind === 'conv' && step.bias
      ? values(population, `${step.name}.bias`, member, channels)
      : new Float32Array(channels);
  if (step.norm?.kind === 'batchNorm') {
    const { name, epsilon } = step.norm;
    const [gamma, beta, mean, variance] = ['weight', 'bias', 'mean', 'variance'].map((part) =>
      values(population, `${name}.${part}`, member, channels),
    );
    for (let channel = 0; channel < channels; channel++) {
      const factor = gamma[channel] / Math.sqrt(variance[channel] + epsilon);
      scale[channel] = factor;
      shift[channel] = beta[channel] + (bias[channel] - mean[channel]) * factor;
    }
  } else if (step.norm?.kind === 'scale') {
    const { name } = step.norm;
    const factors = values(population, `${name}.weight`, member, channels);
    const offsets = step.norm.bias ? values(population, `${name}.bias`, member, channels) : null;
    for (let channel = 0; channel < channels; channel++) {
      scale[channel] = factors[channel];
      shift[channel] = (offsets?.[channel] ?? 0) + bias[channel] * factors[channel];
    }
  } else {
    shift.set(bias);
  }
  return { scale, shift };
}

/** Scale and shift of a LayerNorm, or the slopes of a PReLU as scales without shift, one a channel. */
export function channelFactors(
  population: Population,
  step: LayerNormStep | PreluStep,
  member: number,
): Folded {
  const { channels } = step.output;
  if (step.kind === 'layerNorm') {
    const [scale, shift] = ['weight', 'bias'].map((part) =>
      values(population, `${step.name}.${part}`, member, channels),
    );
    return { scale, shift };
  }
  const slopes = memberValues(tensorOf(population, `${step.name}.weight`), member);
  const scale = slopes.length === 1 ? new Float32Array(channels).fill(slopes[0]) : slopes;
  return { scale, shift: new Float32Array(channels) };
}
