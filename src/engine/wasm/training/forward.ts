// Forward in training mode: group by group of images, all of them as far as a BatchNorm waits for the batch.
import { hasBatchNorm } from '../../steps';
import type { BatchNorms } from './batchNorms';
import { hasRelu, type Layout, type Values } from './layout';
import { forwardPlain } from './plainForward';
import { isPlain } from './plainSteps';

/** Returns what runs the loaded batch forward, and what makes a step's output again for a group. */
export function createForward(layout: Layout, norms: BatchNorms) {
  const { kernels, groups, steps, floats, group, inner, placeOf, grid } = layout;

  /** What a step does before the statistics of its BatchNorm are known. */
  function runSum(position: number, index: number): void {
    const { step, out, raw, convolution, inputs: from, tables } = steps[position];
    if (convolution) {
      const floor = raw || !hasRelu(step) ? -Infinity : 0;
      convolution.run(group(placeOf(from[0]), index), group(raw ?? out, index), tables.biases, floor);
    }
    if (hasBatchNorm(step)) norms.accumulate(position, index);
  }

  /** What follows. */
  function finish(position: number, index: number, values: Values): void {
    const { step, out, raw, inputs: from, tables } = steps[position];
    const { channels: count, height, width } = step.output;
    const floor = hasRelu(step) ? 0 : -Infinity;
    const source = placeOf(from[0]);
    const target = inner(out, index);
    const plain = isPlain(step) ? step : null;
    if (plain) {
      const read = from.map((number) => grid(placeOf(number), index));
      forwardPlain(plain, read, grid(out, index), values);
    } else if (step.kind === 'conv') {
      if (raw)
        kernels.scaleShift(...inner(raw, index), ...target, count, height, width, tables.affine, floor);
    } else if (step.kind === 'affine') {
      kernels.scaleShift(...inner(source, index), ...target, count, height, width, tables.affine, floor);
    } else if (step.kind === 'add') {
      const other = inner(placeOf(from[1]), index);
      kernels.add(...inner(source, index), ...other, ...target, count, height, width, floor);
    } else if (step.kind === 'globalAverage') {
      const { height: rows, width: columns } = step.input;
      kernels.globalAverage(...inner(source, index), target[0], target[2], count, rows, columns);
    }
  }

  /** Runs steps from `first` for a group, up to the sum of the next that waits for its BatchNorm. */
  function runFrom(first: number, index: number, values: Values): void {
    if (first >= 0) finish(first, index, values);
    for (let position = first + 1; position < steps.length; position++) {
      runSum(position, index);
      if (hasBatchNorm(steps[position].step)) return;
      finish(position, index, values);
    }
  }

  function forward(values: Values): void {
    norms.begin(values);
    for (const { step, tables } of steps) {
      if (step.kind !== 'conv' || !step.bias) continue;
      const pairs = floats(tables.biases, step.output.channels * 2);
      values[`${step.name}.bias`].forEach((bias, channel) => {
        pairs[2 * channel + 1] = bias;
      });
    }
    for (let index = 0; index < groups; index++) runFrom(-1, index, values);
    steps.forEach(({ step }, position) => {
      if (!hasBatchNorm(step)) return;
      norms.normalise(position, step.norm, values);
      for (let index = 0; index < groups; index++) runFrom(position, index, values);
    });
  }

  return { forward, finish };
}

export type Forward = ReturnType<typeof createForward>;
