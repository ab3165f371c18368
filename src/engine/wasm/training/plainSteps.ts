// Steps that cost little beside convolutions: which they are, and where their values lie in the kernels'
// memory.
import type { Shape } from '../../../model/layers/kind';
import type { AffineStep, JoinStep, LayerNormStep, PoolStep, PreluStep, Step } from '../../steps';
import { LANES } from '../kernels';
import { repeats } from './separate';

/**
 * One group's values: those of 16 images of channel c, row y, column x begin at `at + c channel + y row + 16
 * x`.
 */
export type Grid = { memory: Float32Array; at: number; row: number; channel: number };

type Alone = AffineStep & { norm: null };
type Moving = Extract<Step, { kind: 'concatenate' | 'arrange' | 'pad' | 'flatten' }>;
type Global = Extract<Step, { kind: 'globalAverage' | 'globalMax' }> & { kind: 'globalMax' };

/** A step that is run here. */
export type PlainStep = Alone | JoinStep | PoolStep | PreluStep | LayerNormStep | Moving | Global;

/** Whether a step has no kernel for its gradient and is run here. */
export function isPlain(step: Step): step is PlainStep {
  switch (step.kind) {
    case 'affine':
      return step.norm === null && step.activation !== null && step.activation.kind !== 'relu';
    case 'add':
      return repeats(step);
    case 'conv':
    case 'globalAverage':
    case 'round':
      return false;
    default:
      return true;
  }
}

/** Whether a step that is run here has parameters to train; it keeps its input's extent. */
export function hasParameters(step: Step): step is PreluStep | LayerNormStep {
  return step.kind === 'prelu' || step.kind === 'layerNorm';
}

/** Where the 16 images of a pixel begin. */
export const placeIn = ({ at, row, channel }: Grid, c: number, y: number, x: number) =>
  at + c * channel + y * row + x * LANES;

/** Calls `each` with every channel, row and column. */
export function eachPixel(
  { channels, height, width }: Shape,
  each: (c: number, y: number, x: number) => void,
): void {
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) each(c, y, x);
  }
}

/**
 * Calls `each` with every pixel that moves: which input it comes from, its place there, and its place in the
 * output.
 */
export function eachMove(
  step: Moving,
  from: Grid[],
  to: Grid,
  each: (which: number, source: number, target: number) => void,
): void {
  switch (step.kind) {
    case 'concatenate': {
      let first = 0;
      step.channels.forEach((channels, which) => {
        eachPixel({ ...step.output, channels }, (c, y, x) => {
          each(which, placeIn(from[which], c, y, x), placeIn(to, first + c, y, x));
        });
        first += channels;
      });
      break;
    }
    case 'arrange':
      eachPixel(step.output, (c, y, x) => {
        each(0, placeIn(from[0], step.order[c], y, x), placeIn(to, c, y, x));
      });
      break;
    case 'pad':
      eachPixel(step.input, (c, y, x) => {
        each(0, placeIn(from[0], c, y, x), placeIn(to, c, y + step.padding[0], x + step.padding[1]));
      });
      break;
    case 'flatten': {
      const { height, width } = step.input;
      eachPixel(step.input, (c, y, x) => {
        each(0, placeIn(from[0], c, y, x), placeIn(to, (c * height + y) * width + x, 0, 0));
      });
    }
  }
}

/** The places of each window's pixels in `from`, what an average divides by, and the places in `beside`. */
export function eachWindow(
  step: PoolStep | Global,
  from: Grid,
  to: Grid,
  each: (places: number[], target: number, divisor: number, besides: number[]) => void,
  beside: Grid = from,
): void {
  const { input } = step;
  const [size, stride, padding] =
    step.kind === 'globalMax'
      ? [
          [input.height, input.width],
          [1, 1],
          [0, 0, 0, 0],
        ]
      : [step.size, step.stride, step.padding];
  eachPixel(step.output, (c, y, x) => {
    const [top, left] = [y * stride[0] - padding[0], x * stride[1] - padding[1]];
    const [places, besides]: number[][] = [[], []];
    for (let row = Math.max(0, top); row < Math.min(input.height, top + size[0]); row++) {
      for (let column = Math.max(0, left); column < Math.min(input.width, left + size[1]); column++) {
        places.push(placeIn(from, c, row, column));
        besides.push(placeIn(beside, c, row, column));
      }
    }
    const rows = Math.min(top + size[0], input.height + padding[2]) - top;
    const columns = Math.min(left + size[1], input.width + padding[3]) - left;
    const counts = step.kind === 'averagePool' && step.countPadding;
    each(places, placeIn(to, c, y, x), counts ? rows * columns : places.length, besides);
  });
}

/** Which place of a window has the first of the largest values, as PyTorch takes it. */
export function largest(memory: Float32Array, places: number[], lane: number): number {
  let best = 0;
  for (const [at, place] of places.entries())
    if (memory[place + lane] > memory[places[best] + lane]) best = at;
  return best;
}

/** Where the value lies that a join joins to a pixel. */
export function joined({ otherShape: { channels, height, width } }: JoinStep, other: Grid) {
  return (c: number, y: number, x: number) =>
    placeIn(other, channels === 1 ? 0 : c, height === 1 ? 0 : y, width === 1 ? 0 : x);
}

/** What a PReLU multiplies values below 0 of a channel by. */
export const slopeOf = (weights: Float32Array, channel: number) =>
  weights[weights.length === 1 ? 0 : channel];

/** Mean and one over the deviation of a pixel's channels, of one image. */
export function pixelMoments({ input, epsilon }: LayerNormStep, from: Grid, pixel: number): [number, number] {
  let sum = 0;
  for (let c = 0; c < input.channels; c++) sum += from.memory[pixel + c * from.channel];
  const mean = sum / input.channels;
  let squares = 0;
  for (let c = 0; c < input.channels; c++) squares += (from.memory[pixel + c * from.channel] - mean) ** 2;
  return [mean, 1 / Math.sqrt(squares / input.channels + epsilon)];
}
