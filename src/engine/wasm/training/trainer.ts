// Forward in training mode, loss, and backward through a plan, a batch at a time, images innermost.
import { hasBatchNorm, type Norm, type Plan, readsOf, type Step } from '../../steps';
import type { Costs } from '../channels';
import { createArena, type Kernels, LANES } from '../kernels';
import { type BufferLayout, bufferLayout } from '../program';
import { type Convolution, createConvolution, gradientBorder } from './kernelTables';

/** Tensor name to values: trainable values, or their gradients. */
export type Values = Record<string, Float32Array>;

/** What a batch gave: the sum of the cross-entropies in nats, and how many images the network classified right. */
export type BatchResult = { loss: number; right: number };

/** One layout, once for every group of images. */
type Placed = BufferLayout & { at: number };

type TrainedStep = {
  step: Step;
  /** Number of the step whose output each input is; -1 for the network's input. */
  inputs: number[];
  /** The output. */
  out: Placed;
  /** The loss's gradient by the output; the network's input has none. */
  gradient: Placed;
  /** A convolution's sum before its BatchNorm, and the gradient by it. */
  raw: Placed | null;
  rawGradient: Placed | null;
  convolution: Convolution | null;
};

const RELU = 'relu';

/** Why a step cannot be trained; null where it can. */
function refusal(step: Step): string | null {
  if ('activation' in step && step.activation && step.activation.kind !== RELU) return step.activation.kind;
  if (step.kind === 'conv') {
    const { groups, dilation, norm, name } = step;
    if (groups !== 1) return `${name}, a convolution in ${groups} groups`;
    if (dilation[0] !== 1 || dilation[1] !== 1) return `${name}, a dilated convolution`;
    return norm?.kind === 'scale' ? `${norm.name}, a scale` : null;
  }
  if (step.kind === 'affine') return step.norm?.kind === 'scale' ? `${step.norm.name}, a scale` : null;
  if (step.kind === 'add') {
    const { otherShape: other, output } = step;
    return other.height === output.height && other.width === output.width ? null : 'an addition that repeats';
  }
  return step.kind === 'globalAverage' ? null : step.kind;
}

/** Refuses what has no backward kernel yet, all of it in one sentence. */
export function refuseUntrainable(plan: Plan): void {
  const refused = [...new Set(plan.steps.map(refusal).filter((reason) => reason !== null))];
  if (refused.length === 0) return;
  throw new Error(
    `Expected convolutions, BatchNorm, ReLU, additions, a global average and dense layers to train, but the network has ${refused.join('; ')}.`,
  );
}

/** The steps that give what each step reads; buffers of a plan are reused, values are not. */
function stepInputs(plan: Plan): number[][] {
  const owner = new Map<number, number>([[0, -1]]);
  return plan.steps.map((step, position) => {
    const inputs = readsOf(step).map((buffer) => owner.get(buffer)!);
    owner.set(step.target, position);
    return inputs;
  });
}

/**
 * A plan laid out for training with `groups` x 16 images a batch. Memory from the kernels' heap on is its own until `createTrainer` is
 * called again or anything else uses the kernels.
 */
