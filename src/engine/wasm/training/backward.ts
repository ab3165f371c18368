// Backward through a plan: gradients of every trainable value and of every output but the network's input.
import { hasBatchNorm } from '../../steps';
import type { BatchNorms } from './batchNorms';
import type { Forward } from './forward';
import { hasRelu, type Layout, type Values } from './layout';
import { backwardPlain } from './plainBackward';
import { type Grid, hasParameters, isPlain, type PlainStep } from './plainSteps';

/** A step's gift to the gradient of a value that it reads: whether it is the first to give, and the last. */
type Gift = { value: number; first: boolean; last: boolean };

/** What each live step gives, in the order of its inputs; null for the network's input. */
function giftsOf({ steps }: Layout): (Gift | null)[][] {
  const gifts: (Gift | null)[][] = steps.map(() => []);
  const latest: (Gift | undefined)[] = new Array(steps.length).fill(undefined);
  for (let position = steps.length - 1; position >= 0; position--) {
    if (position < steps.length - 1 && !latest[position]) continue;
    gifts[position] = steps[position].inputs.map((value) => {
      if (value < 0) return null;
      const before = latest[value];
      if (before) before.last = false;
      const gift = { value, first: !before, last: true };
      latest[value] = gift;
      return gift;
    });
  }
  return gifts;
}

/**
 * Returns what runs the loaded batch backward, once its loss has been taken, into gradients of the same names
 * as the values. Group by group of images, each as far as a BatchNorm waits for the batch.
 */
