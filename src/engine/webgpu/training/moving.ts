// Gradients through steps that have no values of their own: joins, copies and pools.
import type { Shape } from '../../../model/layers/kind';
import type { JoinStep, Step } from '../../steps';
import { type Dispatch, imageGroups, type Room } from './dispatch';

type Moving = Extract<Step, { kind: 'concatenate' | 'arrange' | 'pad' | 'flatten' }>;
type Pool = Extract<Step, { kind: 'maxPool' | 'averagePool' | 'globalAverage' | 'globalMax' }>;

/** From one channel, row and column to the next of a side that may be repeated along axes. */
function strides({ channels, height, width }: Shape): [number, number, number] {
  return [channels === 1 ? 0 : height * width, height === 1 ? 0 : width, width === 1 ? 0 : 1];
}

/** The gradient by side `which` of a sum or product. */
export function joinGradient(
  room: Room,
  step: JoinStep,
  which: number,
  gradient: GPUBuffer,
  other: GPUBuffer,
  output: GPUBuffer,
  adds: boolean,
): Dispatch {
  const { work, members, activations, images4 } = room;
  const whole = step.output;
  const [side, rest] = which === 0 ? [whole, step.otherShape] : [step.otherShape, whole];
  const times = (axis: 'channels' | 'height' | 'width') => whole[axis] / side[axis];
  const shape = work.arena.uniform(step.kind, [
    ...[side.channels, side.height, side.width],
    ...[times('channels'), times('height'), times('width')],
    ...[whole.channels, whole.height, whole.width],
    rest.channels * rest.height * rest.width * images4,
    ...strides(rest),
    step.kind === 'multiply' ? 1 : 0,
    adds ? 1 : 0,
  ]);
  return {
    kernel: 'joinGradient',
    bindings: [activations.tile, shape, gradient, other, output],
    workgroups: [imageGroups(room), side.height * side.width, members * side.channels],
  };
}

/**
 * For each of `count` channels where it went: where its places begin and end in this list, then the places.
 */
function placesOf(count: number, went: (channel: number) => number[]): Uint32Array {
  const starts = [count + 1];
  const places: number[] = [];
  for (let channel = 0; channel < count; channel++) {
    places.push(...went(channel));
    starts.push(count + 1 + places.length);
  }
  return Uint32Array.from([...starts, ...places]);
}

/** The gradient by input `which` of a step that copies. */
export function copyGradient(
  room: Room,
  step: Moving,
  which: number,
  gradient: GPUBuffer,
  output: GPUBuffer,
  adds: boolean,
): Dispatch {
  const { work, members, activations } = room;
  const isJoined = step.kind === 'concatenate';
  const input = isJoined ? { ...step.output, channels: step.channels[which] } : step.input;
  // A flattened value keeps its place in memory.
  const to = step.kind === 'flatten' ? step.input : step.output;
  const before = isJoined ? step.channels.slice(0, which).reduce((sum, each) => sum + each, 0) : 0;
  const went = (channel: number) =>
    step.kind === 'arrange'
      ? step.order.flatMap((from, place) => (from === channel ? [place] : []))
      : [before + channel];
  const [top, left] = step.kind === 'pad' ? step.padding : [0, 0];
  const shape = work.arena.uniform(step.kind, [
    ...[input.channels, input.height, input.width],
    ...[to.channels, to.height, to.width],
    ...[top, left, adds ? 1 : 0],
  ]);
  const places = work.arena.upload('places', placesOf(input.channels, went));
  return {
    kernel: 'copyGradient',
    bindings: [activations.tile, shape, gradient, places, output],
    workgroups: [imageGroups(room), input.height * input.width, members * input.channels],
  };
}

/** The gradient by what a pool reads. */
export function poolGradient(
  room: Room,
  step: Pool,
  input: GPUBuffer,
  gradient: GPUBuffer,
  output: GPUBuffer,
  adds: boolean,
): Dispatch {
  const { work, members, activations } = room;
  const { channels, height, width } = step.input;
  const isLargest = step.kind === 'maxPool' || step.kind === 'globalMax';
  const window =
    'size' in step ? [...step.size, ...step.stride, ...step.padding] : [height, width, 1, 1, 0, 0, 0, 0];
  const mode = isLargest ? 0 : 'size' in step && step.countPadding ? 2 : 1;
  const shape = work.arena.uniform(step.kind, [
    ...[height, width, channels, 0, step.output.height, step.output.width],
    ...window,
    mode,
    adds ? 1 : 0,
  ]);
  return {
    kernel: 'poolGradient',
    bindings: [activations.tile, shape, input, gradient, output],
    workgroups: [imageGroups(room), height * width, members * channels],
  };
}