export function createTrainer(kernels: Kernels, plan: Plan, channels: number, groups: number, costs: Costs) {
  refuseUntrainable(plan);
  const arena = createArena(kernels, kernels.heapBase());
  const images = groups * LANES;
  const place = (layout: BufferLayout): Placed => {
    const at = arena.take(layout.bytes * groups);
    new Uint8Array(kernels.memory.buffer, at, layout.bytes * groups).fill(0);
    return { ...layout, at };
  };
  const input = place(bufferLayout(plan.buffers[0]));
  const outputs: BufferLayout[] = [];
  const inputs = stepInputs(plan);
  const steps = plan.steps.map((step, position): TrainedStep => {
    const layout = bufferLayout(plan.buffers[step.target]);
    outputs.push(layout);
    const backward = inputs[position][0] >= 0;
    const trained: TrainedStep = {
      step,
      inputs: inputs[position],
      out: place(layout),
      gradient: place(layout),
      raw: null,
      rawGradient: null,
      convolution: null,
    };
    if (step.kind !== 'conv') return trained;
    const bare = bufferLayout({ ...step.output, border: 0 });
    const bordered = bufferLayout({ ...step.output, border: backward ? gradientBorder(step) : 0 });
    if (step.norm) trained.raw = place(bare);
    trained.rawGradient = place(bordered);
    const source = backward ? outputs[inputs[position][0]] : input;
    const target = step.norm ? bare : layout;
    trained.convolution = createConvolution(kernels, arena, step, source, bordered, target, backward, costs);
    return trained;
  });
  const widest = Math.max(channels, ...plan.steps.map(({ output }) => output.channels), 1);
  const [identity, affine, relu, factors] = [8, 8, 12, 12].map((bytes) => arena.take(widest * bytes));
  const sums = arena.take(widest * 16);
  const moments = arena.take(widest * 24);
  const normalisation = arena.take(channels * 8);
  const scratch = arena.take(Math.max(...outputs.map(({ bytes }) => bytes)));
  const picture = arena.take(plan.buffers[0].height * plan.buffers[0].width * channels * LANES);
  const floats = (at: number, count: number) => new Float32Array(kernels.memory.buffer, at, count);
  const doubles = (at: number, count: number) => new Float64Array(kernels.memory.buffer, at, count);
  for (let channel = 0; channel < widest; channel++) floats(identity, 2 * widest).set([1, 0], 2 * channel);
  new Uint8Array(kernels.memory.buffer, scratch, arena.next - scratch).fill(0);

  const group = (placed: Placed, index: number) => placed.at + index * placed.bytes;
  const inner = (placed: Placed, index: number) =>
    [group(placed, index) + placed.inner, placed.row, placed.channel] as const;
  const placeOf = (number: number) => (number < 0 ? input : steps[number].out);
  const hasRelu = (step: Step) => 'activation' in step && step.activation !== null;
  const statistics: { mean: Float64Array; inverses: Float64Array }[] = [];

  /** Scale and shift of a step's BatchNorm on the batch's own statistics, into `affine` and, with the means, into `relu`. */
  function normalise(
    position: number,
    norm: Norm & { kind: 'batchNorm' },
    values: Values,
    from: Placed,
  ): void {
    const { channels: count, height, width } = plan.steps[position].output;
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

  function writeNorm(position: number, norm: Norm & { kind: 'batchNorm' }, values: Values): void {
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

  function forwardStep(position: number, values: Values): void {
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
    if (hasBatchNorm(step)) normalise(position, step.norm, values, normed);
    for (let index = 0; index < groups; index++) {
      const target = inner(out, index);
      if (step.kind === 'conv') {
        if (raw) kernels.scaleShift(...inner(raw, index), ...target, count, height, width, affine, floor);
      } else if (step.kind === 'affine') {
        const pairs = hasBatchNorm(step) ? affine : identity;
        kernels.scaleShift(...inner(source, index), ...target, count, height, width, pairs, floor);
      } else if (step.kind === 'add') {
        const other = inner(placeOf(from[1]), index);
        kernels.add(...inner(source, index), ...other, ...target, count, height, width, floor);
      } else if (step.kind === 'globalAverage') {
        const { height: rows, width: columns } = step.input;
        kernels.globalAverage(...inner(source, index), target[0], target[2], count, rows, columns);
      }
    }
  }

  /** Softmax cross-entropy of the last step's outputs, and its gradient, the mean over the batch. */
  function lossOf(truths: Uint16Array): BatchResult {
    const last = steps[steps.length - 1];
    const result = { loss: 0, right: 0 };
    const logits = new Float64Array(plan.classes);
    for (let index = 0; index < groups; index++) {
      const from = (inner(last.out, index)[0] / 4) | 0;
      const to = (inner(last.gradient, index)[0] / 4) | 0;
      const memory = new Float32Array(kernels.memory.buffer);
      const stride = last.out.channel / 4;
      for (let lane = 0; lane < LANES; lane++) {
        const truth = truths[index * LANES + lane];
        let best = 0;
        for (let klass = 0; klass < plan.classes; klass++) {
          logits[klass] = memory[from + klass * stride + lane];
          if (logits[klass] > logits[best]) best = klass;
        }
        const highest = logits[best];
        let sum = 0;
        for (let klass = 0; klass < plan.classes; klass++) sum += Math.exp(logits[klass] - highest);
        result.loss += Math.log(sum) - (logits[truth] - highest);
        if (best === truth) result.right++;
        for (let klass = 0; klass < plan.classes; klass++) {
          const share = Math.exp(logits[klass] - highest) / sum - (klass === truth ? 1 : 0);
          memory[to + klass * stride + lane] = share / images;
        }
      }
    }
    return result;
  }

  const given = new Uint8Array(steps.length);

  /** Adds what `write` puts at a place to the gradient of a value, group by group; the first to write writes in place. */
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

  /** The gradient behind a step's ReLU and BatchNorm into `target`, and the gradients of gamma and beta, or of the bias, into `gradients`. */
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
    const statistic = hasBatchNorm(step) ? statistics[position] : null;
    if (hasBatchNorm(step)) writeNorm(position, step.norm, values);
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
        triples.set([1, 0, 0], 3 * channel);
        if (step.kind === 'conv' && step.bias) gradients[`${step.name}.bias`][channel] = passed;
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

  return {
    /** Images of a batch. */
    images,

    /** Pixels to the network's input: `bytes` has group after group of [channel][row][column][16 images]. */
    load(bytes: Uint8Array, mean: readonly number[], std: readonly number[]): void {
      const { height, width } = plan.buffers[0];
      const size = height * width * channels * LANES;
      for (let channel = 0; channel < channels; channel++) {
        const pair = [1 / (255 * std[channel]), -mean[channel] / std[channel]];
        floats(normalisation, channels * 2).set(pair, 2 * channel);
      }
      for (let index = 0; index < groups; index++) {
        new Uint8Array(kernels.memory.buffer, picture, size).set(
          bytes.subarray(index * size, (index + 1) * size),
        );
        kernels.scaleImages(picture, ...inner(input, index), channels, height, width, normalisation);
      }
    },

    /** From now on the kernel of a convolution is masked: 1 where a weight counts, 0 where it does not. */
    setMask(name: string, mask: Uint8Array | null): void {
      for (const { step, convolution } of steps) {
        if (step.kind === 'conv' && step.name === name) convolution?.setMask(mask);
      }
    },

    /**
     * Runs the loaded batch forward and backward. `values` are the trainable tensors, kernels with zeros where they are masked; `gradients`, of
     * the same names and sizes, take the gradients of the mean cross-entropy.
     */
    run(values: Values, truths: Uint16Array, gradients: Values): BatchResult {
      for (const { step, convolution } of steps) {
        if (step.kind === 'conv') convolution?.setWeights(values[`${step.name}.weight`]);
      }
      steps.forEach((_, position) => {
        forwardStep(position, values);
      });
      const result = lossOf(truths);
      given.fill(0);
      given[steps.length - 1] = 1;
      for (let position = steps.length - 1; position >= 0; position--) {
        if (given[position] === 1) backwardStep(position, values, gradients);
      }
      return result;
    },
  };
}
