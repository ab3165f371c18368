import { type Architecture, kernelName, type Layer, prunableLayers } from './architecture';
import { graphOf, INPUT_NAME } from './graph';
import { kindOf } from './layers/registry';
import { memberValues, type Population, type StackedTensor, tensorOf } from './population';

/** The nearest whole number, halves to the even one: as hardware, numpy and PyTorch round. */
export function roundHalfEven(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}

const LARGEST_HALF = 65_504;

/** The nearest float16 (IEEE 754, ties to even); what rounds beyond the largest, 65,504, becomes infinite. */
export function roundToHalf(value: number): number {
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value) || magnitude === 0) return value;
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude)));
  const step = 2 ** (exponent - 10);
  const rounded = roundHalfEven(magnitude / step) * step;
  return Math.sign(value) * (rounded > LARGEST_HALF ? Infinity : rounded);
}

/**
 * Every parameter of every member in float16: kernels, biases, BatchNorm's factors and statistics. Arithmetic
 * stays float32.
 */
function halfTensors({ tensors }: Population): Record<string, StackedTensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape, data: data.map(roundToHalf) }]),
  );
}

/** The int8 scale of one output channel: s = max|w| / 127. */
function int8Scale(weights: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < weights.length; i++) largest = Math.max(largest, Math.abs(weights[i]));
  return largest / 127;
}

/** The int8 code of a weight: q = w / s to the nearest whole number, -127..127; 0 where s is. */
function int8Code(weight: number, scale: number): number {
  return scale === 0 ? 0 : Math.min(127, Math.max(-127, roundHalfEven(weight / scale)));
}

/** Rounds the weights of one output channel in place: w' = q * s. */
function roundChannel(weights: Float32Array): void {
  const scale = int8Scale(weights);
  for (let i = 0; i < weights.length; i++) weights[i] = int8Code(weights[i], scale) * scale;
}

/**
 * A kernel of whole numbers -127..127, and the scale of each output channel: a weight is code * scale, as
 * float32.
 */
type Int8Kernel = { codes: Int8Array; scales: Float64Array };

/**
 * The codes of a kernel of `channels` output channels in int8; null where any weight is not exactly that of
 * its code.
 */
export function int8Kernel(weights: Float32Array, channels: number): Int8Kernel | null {
  const size = weights.length / channels;
  const kernel: Int8Kernel = { codes: new Int8Array(weights.length), scales: new Float64Array(channels) };
  for (let channel = 0; channel < channels; channel++) {
    const scale = int8Scale(weights.subarray(channel * size, (channel + 1) * size));
    kernel.scales[channel] = scale;
    for (let i = channel * size; i < (channel + 1) * size; i++) {
      const code = int8Code(weights[i], scale);
      if (Math.fround(code * scale) !== weights[i]) return null;
      kernel.codes[i] = code;
    }
  }
  return kernel;
}

/**
 * Every convolution and dense kernel of every member in int8, symmetric, a scale an output channel. q =
 * round(w / s) with s = max|w| / 127, ties to even, and w' = q s in float32. s is in float64, from max|w|,
 * which is kept as float32: so doing it twice changes nothing more. BatchNorm only multiplies a whole output
 * channel, so taking it into the kernel first would give the same q.
 */
function int8Kernels(population: Population): Record<string, StackedTensor> {
  const kernels: Record<string, StackedTensor> = {};
  for (const layer of prunableLayers(population.architecture)) {
    const { shape, data } = tensorOf(population, kernelName(layer));
    const rounded = data.slice();
    const size = rounded.length / (population.members.length * layer.output);
    for (let at = 0; at < rounded.length; at += size) roundChannel(rounded.subarray(at, at + size));
    kernels[kernelName(layer)] = { shape, data: rounded };
  }
  return kernels;
}

/**
 * A population with its weights in a format: exact simulation, the values are those of the format, kept in
 * float32.
 */
export function quantiseWeights(population: Population, format: 'float16' | 'int8'): Population {
  const tensors = format === 'float16' ? halfTensors(population) : int8Kernels(population);
  return {
    ...population,
    key: `${population.key}|quantised(${format})`,
    variant: { kind: 'quantised', format },
    tensors: { ...population.tensors, ...tensors },
  };
}

