// What every kind of step computes, one image at a time in double precision: the plain reference of all
// kernels.
import type { InputShape } from '../model/architecture';
import { activate } from '../model/layers/activations';
import type { Pair, Shape, Window } from '../model/layers/kind';
import type { Population } from '../model/population';
import { gridValues, onGrid } from '../model/quantise';
import type { Shard } from '../model/shard';
import { channelFactors, fold, kernelOf } from './parameters';
import type { ConvStep, JoinStep, LayerNormStep, PadStep, PoolStep, Step } from './steps';

/** Activations of one image, row-major [channel, row, column]. */
export type Values = Float64Array;

const sizeOf = ({ channels, height, width }: Shape) => channels * height * width;

/** One image as the network sees it: (byte / 255 - mean) / std. */
export function inputValues(shard: Shard, image: number, input: InputShape): Values {
  const { channels, height, width } = input;
  const values = new Float64Array(sizeOf(input));
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const byte = shard.images[(image * height * width + pixel) * channels + channel];
      values[channel * height * width + pixel] = (byte / 255 - input.mean[channel]) / input.std[channel];
    }
  }
  return values;
}

/**
 * Calls `each` with every place of a window at output (y, x) that lies inside the input, and with its place
 * in the kernel.
 */
function eachTap(
  { input, kernel, stride, padding, dilation }: Pick<ConvStep, 'input' | keyof Window>,
  y: number,
  x: number,
  each: (pixel: number, tap: number) => void,
): void {
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) {
      const row = y * stride[0] + i * dilation[0] - padding[0];
      const column = x * stride[1] + j * dilation[1] - padding[1];
      if (row < 0 || row >= input.height || column < 0 || column >= input.width) continue;
      each(row * input.width + column, i * kernel[1] + j);
    }
  }
}

/** Values by output channel, row and column. */
function filled(
  { channels, height, width }: Shape,
  valueAt: (c: number, y: number, x: number) => number,
): Values {
  const values = new Float64Array(channels * height * width);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) values[(c * height + y) * width + x] = valueAt(c, y, x);
    }
  }
  return values;
}

function convolve(step: ConvStep, kernel: Float32Array, source: Values): Values {
  const { input, output, groups } = step;
  const area = input.height * input.width;
  const taps = step.kernel[0] * step.kernel[1];
  const [inputs, outputs] = [input.channels / groups, output.channels / groups];
  return filled(output, (o, y, x) => {
    const first = Math.floor(o / outputs) * inputs;
    let sum = 0;
    eachTap(step, y, x, (pixel, tap) => {
      for (let i = 0; i < inputs; i++) {
        sum += kernel[(o * inputs + i) * taps + tap] * source[(first + i) * area + pixel];
      }
    });
    return sum;
  });
}

function pool(step: PoolStep, source: Values): Values {
  const { input, output, size, stride, padding } = step;
  const area = input.height * input.width;
  const window = { input, kernel: size, stride, padding, dilation: [1, 1] as Pair };
  // What of a window lies within the padding; a last window may reach beyond.
  const extent = (at: number, axis: 0 | 1, length: number) => {
    const start = at * stride[axis] - padding[axis];
    return Math.min(start + size[axis], length + padding[axis + 2]) - start;
  };
  return filled(output, (c, y, x) => {
    let [sum, most, count] = [0, -Infinity, 0];
    eachTap(window, y, x, (pixel) => {
      const value = source[c * area + pixel];
      sum += value;
      // Math.max keeps NaN.
      most = Math.max(most, value);
      count++;
    });
    if (step.kind === 'maxPool') return most;
    return sum / (step.countPadding ? extent(y, 0, input.height) * extent(x, 1, input.width) : count);
  });
}

function overPlanes(
  { channels, height, width }: Shape,
  source: Values,
  of: (plane: Values) => number,
): Values {
  const area = height * width;
  return Float64Array.from({ length: channels }, (_, c) => of(source.subarray(c * area, (c + 1) * area)));
}

function join(step: JoinStep, source: Values, other: Values): Values {
  const { channels, height, width } = step.otherShape;
  return filled(step.output, (c, y, x) => {
    const a = source[(c * step.output.height + y) * step.output.width + x];
    const b =
      other[((channels === 1 ? 0 : c) * height + (height === 1 ? 0 : y)) * width + (width === 1 ? 0 : x)];
    return step.kind === 'add' ? a + b : a * b;
  });
}

function padded({ input, output, padding, value }: PadStep, source: Values): Values {
  return filled(output, (c, y, x) => {
    const [row, column] = [y - padding[0], x - padding[1]];
    if (row < 0 || row >= input.height || column < 0 || column >= input.width) return value;
    return source[(c * input.height + row) * input.width + column];
  });
}

/** LayerNorm over the channels of each pixel, before its scale and shift. */
function centred({ input, epsilon }: LayerNormStep, source: Values): Values {
  const area = input.height * input.width;
  const pixels = Array.from({ length: area }, (_, pixel) => {
    let [sum, squares] = [0, 0];
    for (let c = 0; c < input.channels; c++) sum += source[c * area + pixel];
    const mean = sum / input.channels;
    for (let c = 0; c < input.channels; c++) squares += (source[c * area + pixel] - mean) ** 2;
    return { mean, deviation: Math.sqrt(squares / input.channels + epsilon) };
  });
  return source.map((value, i) => (value - pixels[i % area].mean) / pixels[i % area].deviation);
}

/** A step before its scale, shift and activation. */
export function bareStep(step: Step, population: Population, member: number, buffers: Values[]): Values {
  const source = buffers[step.source];
  const area = step.input.height * step.input.width;
  switch (step.kind) {
    case 'conv':
      return convolve(step, kernelOf(population, step, member), source);
    case 'affine':
    case 'flatten':
      return source.slice();
    case 'add':
    case 'multiply':
      return join(step, source, buffers[step.other]);
    case 'concatenate':
      return Float64Array.from(step.sources.flatMap((each) => [...buffers[each]]));
    case 'globalAverage':
      return overPlanes(step.input, source, (plane) => plane.reduce((a, b) => a + b, 0) / area);
    case 'globalMax':
      return overPlanes(step.input, source, (plane) => plane.reduce((a, b) => Math.max(a, b), -Infinity));
    case 'arrange':
      return Float64Array.from(
        step.order.flatMap((channel) => [...source.subarray(channel * area, (channel + 1) * area)]),
      );
    case 'pad':
      return padded(step, source);
    case 'layerNorm':
      return centred(step, source);
    case 'prelu': {
      const { scale } = channelFactors(population, step, member);
      return source.map((value, i) => (value < 0 ? value * scale[Math.floor(i / area)] : value));
    }
    case 'round': {
      const { scale, zero } = gridValues(population, step.name, member);
      return source.map((value) => onGrid(value, scale, zero));
    }
    case 'maxPool':
    case 'averagePool':
      return pool(step, source);
  }
}

export function runStep(step: Step, population: Population, member: number, buffers: Values[]): void {
  let values = bareStep(step, population, member, buffers);
  const folded =
    step.kind === 'conv' || step.kind === 'affine'
      ? fold(population, step, member)
      : step.kind === 'layerNorm'
        ? channelFactors(population, step, member)
        : null;
  if (folded) {
    const area = step.output.height * step.output.width;
    const { scale, shift } = folded;
    values = values.map((value, i) => value * scale[Math.floor(i / area)] + shift[Math.floor(i / area)]);
  }
  const activation = 'activation' in step ? step.activation : null;
  if (activation) values = values.map(activate(activation));
  buffers[step.target] = values;
}
