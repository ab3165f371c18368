// A plan laid out in memory for training: every output and its gradient once for each group of images, and
// the tables between them.

import { refuseUntrainable } from '../../refusal';
import { hasBatchNorm, type Plan, readsOf, type Step } from '../../steps';
import { createArena, type Kernels, LANES } from '../kernels';
import type { Costs } from '../packedKernels';
import { type BufferLayout, bufferLayout } from '../stepWriters';
import { type Convolution, createConvolution, gradientBorder } from './kernelTables';
import type { Grid } from './plainSteps';
import { separateActivations } from './separate';

/** Tensor name to values: trainable values, or their gradients. */
export type Values = Record<string, Float32Array>;

/** One layout, once for every group of images, `apart` bytes from one to the next; 0 where they share one. */
export type Placed = BufferLayout & { at: number; apart: number };

/**
 * Where a step's numbers by channel lie: (1, bias); scale and shift of its norm, alone and before the mean;
 * factors and sums of its gradient; moments.
 */
type Tables = Record<'biases' | 'affine' | 'relu' | 'factors' | 'sums' | 'moments', number>;

export type TrainedStep = {
  step: Step;
  /** Number of the step whose output each input is; -1 for the network's input. */
  inputs: number[];
  /** The output; where it is `remade`, of one group at a time, made again in backward for its reader. */
  out: Placed;
  remade: boolean;
  /** The loss's gradient by the output; the network's input has none. */
  gradient: Placed;
  /** A convolution's sum before its BatchNorm, and the gradient by it, of one group at a time. */
  raw: Placed | null;
  rawGradient: Placed | null;
  tables: Tables;
  convolution: Convolution | null;
};

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
 * Whether a step's output need not be kept. It is a BatchNorm's whose one reader runs before any other
 * batch's statistics are waited for. In backward that reader needs it no more, or can have it made again from
 * the sum before.
 */
function isRemade({ steps }: Plan, inputs: number[][], position: number): boolean {
  const step = steps[position];
  if (step.kind !== 'conv' || !hasBatchNorm(step)) return false;
  const readers = inputs.flatMap((from, reader) =>
    from.flatMap((each) => (each === position ? [reader] : [])),
  );
  if (readers.length !== 1 || steps.slice(position + 1, readers[0]).some(hasBatchNorm)) return false;
  return ['conv', 'globalAverage'].includes(steps[readers[0]].kind);
}

/**
 * A plan laid out for training with `groups` x 16 images a batch. Memory from the kernels' heap on is its own
 * until it is laid out again or anything else uses the kernels.
 */
export function layOut(kernels: Kernels, given: Plan, channels: number, groups: number, costs: Costs) {
  refuseUntrainable(given);
  const plan = separateActivations(given);
  const arena = createArena(kernels, kernels.heapBase());
  const images = groups * LANES;
  const place = (layout: BufferLayout, copies = groups): Placed => {
    const at = arena.take(layout.bytes * copies);
    new Uint8Array(kernels.memory.buffer, at, layout.bytes * copies).fill(0);
    return { ...layout, at, apart: copies === 1 ? 0 : layout.bytes };
  };
  const floats = (at: number, count: number) => new Float32Array(kernels.memory.buffer, at, count);
  const doubles = (at: number, count: number) => new Float64Array(kernels.memory.buffer, at, count);
  const takeTables = (count: number): Tables => {
    const [biases, affine, relu, factors] = [8, 8, 12, 12].map((bytes) => arena.take(count * bytes));
    const [sums, moments] = [16, 24].map((bytes) => arena.take(count * bytes));
    for (let channel = 0; channel < count; channel++) {
      for (const pairs of [biases, affine]) floats(pairs, 2 * count).set([1, 0], 2 * channel);
      floats(relu, 3 * count).set([1, 0, 0], 3 * channel);
    }
    return { biases, affine, relu, factors, sums, moments };
  };
  const input = place(bufferLayout(plan.buffers[0]));
  const outputs: BufferLayout[] = [];
  const bares: BufferLayout[] = [];
  const inputs = stepInputs(plan);
  const steps = plan.steps.map((step, position): TrainedStep => {
    const layout = bufferLayout(plan.buffers[step.target]);
    outputs.push(layout);
    const backward = inputs[position][0] >= 0;
    const remade = isRemade(plan, inputs, position);
    // Gradients without a border lie in one piece, which is read faster.
    const bare = bufferLayout({ ...step.output, border: 0 });
    bares.push(bare);
    const trained: TrainedStep = {
      step,
      inputs: inputs[position],
      out: place(layout, remade ? 1 : groups),
      remade,
      gradient: place(bare),
      raw: null,
      rawGradient: null,
      tables: takeTables(step.output.channels),
      convolution: null,
    };
    if (step.kind !== 'conv') return trained;
    const bordered = bufferLayout({ ...step.output, border: backward ? gradientBorder(step) : 0 });
    if (step.norm) trained.raw = place(bare);
    trained.rawGradient = place(bordered, 1);
    const from = inputs[position][0];
    const [source, given] = backward ? [outputs[from], bares[from]] : [input, null];
    const target = step.norm ? bare : layout;
    trained.convolution = createConvolution(kernels, arena, step, source, bordered, target, given, costs);
    return trained;
  });
  const normalisation = arena.take(channels * 8);
  const scratch = arena.take(Math.max(...outputs.map(({ bytes }) => bytes)));
  const pixels = plan.buffers[0].height * plan.buffers[0].width * channels;
  const source = arena.take(pixels);
  const picture = arena.take(pixels * LANES);
  new Uint8Array(kernels.memory.buffer, scratch, arena.next - scratch).fill(0);

  const group = (placed: Placed, index: number) => placed.at + index * placed.apart;
  const inner = (placed: Placed, index: number) =>
    [group(placed, index) + placed.inner, placed.row, placed.channel] as const;
  /** A group of a buffer that is laid out as `placed` and begins at `at`, in floats. */
  const gridAt = ({ inner: first, row, channel }: Placed, at: number): Grid => ({
    memory: new Float32Array(kernels.memory.buffer),
    at: (at + first) / 4,
    row: row / 4,
    channel: channel / 4,
  });
  const grid = (placed: Placed, index: number) => gridAt(placed, group(placed, index));
  /** The output of a step; the network's input for -1. */
  const placeOf = (number: number) => (number < 0 ? input : steps[number].out);

  const end = arena.next;
  const tables = { normalisation, scratch, source, picture };
  return {
    kernels,
    plan,
    channels,
    groups,
    images,
    input,
    steps,
    tables,
    end,
    floats,
    doubles,
    group,
    inner,
    placeOf,
    gridAt,
    grid,
  };
}

export type Layout = ReturnType<typeof layOut>;

/** Whether a step ends in a ReLU. */
export function hasRelu(step: Step): boolean {
  return 'activation' in step && step.activation !== null;
}
