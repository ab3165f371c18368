import type { Architecture, Layer } from '../model/architecture';
import { memberValues, type Population, tensorOf } from '../model/population';
import { layerShapes, type Shape, sameShape, showShape } from '../model/shapes';

/** A BatchNorm layer fused into a step. */
type Norm = { name: string; epsilon: number };

type Common = {
  /** Index of the last layer this step covers. */
  layer: number;
  /** Buffer numbers; `target` never equals a buffer that the step reads. */
  source: number;
  target: number;
  input: Shape;
  output: Shape;
  /** Multiply-adds for one image, counted as if every weight were there. */
  multiplyAdds: number;
};

/**
 * A convolution, then scale and shift per channel (bias and BatchNorm, see `fold`), then ReLU. Kernel tensor
 * `${name}.weight`, row-major [output channels, input channels, kernel height, kernel width]; a dense layer is a
 * convolution whose kernel covers its whole input.
 */
export type ConvStep = Common & {
  kind: 'conv';
  name: string;
  kernel: [height: number, width: number];
  stride: number;
  padding: number;
  bias: boolean;
  norm: Norm | null;
  relu: boolean;
};

/** BatchNorm, ReLU or both, where no convolution or addition could take them in. */
export type AffineStep = Common & { kind: 'affine'; norm: Norm | null; relu: boolean };

export type PoolStep = Common & { kind: 'maxPool' | 'averagePool'; size: number; stride: number };

/** `source` + `other`, then ReLU. */
type AddStep = Common & { kind: 'add'; other: number; relu: boolean };

/** The mean over rows and columns. */
type GlobalAverageStep = Common & { kind: 'globalAverage' };

/** Every value rounded to a grid of each member's own (model/quantise.ts): tensor `${name}.grid`. */
export type RoundStep = Common & { kind: 'round'; name: string };

export type Step = ConvStep | AffineStep | PoolStep | AddStep | GlobalAverageStep | RoundStep;

/** Where activations live. `border` is the widest padding of any convolution that reads it. */
export type BufferShape = Shape & { border: number };

/** An architecture compiled to fused steps. Buffer 0 holds the input images; free buffers of equal shape and border are reused. */
export type Plan = {
  buffers: BufferShape[];
  steps: Step[];
  /** The buffer that holds the logits, [classes, 1, 1], after the last step. */
  output: number;
  classes: number;
  multiplyAdds: number;
};

type Draft = { layer: number; input: number; other: number; step: (common: Common, other: number) => Step };

/** The step that starts at layer `first`, with all that may be fused into it. `value` -1 is the network's input. */
function draftStep(architecture: Architecture, shapes: Shape[], inputs: Shape, first: number): Draft {
  const { layers } = architecture;
  const shared = new Set(layers.flatMap((layer) => (layer.kind === 'add' ? [layer.from] : [])));
  let last = first;
  const follow = (kind: Layer['kind']) => {
    const next = layers[last + 1];
    if (next?.kind !== kind || shared.has(last)) return null;
    last += 1;
    return next;
  };
  const takeNorm = (): Norm | null => {
    const layer = follow('batchNorm');
    return layer?.kind === 'batchNorm' ? { name: layer.name, epsilon: layer.epsilon } : null;
  };
  const takeRelu = () => follow('relu') !== null;
  const layer = layers[first];
  let step: Draft['step'];
  if (layer.kind === 'conv' || layer.kind === 'dense') {
    const input = first === 0 ? inputs : shapes[first - 1];
    const { name, bias } = layer;
    const geometry =
      layer.kind === 'conv'
        ? { kernel: layer.kernel, stride: layer.stride, padding: layer.padding }
        : { kernel: [input.height, input.width] as [number, number], stride: 1, padding: 0 };
    const norm = takeNorm();
    const relu = takeRelu();
    step = (common) => ({ ...common, kind: 'conv', name, bias, ...geometry, norm, relu });
  } else if (layer.kind === 'add') {
    const relu = takeRelu();
    step = (common, other) => ({ ...common, kind: 'add', other, relu });
  } else if (layer.kind === 'batchNorm') {
    const norm = { name: layer.name, epsilon: layer.epsilon };
    const relu = takeRelu();
    step = (common) => ({ ...common, kind: 'affine', norm, relu });
  } else if (layer.kind === 'relu') {
    step = (common) => ({ ...common, kind: 'affine', norm: null, relu: true });
  } else if (layer.kind === 'round') {
    const { name } = layer;
    step = (common) => ({ ...common, kind: 'round', name });
  } else if (layer.kind === 'globalAverage') {
    step = (common) => ({ ...common, kind: 'globalAverage' });
  } else {
    const { kind, size, stride } = layer;
    step = (common) => ({ ...common, kind, size, stride });
  }
  return { layer: last, input: first - 1, other: layer.kind === 'add' ? layer.from : -2, step };
}

