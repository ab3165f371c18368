// BatchNorm on a batch's own statistics, or a scale of its own: scale and shift, which backward reads again.
import type { Norm } from '../../steps';
import { LANES } from '../kernels';
import type { Layout, Placed, Values } from './layout';

type BatchNorm = Norm & { kind: 'batchNorm' };

/** The mean of each channel, and one over its standard deviation. */
type Statistics = { mean: Float64Array; inverses: Float64Array };

/** The BatchNorms of a layout; statistics are those of the batch that ran forward last. */
export function createBatchNorms({ kernels, groups, steps, tables, floats, doubles, inner }: Layout) {
  const { affine, relu, moments } = tables;
  const statistics: Statistics[] = [];

  /**
   * Scale and shift of a step's BatchNorm on the batch's own statistics, into `affine` and, with the means,
   * into `relu`.
   */
  function normalise(position: number, norm: BatchNorm, values: Values, from: Placed): void {
    const { channels: count, height, width } = steps[position].step.output;
    doubles(moments, count * 3).fill(0);
    for (let index = 0; index < groups; index++) {
      kernels.accumulateMoments(...inner(from, index), count, height, width, LANES, moments);
    }
    const found = doubles(moments, count * 3);
    const mean = new Float64Array(count);
    const inverses = new Float64Array(count);
    for (let channel = 0; channel < count; channel++) {
      mean[channel] = found[3 * channel + 1];
      inverses[channel] = 1 / Math.sqrt(found[3 * channel + 2] / found[3 * channel] + norm.epsilon);
    }
    statistics[position] = { mean, inverses };
    writeNorm(position, norm, values);
  }

  function writeNorm(position: number, norm: BatchNorm, values: Values): void {
    const { mean, inverses } = statistics[position];
    const [gamma, beta] = [values[`${norm.name}.weight`], values[`${norm.name}.bias`]];
    const pairs = floats(affine, mean.length * 2);
    const triples = floats(relu, mean.length * 3);
    for (let channel = 0; channel < mean.length; channel++) {
      const scale = gamma[channel] * inverses[channel];
      const shift = beta[channel] - mean[channel] * scale;
      pairs.set([scale, shift], 2 * channel);
      triples.set([scale, shift, mean[channel]], 3 * channel);
    }
  }

  /**
   * Scale and shift of a step's norm as it is now, into `affine` and, with what is taken from values first,
   * into `relu`.
   */
  function prepare(position: number, norm: Norm, values: Values, from: Placed): void {
    if (norm.kind === 'batchNorm') normalise(position, norm, values, from);
    else writeScale(position, norm, values);
  }

  function writeScale(position: number, { name }: Norm, values: Values): void {
    const { channels: count } = steps[position].step.output;
    const [weights, biases] = [values[`${name}.weight`], values[`${name}.bias`]];
    const [pairs, triples] = [floats(affine, count * 2), floats(relu, count * 3)];
    for (let channel = 0; channel < count; channel++) {
      const [scale, shift] = [weights[channel], biases?.[channel] ?? 0];
      pairs.set([scale, shift], 2 * channel);
      triples.set([scale, shift, 0], 3 * channel);
    }
  }

  /** Writes them again, for the batch that ran forward last. */
  function again(position: number, norm: Norm, values: Values): void {
    if (norm.kind === 'batchNorm') writeNorm(position, norm, values);
    else writeScale(position, norm, values);
  }

  return { prepare, again, statisticsOf: (position: number): Statistics => statistics[position] };
}

export type BatchNorms = ReturnType<typeof createBatchNorms>;
