// How the score of a class changes with every pixel, in plain TypeScript: one image, one network at a time.
import { activationSlope } from '../model/layers/activations';
import type { Shape } from '../model/layers/kind';
import type { Population } from '../model/population';
import { asPlan, bareSteps, bufferOf } from './bareSteps';
import { channelFactors, fold, kernelOf } from './parameters';
import { planSteps } from './plan';
import { runStep, type Values } from './referenceSteps';
import type { AffineStep, ConvStep, JoinStep, LayerNormStep, PoolStep, Step } from './steps';

const areaOf = ({ height, width }: Shape) => height * width;

function eachPixel(
  { channels, height, width }: Shape,
  each: (c: number, y: number, x: number, at: number) => void,
) {
  let at = 0;
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) each(c, y, x, at++);
  }
}

function throughConvolution(step: ConvStep, kernel: Float32Array, gradient: Values, into: Values): void {
  const { input, output, stride, padding, dilation, groups } = step;
  const [rows, columns] = step.kernel;
  const [inputs, outputs] = [input.channels / groups, output.channels / groups];
  eachPixel(output, (o, y, x, at) => {
    const given = gradient[at];
    if (given === 0) return;
    const first = Math.floor(o / outputs) * inputs;
    for (let i = 0; i < rows; i++) {
      const row = y * stride[0] + i * dilation[0] - padding[0];
      if (row < 0 || row >= input.height) continue;
      for (let j = 0; j < columns; j++) {
        const column = x * stride[1] + j * dilation[1] - padding[1];
        if (column < 0 || column >= input.width) continue;
        for (let c = 0; c < inputs; c++) {
          const weight = kernel[((o * inputs + c) * rows + i) * columns + j];
          if (weight !== 0) into[((first + c) * input.height + row) * input.width + column] += weight * given;
        }
      }
    }
  });
}

function throughAffine(
  step: AffineStep,
  { scale, shift }: { scale: Float32Array; shift: Float32Array },
  source: Values,
  gradient: Values,
  into: Values,
): void {
  const area = areaOf(step.output);
  const slope = step.activation ? activationSlope(step.activation) : () => 1;
  source.forEach((value, i) => {
    const c = Math.floor(i / area);
    into[i] += gradient[i] * slope(value * scale[c] + shift[c]) * scale[c];
  });
}

function throughJoin(step: JoinStep, which: number, sources: Values[], gradient: Values, into: Values): void {
  const { channels, height, width } = step.otherShape;
  eachPixel(step.output, (c, y, x, at) => {
    const place =
      ((channels === 1 ? 0 : c) * height + (height === 1 ? 0 : y)) * width + (width === 1 ? 0 : x);
    const factor = step.kind === 'add' ? 1 : which === 0 ? sources[1][place] : sources[0][at];
    into[which === 0 ? at : place] += gradient[at] * factor;
  });
}

type Pool = PoolStep | Extract<Step, { kind: 'globalAverage' | 'globalMax' }>;

function throughPool(step: Pool, source: Values, gradient: Values, into: Values): void {
  const { input } = step;
  const whole = {
    size: [input.height, input.width],
    stride: [1, 1],
    padding: [0, 0, 0, 0],
    countPadding: false,
  };
  const { size, stride, padding, countPadding } = 'size' in step ? step : whole;
  eachPixel(step.output, (c, y, x, at) => {
    const [top, left] = [y * stride[0] - padding[0], x * stride[1] - padding[1]];
    const places: number[] = [];
    for (let row = Math.max(0, top); row < Math.min(input.height, top + size[0]); row++) {
      for (let column = Math.max(0, left); column < Math.min(input.width, left + size[1]); column++) {
        places.push((c * input.height + row) * input.width + column);
      }
    }
    if (step.kind === 'maxPool' || step.kind === 'globalMax') {
      // The first of the largest, as PyTorch takes it.
      into[places.reduce((best, place) => (source[place] > source[best] ? place : best))] += gradient[at];
      return;
    }
    const rows = Math.min(top + size[0], input.height + padding[2]) - top;
    const columns = Math.min(left + size[1], input.width + padding[3]) - left;
    for (const place of places) into[place] += gradient[at] / (countPadding ? rows * columns : places.length);
  });
}

