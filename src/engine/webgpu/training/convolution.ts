// Dispatches of a convolution whose weights change: its output, and the gradients by its input and its
// kernel.
import type { ConvStep } from '../../steps';
import { sharedGroups } from '../convolution';
import { type Dispatch, type Room, valueGroups } from './dispatch';
import { WEIGHT_BLOCK } from './kernels';

/**
 * Workgroups that a weight gradient is shared out over where its output has as many pixels: a processor wants
 * few.
 */
const ENOUGH_GROUPS = { hardware: 4096, software: 64 };

/** Groups and blocks of channels, `wide` at a time, or one by one where groups have few. */
function blocksOf(groups: number, channels: number, wide: number): { isWide: boolean; blocks: number } {
  const isWide = channels * 3 > wide;
  return { isWide, blocks: groups * (isWide ? Math.ceil(channels / wide) : channels) };
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

function words(room: Room, step: ConvStep, adds: boolean, chunk = 0): number[] {
  const { input, output, kernel, stride, padding, dilation, groups } = step;
  const { places, size } = room.layout;
  return [
    ...[input.channels, input.height, input.width],
    ...[output.channels, output.height, output.width],
    ...kernel,
    ...stride,
    padding[0],
    padding[1],
    ...dilation,
    input.channels / groups,
    output.channels / groups,
    places.get(`${step.name}.weight`)!.first,
    places.get(`${step.name}.bias`)?.first ?? 0,
    step.bias ? 1 : 0,
    size,
    adds ? 1 : 0,
    chunk,
    room.members,
    stride[0] / commonDivisor(stride[0], dilation[0]),
    stride[1] / commonDivisor(stride[1], dilation[1]),
  ];
}

/** Workgroups along images and pixels. */
const groupsOf = ({ images4, work, blocks }: Room, pixels: number) =>
  sharedGroups(images4 / blocks.vectors, pixels, work.programs.lanes);

/** Whether most of `atOnce` channels would be none where so many go in. */
const isFew = (channels: number, atOnce: number) => channels * 2 <= atOnce;

/** The form of a kernel that has `to` channels of a group from `from` others, and its blocks. */
function formOf({ blocks: { wide, atOnce } }: Room, groups: number, from: number, to: number) {
  const { isWide, blocks } = blocksOf(groups, to, wide);
  const form = isWide ? (isFew(from, atOnce) ? 'Few' : '') : 'One';
  return { form, blocks } as const;
}

export function convolve(room: Room, step: ConvStep, input: GPUBuffer, output: GPUBuffer): Dispatch {
  const { activations, work, members, values } = room;
  const { channels, height, width } = step.output;
  const inputs = step.input.channels / step.groups;
  const { form, blocks } = formOf(room, step.groups, inputs, channels / step.groups);
  const shape = work.arena.uniform(step.name, words(room, step, false));
  return {
    kernel: `convolve${form}`,
    bindings: [activations.tile, shape, input, values.masked, output],
    workgroups: [...groupsOf(room, height * width), blocks * members],
  };
}

/** The gradient by the input, given that by the output; added to what is there with `adds`. */
export function inputGradient(
  room: Room,
  step: ConvStep,
  gradient: GPUBuffer,
  output: GPUBuffer,
  adds: boolean,
): Dispatch {
  const { activations, work, members, values } = room;
  const { channels, height, width } = step.input;
  const outputs = step.output.channels / step.groups;
  const { form, blocks } = formOf(room, step.groups, outputs, channels / step.groups);
  const shape = work.arena.uniform(step.name, words(room, step, adds));
  return {
    kernel: `inputGradient${form}`,
    bindings: [activations.tile, shape, gradient, values.masked, output],
    workgroups: [...groupsOf(room, height * width), blocks * members],
  };
}

/** How a weight gradient is shared out. */
function sharesOf(room: Room, step: ConvStep) {
  const { channels, height, width } = step.output;
  const inputs = step.input.channels / step.groups;
  const places = step.kernel[0] * step.kernel[1];
  const { isWide, blocks } = blocksOf(step.groups, channels / step.groups, WEIGHT_BLOCK.outputs);
  const form = isWide ? (isFew(inputs, room.blocks.inputs) ? 'Few' : '') : 'One';
  // Blocks of one place of the kernel, but where few channels go in.
  const across =
    form === ''
      ? places * Math.ceil(inputs / room.blocks.inputs)
      : Math.ceil((inputs * places) / WEIGHT_BLOCK.taps);
  const groups = across * blocks * room.members;
  const enough = ENOUGH_GROUPS[room.software ? 'software' : 'hardware'];
  const wanted = Math.min(height * width, Math.max(1, Math.ceil(enough / groups)));
  const chunk = Math.ceil((height * width) / wanted);
  const chunks = Math.ceil((height * width) / chunk);
  return { form, across, blocks, chunk, chunks, weights: channels * inputs * places } as const;
}

/** Values that the partial sums of a weight gradient take. */
export function partialValues(room: Room, step: ConvStep): number {
  const { chunks, weights } = sharesOf(room, step);
  return chunks * room.members * weights;
}

/**
 * The gradient by the kernel, into the networks' gradients: partial sums by stretches of pixels, then their
 * sums.
 */
export function weightGradient(
  room: Room,
  step: ConvStep,
  input: GPUBuffer,
  gradient: GPUBuffer,
  partials: GPUBuffer,
): Dispatch[] {
  const { activations, work, members, values, layout } = room;
  const { form, across, blocks, chunk, chunks, weights } = sharesOf(room, step);
  const shape = work.arena.uniform(step.name, words(room, step, false, chunk));
  const { first } = layout.places.get(`${step.name}.weight`)!;
  const sums = work.arena.uniform(step.name, [chunks, members, weights, first, layout.size]);
  return [
    {
      kernel: `weightGradient${form}`,
      bindings: [activations.tile, shape, input, gradient, partials],
      workgroups: [across, chunks, blocks * members],
    },
    {
      kernel: 'sumPartials',
      bindings: [sums, partials, values.gradients],
      workgroups: valueGroups(room, weights),
    },
  ];
}
