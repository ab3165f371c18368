// BatchNorm on a batch's own statistics, or a scale of its own: scale and shift, which backward reads again.
import { hasBatchNorm, type Norm } from '../../steps';
import { LANES } from '../kernels';
import type { Layout, Placed, Values } from './layout';

type BatchNorm = Norm & { kind: 'batchNorm' };

/** The mean of each channel, and one over its standard deviation. */
type Statistics = { mean: Float64Array; inverses: Float64Array };

/** The BatchNorms of a layout; statistics are those of the batch that ran forward last. */
export function createBatchNorms({ kernels, steps, floats, doubles, inner, placeOf }: Layout) {
  const statistics: Statistics[] = [];

  /** What a step's norm and ReLU read; their output where there is no norm. */
  function normedOf(position: number): Placed {
    const { step, raw, out, inputs } = steps[position];
    return raw ?? (step.kind === 'affine' && step.norm ? placeOf(inputs[0]) : out);
  }

  /** Adds a group to the moments of a step's BatchNorm. */
  function accumulate(position: number, index: number): void {
    const { step, tables } = steps[position];
    const { channels: count, height, width } = step.output;
    const from = inner(normedOf(position), index);
    kernels.accumulateMoments(...from, count, height, width, LANES, tables.moments);
  }

  /** Scale and shift of a step's BatchNorm on the moments of the whole batch, into its tables. */
  function normalise(position: number, norm: BatchNorm, values: Values): void {
    const { step, tables } = steps[position];
    const count = step.output.channels;
    const found = doubles(tables.moments, count * 3);
    const mean = new Float64Array(count);
    const inverses = new Float64Array(count);
    for (let channel = 0; channel < count; channel++) {
      mean[channel] = found[3 * channel + 1];
      inverses[channel] = 1 / Math.sqrt(found[3 * channel + 2] / found[3 * channel] + norm.epsilon);
    }
    statistics[position] = { mean, inverses };
    const [gamma, beta] = [values[`${norm.name}.weight`], values[`${norm.name}.bias`]];
    write(position, (channel) => {
      const scale = gamma[channel] * inverses[channel];
      return [scale, beta[channel] - mean[channel] * scale, mean[channel]];
    });
  }

  function write(position: number, of: (channel: number) => [number, number, number]): void {
    const { step, tables } = steps[position];
    const count = step.output.channels;
    const [pairs, triples] = [floats(tables.affine, count * 2), floats(tables.relu, count * 3)];
    for (let channel = 0; channel < count; channel++) {
      const [scale, shift, centre] = of(channel);
      pairs.set([scale, shift], 2 * channel);
      triples.set([scale, shift, centre], 3 * channel);
    }
  }

  /** Forgets the moments of the batch before, and writes the scales that do not depend on the batch. */
  function begin(values: Values): void {
    steps.forEach(({ step, tables }, position) => {
      if (hasBatchNorm(step)) doubles(tables.moments, step.output.channels * 3).fill(0);
      else if ((step.kind === 'conv' || step.kind === 'affine') && step.norm) {
        const { name } = step.norm;
        const [weights, biases] = [values[`${name}.weight`], values[`${name}.bias`]];
        write(position, (channel) => [weights[channel], biases?.[channel] ?? 0, 0]);
      }
    });
  }

  return { begin, accumulate, normalise, normedOf, statisticsOf: (position: number) => statistics[position] };
}

export type BatchNorms = ReturnType<typeof createBatchNorms>;
