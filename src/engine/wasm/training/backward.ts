// Backward through a plan: gradients of every trainable value and of every output but the network's input.
import { hasBatchNorm } from '../../steps';
import type { BatchNorms } from './batchNorms';
import { hasRelu, type Layout, type Placed, type Values } from './layout';
import { backwardPlain } from './plainBackward';
import { isPlain } from './plainSteps';

/**
 * Returns what runs the loaded batch backward, once its loss has been taken, into gradients of the same names
 * as the values.
 */
export function createBackward(layout: Layout, { again, statisticsOf }: BatchNorms) {
  const { kernels, groups, images, steps, tables, floats, doubles, group, inner, placeOf, grid, gridAt } =
    layout;
  const { identity, relu, factors, sums, scratch } = tables;
  const given = new Uint8Array(steps.length);

  /**
   * Adds what `write` puts at a place to the gradient of a value, group by group; the first to write writes
   * in place.
   */
  function give(value: number, write: (index: number, at: number) => void): void {
    if (value < 0) return;
    const { gradient, step } = steps[value];
    const { channels: count, height, width } = step.output;
    const first = given[value] === 0;
    given[value] = 1;
    for (let index = 0; index < groups; index++) {
      write(index, first ? group(gradient, index) : scratch);
      if (first) continue;
      const into = inner(gradient, index);
      const more = [scratch + gradient.inner, gradient.row, gradient.channel] as const;
      kernels.add(...into, ...more, ...into, count, height, width, -Infinity);
    }
  }

  /**
   * The gradient behind a step's ReLU and BatchNorm into `target`, and the gradients of gamma and beta, or of
   * the bias, into `gradients`.
   */
  function backwardNorm(
    position: number,
    from: Placed,
    target: Placed | null,
    values: Values,
    gradients: Values,
  ): void {
    const { step, gradient } = steps[position];
    const { channels: count, height, width } = step.output;
    const masked = hasRelu(step);
    const statistic = hasBatchNorm(step) ? statisticsOf(position) : null;
    const norm = step.kind === 'conv' || step.kind === 'affine' ? step.norm : null;
    if (norm) again(position, norm, values);
    else for (let c = 0; c < count; c++) floats(relu, count * 3).set([1, 0, 0], 3 * c);
    doubles(sums, count * 2).fill(0);
    for (let index = 0; index < groups; index++) {
      kernels.normSums(
        ...inner(from, index),
        ...inner(gradient, index),
        count,
        height,
        width,
        relu,
        masked,
        sums,
      );
    }
    const totals = doubles(sums, count * 2);
    const triples = floats(factors, count * 3);
    const pixels = images * height * width;
    for (let channel = 0; channel < count; channel++) {
      const [passed, product] = [totals[2 * channel], totals[2 * channel + 1]];
      if (!statistic) {
        const scale = norm ? floats(relu, count * 3)[3 * channel] : 1;
        triples.set([scale, 0, 0], 3 * channel);
        if (norm) gradients[`${norm.name}.weight`][channel] = product;
        if (norm?.kind === 'scale' && norm.bias) gradients[`${norm.name}.bias`][channel] = passed;
        if (step.kind === 'conv' && step.bias) gradients[`${step.name}.bias`][channel] = scale * passed;
        continue;
      }
      const inverse = statistic.inverses[channel];
      const scale = floats(relu, count * 3)[3 * channel];
      triples.set(
        [scale, (-scale * inverse * inverse * product) / pixels, (-scale * passed) / pixels],
        3 * channel,
      );
      if (hasBatchNorm(step)) {
        gradients[`${step.norm.name}.weight`][channel] = product * inverse;
        gradients[`${step.norm.name}.bias`][channel] = passed;
      }
      // A bias before a BatchNorm changes nothing.
      if (step.kind === 'conv' && step.bias) gradients[`${step.name}.bias`][channel] = 0;
    }
    const apply = (index: number, to: readonly [number, number, number]) =>
      kernels.normGradient(
        ...inner(from, index),
        ...inner(gradient, index),
        ...to,
        count,
        height,
        width,
        relu,
        masked,
        factors,
      );
    if (target) {
      for (let index = 0; index < groups; index++) apply(index, inner(target, index));
      return;
    }
    for (const value of steps[position].inputs) {
      give(value, (index, at) => {
        const layout = steps[value].gradient;
        apply(index, [at + layout.inner, layout.row, layout.channel]);
      });
    }
  }

  function backwardStep(position: number, values: Values, gradients: Values): void {
    const { step, out, raw, rawGradient, gradient, convolution, inputs: from } = steps[position];
    if (step.kind === 'globalAverage') {
      const { height, width } = step.input;
      give(from[0], (index, at) => {
        const layout = steps[from[0]].gradient;
        new Uint8Array(kernels.memory.buffer, at, layout.bytes).fill(0);
        kernels.spreadPixel(
          group(gradient, index) + gradient.inner,
          gradient.channel,
          at + layout.inner,
          layout.row,
          layout.channel,
          step.output.channels,
          height,
          width,
          1 / (height * width),
        );
      });
      return;
    }
    const plain = isPlain(step) ? step : null;
    if (plain) {
      const own = 'name' in plain ? [`${plain.name}.weight`, `${plain.name}.bias`] : [];
      for (const name of own) gradients[name]?.fill(0);
      from.forEach((value, which) => {
        give(value, (index, at) => {
          const layout = steps[value].gradient;
          new Uint8Array(kernels.memory.buffer, at, layout.bytes).fill(0);
          const read = from.map((number) => grid(placeOf(number), index));
          backwardPlain(plain, read, grid(gradient, index), which, gridAt(layout, at), { values, gradients });
        });
      });
      return;
    }
    const normed = raw ?? (step.kind === 'affine' && step.norm ? placeOf(from[0]) : out);
    backwardNorm(position, normed, rawGradient, values, gradients);
    if (step.kind !== 'conv' || !convolution || !rawGradient) return;
    convolution.clearGradient();
    const source = placeOf(from[0]);
    for (let index = 0; index < groups; index++) {
      convolution.addGradient(group(source, index), group(rawGradient, index));
    }
    convolution.readGradient(gradients[`${step.name}.weight`]);
    give(from[0], (index, at) => convolution.inputGradient(group(rawGradient, index), at, identity));
  }

  return function backward(values: Values, gradients: Values): void {
    given.fill(0);
    given[steps.length - 1] = 1;
    for (let position = steps.length - 1; position >= 0; position--) {
      if (given[position] === 1) backwardStep(position, values, gradients);
    }
  };
}