function multiplyAdds(layer: Layer, input: Shape, output: Shape): number {
  if (layer.kind === 'dense') return layer.input * layer.output;
  if (layer.kind !== 'conv') return 0;
  return output.channels * output.height * output.width * input.channels * layer.kernel[0] * layer.kernel[1];
}

/** Compiles an architecture to the steps that every device runs. One error, naming the layer, when it is unsupported or inconsistent. */
export function planSteps(architecture: Architecture): Plan {
  const { layers } = architecture;
  const { channels, height, width } = architecture.input;
  const inputShape = { channels, height, width };
  if (layers.length === 0) throw new Error('Expected at least one layer, but the architecture has none.');
  const shapes = layerShapes(architecture);
  const shapeOf = (layer: number) => (layer < 0 ? inputShape : shapes[layer]);
  const drafts: Draft[] = [];
  for (let first = 0; first < layers.length; first = drafts[drafts.length - 1].layer + 1) {
    drafts.push(draftStep(architecture, shapes, inputShape, first));
  }
  const lastUse = new Map<number, number>();
  const borders = new Map<number, number>();
  drafts.forEach((draft, position) => {
    lastUse.set(draft.input, position);
    lastUse.set(draft.other, position);
    const layer = layers[draft.input + 1];
    const padding = layer.kind === 'conv' ? layer.padding : 0;
    borders.set(draft.input, Math.max(borders.get(draft.input) ?? 0, padding));
  });
  const buffers: BufferShape[] = [{ ...inputShape, border: borders.get(-1) ?? 0 }];
  const bufferOf = new Map<number, number>([[-1, 0]]);
  const free: number[] = [];
  const steps = drafts.map((draft, position) => {
    const shape = shapeOf(draft.layer);
    const border = borders.get(draft.layer) ?? 0;
    const reused = free.findIndex((n) => sameShape(buffers[n], shape) && buffers[n].border === border);
    const target = reused < 0 ? buffers.push({ ...shape, border }) - 1 : free.splice(reused, 1)[0];
    bufferOf.set(draft.layer, target);
    for (const value of new Set([draft.input, draft.other])) {
      const buffer = bufferOf.get(value);
      if (lastUse.get(value) === position && buffer !== undefined && buffer !== 0) free.push(buffer);
    }
    const input = shapeOf(draft.input);
    return draft.step(
      {
        layer: draft.layer,
        source: bufferOf.get(draft.input)!,
        target,
        input,
        output: shape,
        multiplyAdds: multiplyAdds(layers[draft.input + 1], input, shape),
      },
      bufferOf.get(draft.other) ?? -1,
    );
  });
  const output = shapes[shapes.length - 1];
  if (output.height !== 1 || output.width !== 1) {
    throw new Error(`Expected one value a class from the last layer, but it produces ${showShape(output)}.`);
  }
  return {
    buffers,
    steps,
    output: steps[steps.length - 1].target,
    classes: output.channels,
    multiplyAdds: steps.reduce((sum, step) => sum + step.multiplyAdds, 0),
  };
}

function values(population: Population, name: string, member: number, expected: number): Float32Array {
  const tensor = memberValues(tensorOf(population, name), member);
  if (tensor.length !== expected) {
    throw new Error(
      `Expected ${expected} values for member ${member} in tensor "${name}" of population ${population.key}, but found ${tensor.length}.`,
    );
  }
  return tensor;
}

/** One member's kernel for a step, row-major [output channels, input channels, kernel height, kernel width], as a view. */
export function kernelOf(population: Population, step: ConvStep, member: number): Float32Array {
  const { kernel, input, output } = step;
  const size = output.channels * input.channels * kernel[0] * kernel[1];
  return values(population, `${step.name}.weight`, member, size);
}

/**
 * What follows a convolution's sum, per output channel: y = scale * sum + shift, with scale = gamma / sqrt(variance +
 * epsilon) and shift = beta + (bias - mean) * scale. Computed in float64, rounded once. Without BatchNorm scale is 1.
 */
export function fold(
  population: Population,
  step: ConvStep | AffineStep,
  member: number,
): { scale: Float32Array; shift: Float32Array } {
  const { channels } = step.output;
  const scale = new Float32Array(channels).fill(1);
  const shift = new Float32Array(channels);
  const bias =
    step.kind === 'conv' && step.bias
      ? values(population, `${step.name}.bias`, member, channels)
      : new Float32Array(channels);
  if (step.norm) {
    const { name, epsilon } = step.norm;
    const [gamma, beta, mean, variance] = ['weight', 'bias', 'mean', 'variance'].map((part) =>
      values(population, `${name}.${part}`, member, channels),
    );
    for (let channel = 0; channel < channels; channel++) {
      const factor = gamma[channel] / Math.sqrt(variance[channel] + epsilon);
      scale[channel] = factor;
      shift[channel] = beta[channel] + (bias[channel] - mean[channel]) * factor;
    }
  } else {
    shift.set(bias);
  }
  return { scale, shift };
}