/**
 * Where fixed point rounds activations: the number of the layer after which it does, -1 for the network's
 * input. It rounds everything that is stored between two steps, but not the logits. Not rounded is what goes
 * straight on into BatchNorm or an activation, unless another layer takes it too. Nor is what only selects
 * from values that are rounded already, such as max pooling or concatenation.
 */
export function roundedLayers(architecture: Architecture): number[] {
  const nodes = graphOf(architecture);
  const points = nodes.flatMap(({ layer, readers }, index) => {
    const [reader] = readers;
    const goesOn = readers.length === 1 && kindOf(nodes[reader].layer).follows === true;
    return readers.length > 0 && !goesOn && !kindOf(layer).selects ? [index] : [];
  });
  return [-1, ...points];
}

/** The smallest and largest value of an activation tensor. */
export type Range = [low: number, high: number];

/**
 * The grid of 256 values that covers a range and has a 0. Its scale is s = (high - low) / 255 as float32,
 * with 0 taken into the range. Its 0 lies at the whole number z = round(-low / s), 0..255. A range of nothing
 * but 0 gets s = 1.
 */
export function gridOf([low, high]: Range): { scale: number; zero: number } {
  const bottom = Math.min(0, low);
  const scale = Math.fround((Math.max(0, high) - bottom) / 255) || 1;
  return { scale, zero: Math.min(255, roundHalfEven(Math.abs(bottom) / scale)) };
}

/** A value on a grid: s (q - z) with q = round(x / s) + z, ties to even, held within 0..255. */
export function onGrid(value: number, scale: number, zero: number): number {
  return Math.min(255 - zero, Math.max(-zero, roundHalfEven(value / scale))) * scale;
}

function withRounding({ input, layers }: Architecture, points: number[]): Architecture {
  const after = new Set(points);
  const placeOf: number[] = [];
  const nameOf = new Map<string, string>();
  const round = (index: number): Layer[] =>
    after.has(index) ? [{ kind: 'round', name: `activation${index + 1}` }] : [];
  const all: Layer[] = round(-1);
  nameOf.set(INPUT_NAME, `activation0`);
  layers.forEach((layer, index) => {
    const inputs = layer.inputs && { inputs: layer.inputs.map((name) => nameOf.get(name) ?? name) };
    const from = layer.kind === 'add' && layer.from !== undefined && { from: placeOf[layer.from] };
    all.push({ ...layer, ...inputs, ...from }, ...round(index));
    placeOf.push(all.length - 1);
    if (after.has(index) && layer.name !== undefined) nameOf.set(layer.name, `activation${index + 1}`);
  });
  return { input, layers: all };
}

/**
 * The fixed-point population: int8 kernels, and activations rounded to grids of 256 values. `ranges` holds,
 * for each of `roundedLayers`, every member's range. Scale and shift after each sum of products (bias and
 * BatchNorm) and the logits stay float32, as integer hardware keeps them in 32 bits. The sums themselves are
 * whole numbers times a factor. WebAssembly adds them as whole numbers and other devices as float32.
 */
export function fixedPointPopulation(population: Population, ranges: Range[][]): Population {
  const points = roundedLayers(population.architecture);
  const architecture = withRounding(population.architecture, points);
  const { tensors, key } = quantiseWeights(population, 'int8');
  const grids = points.map((point, index): [string, StackedTensor] => {
    const data = Float32Array.from(
      ranges[index].flatMap((range) => {
        const { scale, zero } = gridOf(range);
        return [scale, zero];
      }),
    );
    return [`activation${point + 1}.grid`, { shape: [2], data }];
  });
  return {
    ...population,
    key: `${key}|activations`,
    architecture,
    variant: { kind: 'quantised', format: 'fixed' },
    tensors: { ...tensors, ...Object.fromEntries(grids) },
  };
}

/** One member's grid of a rounding layer. */
export function gridValues(population: Population, name: string, member: number) {
  const [scale, zero] = memberValues(tensorOf(population, `${name}.grid`), member);
  return { scale, zero };
}