export function createBackward(layout: Layout, { normedOf, statisticsOf }: BatchNorms, { finish }: Forward) {
  const { kernels, groups, images, steps, tables, floats, doubles, group, inner, placeOf, grid, gridAt } =
    layout;
  const { scratch } = tables;
  const gifts = giftsOf(layout);
  const last = steps.length - 1;

  /**
   * Adds what `write` puts at a place to the gradient of a value, of one group; the first to write writes in
   * place. After the last the sums that the value's own norm needs of its gradient are taken.
   */
  function give({ value, first, last: whole }: Gift, index: number, write: (at: number) => void): void {
    const { gradient, step } = steps[value];
    const { channels: count, height, width } = step.output;
    write(first ? group(gradient, index) : scratch);
    if (!first) {
      const into = inner(gradient, index);
      const more = [scratch + gradient.inner, gradient.row, gradient.channel] as const;
      kernels.add(...into, ...more, ...into, count, height, width, -Infinity);
    }
    if (whole) addSums(value, index);
  }

  function addSums(position: number, index: number): void {
    const { step, gradient, tables: own } = steps[position];
    if (step.kind === 'globalAverage' || isPlain(step)) return;
    const { channels: count, height, width } = step.output;
    const from = inner(normedOf(position), index);
    const given = inner(gradient, index);
    kernels.normSums(...from, ...given, count, height, width, own.relu, hasRelu(step), own.sums);
  }

  /**
   * From the sums of the batch, the factors of the gradient behind a step's ReLU and BatchNorm, and the
   * gradients of gamma and beta, or of the bias, into `gradients`.
   */
  function takeSums(position: number, gradients: Values): void {
    const { step, tables: own } = steps[position];
    const { channels: count, height, width } = step.output;
    const statistic = hasBatchNorm(step) ? statisticsOf(position) : null;
    const norm = step.kind === 'conv' || step.kind === 'affine' ? step.norm : null;
    const totals = doubles(own.sums, count * 2);
    const triples = floats(own.factors, count * 3);
    const relu = floats(own.relu, count * 3);
    const pixels = images * height * width;
    for (let channel = 0; channel < count; channel++) {
      const [passed, product] = [totals[2 * channel], totals[2 * channel + 1]];
      const scale = relu[3 * channel];
      if (!statistic) {
        triples.set([scale, 0, 0], 3 * channel);
        if (norm) gradients[`${norm.name}.weight`][channel] = product;
        if (norm?.kind === 'scale' && norm.bias) gradients[`${norm.name}.bias`][channel] = passed;
        if (step.kind === 'conv' && step.bias) gradients[`${step.name}.bias`][channel] = scale * passed;
        continue;
      }
      const inverse = statistic.inverses[channel];
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
  }

  /** The gradient behind a step's ReLU and BatchNorm, of one group. */
  function passNorm(position: number, index: number, to: readonly [number, number, number]): void {
    const { step, gradient, tables: own } = steps[position];
    const { channels: count, height, width } = step.output;
    const [from, given] = [inner(normedOf(position), index), inner(gradient, index)];
    const masked = hasRelu(step);
    kernels.normGradient(...from, ...given, ...to, count, height, width, own.relu, masked, own.factors);
  }

  /** One group behind a step that is neither plain nor an average. */
  function backwardGroup(position: number, index: number, values: Values): void {
    const { rawGradient, convolution, inputs: from } = steps[position];
    if (!convolution || !rawGradient) {
      for (const gift of gifts[position]) {
        if (!gift) continue;
        give(gift, index, (at) => {
          const { inner: first, row, channel } = steps[gift.value].gradient;
          passNorm(position, index, [at + first, row, channel]);
        });
      }
      return;
    }
    passNorm(position, index, inner(rawGradient, index));
    const [gift] = gifts[position];
    if (gift) give(gift, index, (at) => convolution.inputGradient(group(rawGradient, index), at));
    // What is remade is made from values that the sums just read, so that they come from a cache.
    if (from[0] >= 0 && steps[from[0]].remade) finish(from[0], index, values);
    convolution.addGradient(group(placeOf(from[0]), index), group(rawGradient, index));
  }

  function backwardPlainly(position: number, index: number, values: Values, gradients: Values): void {
    const { step, gradient, inputs: from } = steps[position];
    const passPlainly = (plain: PlainStep, which: number, into: Grid) => {
      const read = from.map((number) => grid(placeOf(number), index));
      backwardPlain(plain, read, grid(gradient, index), which, into, { values, gradients });
    };
    gifts[position].forEach((gift, which) => {
      if (!gift) {
        // Nobody asks for the gradient by the network's input, but the step's own parameters have theirs.
        if (hasParameters(step)) passPlainly(step, which, gridAt(gradient, scratch));
        return;
      }
      give(gift, index, (at) => {
        const into = steps[gift.value].gradient;
        if (isPlain(step)) {
          new Uint8Array(kernels.memory.buffer, at, into.bytes).fill(0);
          passPlainly(step, which, gridAt(into, at));
          return;
        }
        const { channels, height, width } = steps[gift.value].step.output;
        const share = 1 / (height * width);
        const [source, target] = [inner(gradient, index)[0], at + into.inner];
        kernels.spreadPixel(
          ...([source, gradient.channel, target, into.row, into.channel] as const),
          ...([channels, height, width, share] as const),
        );
      });
    });
  }

  function backwardStep(position: number, values: Values, gradients: Values): void {
    const { step, convolution } = steps[position];
    if (step.kind === 'globalAverage' || isPlain(step)) {
      const own = 'name' in step ? [`${step.name}.weight`, `${step.name}.bias`] : [];
      for (const name of own) gradients[name]?.fill(0);
      for (let index = 0; index < groups; index++) backwardPlainly(position, index, values, gradients);
      return;
    }
    takeSums(position, gradients);
    convolution?.clearGradient();
    for (let index = 0; index < groups; index++) backwardGroup(position, index, values);
    if (step.kind === 'conv') convolution?.readGradient(gradients[`${step.name}.weight`]);
  }

  return function backward(values: Values, gradients: Values): void {
    for (const { step, tables: own } of steps) doubles(own.sums, step.output.channels * 2).fill(0);
    for (let index = 0; index < groups; index++) addSums(last, index);
    for (let position = last; position >= 0; position--) {
      if (position === last || gifts[position].length > 0) backwardStep(position, values, gradients);
    }
  };
}
