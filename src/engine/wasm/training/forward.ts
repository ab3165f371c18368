// Forward in training mode, a step at a time.
import type { BatchNorms } from './batchNorms';
import { hasRelu, type Layout, type Values } from './layout';
import { forwardPlain } from './plainForward';
import { isPlain } from './plainSteps';

/** Returns what runs a step forward over the loaded batch. */
export function createForward(layout: Layout, { prepare }: BatchNorms) {
  const { kernels, groups, steps, tables, floats, group, inner, placeOf, grid } = layout;
  const { identity, affine } = tables;

  return function forwardStep(position: number, values: Values): void {
    const { step, out, raw, convolution, inputs: from } = steps[position];
    const { channels: count, height, width } = step.output;
    const floor = hasRelu(step) ? 0 : -Infinity;
    const source = placeOf(from[0]);
    if (step.kind === 'conv' && convolution) {
      const bias = step.bias ? values[`${step.name}.bias`] : null;
      const pairs = floats(affine, count * 2);
      for (let channel = 0; channel < count; channel++) pairs.set([1, bias?.[channel] ?? 0], 2 * channel);
      const to = raw ?? out;
      for (let index = 0; index < groups; index++) {
        convolution.run(group(source, index), group(to, index), affine, raw ? -Infinity : floor);
      }
    }
    const normed = raw ?? source;
    if ((step.kind === 'conv' || step.kind === 'affine') && step.norm)
      prepare(position, step.norm, values, normed);
    const plain = isPlain(step) ? step : null;
    if (plain) {
      for (let index = 0; index < groups; index++) {
        const read = from.map((number) => grid(placeOf(number), index));
        forwardPlain(plain, read, grid(out, index), values);
      }
      return;
    }
    for (let index = 0; index < groups; index++) {
      const target = inner(out, index);
      if (step.kind === 'conv') {
        if (raw) kernels.scaleShift(...inner(raw, index), ...target, count, height, width, affine, floor);
      } else if (step.kind === 'affine') {
        const pairs = step.norm ? affine : identity;
        kernels.scaleShift(...inner(source, index), ...target, count, height, width, pairs, floor);
      } else if (step.kind === 'add') {
        const other = inner(placeOf(from[1]), index);
        kernels.add(...inner(source, index), ...other, ...target, count, height, width, floor);
      } else if (step.kind === 'globalAverage') {
        const { height: rows, width: columns } = step.input;
        kernels.globalAverage(...inner(source, index), target[0], target[2], count, rows, columns);
      }
    }
  };
}