function throughLayerNorm(
  step: LayerNormStep,
  scale: Float32Array,
  source: Values,
  gradient: Values,
  into: Values,
): void {
  const { channels } = step.output;
  const area = areaOf(step.output);
  for (let pixel = 0; pixel < area; pixel++) {
    const all = Array.from({ length: channels }, (_, c) => source[c * area + pixel]);
    const mean = all.reduce((sum, value) => sum + value, 0) / channels;
    const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / channels;
    const inverse = 1 / Math.sqrt(variance + step.epsilon);
    const centred = all.map((value) => (value - mean) * inverse);
    const given = all.map((_, c) => gradient[c * area + pixel] * scale[c]);
    const sum = given.reduce((total, each) => total + each, 0);
    const product = given.reduce((total, each, c) => total + each * centred[c], 0);
    for (let c = 0; c < channels; c++) {
      into[c * area + pixel] += inverse * (given[c] - (sum + centred[c] * product) / channels);
    }
  }
}

/** Channel `first` of the input and on lie at `places` of the output, moved by (top, left). */
function throughCopy(
  input: Shape,
  output: Shape,
  places: number[],
  [top, left]: [number, number],
  gradient: Values,
  into: Values,
): void {
  places.forEach((from, place) => {
    for (let y = 0; y < input.height; y++) {
      for (let x = 0; x < input.width; x++) {
        const at = (place * output.height + y + top) * output.width + x + left;
        into[(from * input.height + y) * input.width + x] += gradient[at];
      }
    }
  });
}

/** Adds the gradient by a step's input number `which` to `into`, given that by its output. */
function throughStep(
  step: Step,
  which: number,
  sources: Values[],
  population: Population,
  member: number,
  gradient: Values,
  into: Values,
): void {
  const [source] = sources;
  const all = Array.from({ length: step.input.channels }, (_, c) => c);
  switch (step.kind) {
    case 'conv':
      throughConvolution(step, kernelOf(population, step, member), gradient, into);
      break;
    case 'affine':
      throughAffine(step, fold(population, step, member), source, gradient, into);
      break;
    case 'prelu': {
      const { scale } = channelFactors(population, step, member);
      const area = areaOf(step.output);
      source.forEach((value, i) => {
        into[i] += gradient[i] * (value < 0 ? scale[Math.floor(i / area)] : 1);
      });
      break;
    }
    case 'add':
    case 'multiply':
      throughJoin(step, which, sources, gradient, into);
      break;
    case 'layerNorm':
      throughLayerNorm(step, channelFactors(population, step, member).scale, source, gradient, into);
      break;
    case 'concatenate': {
      const first = step.channels.slice(0, which).reduce((sum, each) => sum + each, 0);
      const start = first * areaOf(step.output);
      into.forEach((_, i) => {
        into[i] += gradient[start + i];
      });
      break;
    }
    case 'arrange':
      throughCopy(step.input, step.output, step.order, [0, 0], gradient, into);
      break;
    case 'pad':
      throughCopy(step.input, step.output, all, [step.padding[0], step.padding[1]], gradient, into);
      break;
    case 'flatten':
      // A flattened value keeps its place.
      throughCopy(step.input, step.input, all, [0, 0], gradient, into);
      break;
    case 'round':
      throw new Error(`Expected layers with gradients, but "${step.name}" rounds its values.`);
    default:
      throughPool(step, source, gradient, into);
  }
}

/**
 * The derivative of class `klass`'s logit by every value that a network sees of an image, [channel, row,
 * column]; BatchNorm by its own statistics, as when it answers. Rejects, naming it, where a layer rounds.
 */
export function inputGradient(population: Population, member: number, image: Values, klass: number): Values {
  const given = planSteps(population.architecture);
  const bare = bareSteps(given);
  const { steps, buffers: shapes } = asPlan(given, bare);
  const buffers: Values[] = [];
  // Buffer 1 holds the image.
  buffers[1] = image;
  for (const step of steps) runStep(step, population, member, buffers);
  const gradients = shapes.map((shape) => new Float64Array(shape.channels * areaOf(shape)));
  gradients[gradients.length - 1][klass] = 1;
  for (let position = steps.length - 1; position >= 0; position--) {
    const step = steps[position];
    const from = bare[position].inputs.map(bufferOf);
    const sources = from.map((buffer) => buffers[buffer]);
    from.forEach((buffer, which) => {
      throughStep(step, which, sources, population, member, gradients[step.target], gradients[buffer]);
    });
  }
  return gradients[1];
}
