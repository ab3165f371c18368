/**
 * Layers of Keras as they are read: their settings, weights and activations, in the terms of this project.
 */
import type { Pair } from '../../model/layers/kind';
import { named } from '../check';
import type { BareLayer, GraphBuilder } from './builder';
import { softmax } from './operations/joins';
import { elementwise } from './operations/values';
import type { Padding } from './operations/windows';
import type { Weight } from './tfjsWeights';
import type { View } from './view';

export type Config = Record<string, unknown>;

/** A layer of the model, with the names of those that it takes. */
export type KerasLayer = { kind: string; name: string; config: Config; inputs: string[] };

export type Context = {
  layer: KerasLayer;
  config: Config;
  builder: GraphBuilder;
  views: View[];
  view: View;
  /** A weight of the layer, of so many axes, and what else it may be called. */
  weight(part: string, axes: number, other?: string): Weight;
};

export type Converter = (context: Context) => View;

const ACTIVATIONS: Record<string, BareLayer> = {
  relu: { kind: 'relu' },
  relu6: { kind: 'clip', low: 0, high: 6 },
  sigmoid: { kind: 'sigmoid' },
  tanh: { kind: 'tanh' },
  swish: { kind: 'silu' },
  silu: { kind: 'silu' },
  hard_sigmoid: { kind: 'hardSigmoid', slope: 0.2, offset: 0.5 },
  hardSigmoid: { kind: 'hardSigmoid', slope: 0.2, offset: 0.5 },
  hard_swish: { kind: 'hardSwish' },
  hard_silu: { kind: 'hardSwish' },
  // Keras' own slope, where a layer of its own has 0.3.
  leaky_relu: { kind: 'leakyRelu', slope: 0.2 },
  gelu: { kind: 'gelu', approximation: 'none' },
  gelu_new: { kind: 'gelu', approximation: 'tanh' },
};

/** A value with the activation that its layer's settings name. */
export function activated(builder: GraphBuilder, view: View, activation: unknown = 'linear'): View {
  if (activation === 'linear' || activation === null) return view;
  if (activation === 'softmax' || activation === 'log_softmax') return softmax(view, view.axes.length - 1);
  return elementwise(builder, view, ACTIVATIONS[`${activation}`]);
}

/** Refuses an activation that does not run here, whatever it is applied to. */
export function checkActivation(activation: unknown = 'linear'): void {
  if (['linear', 'softmax', 'log_softmax', null].includes(activation as string | null)) return;
  if (typeof activation === 'string' && Object.hasOwn(ACTIVATIONS, activation)) return;
  throw new Error(`activation ${typeof activation === 'string' ? named(activation) : 'of an unknown form'}`);
}

export function pair(value: unknown, fallback: number | Pair, what: string): Pair {
  const values = [value ?? fallback].flat().map(Number);
  const [a, b = a] = values;
  if (!Number.isInteger(a) || !Number.isInteger(b) || a < 1 || b < 1 || values.length > 2) {
    throw new Error(`${what} ${values.map(String).join(' x ')}`);
  }
  return [a, b];
}

export function paddingOf({ padding = 'valid' }: Config): Padding {
  if (padding === 'valid') return [0, 0, 0, 0];
  if (padding === 'same') return 'upper';
  throw new Error(`padding ${named(`${padding}`)}`);
}

export const biasOf = ({ config, weight }: Context) =>
  config.use_bias === false ? null : weight('bias', 1).values;

/** A kernel [height, width, input, output] as [output, input, height, width]. */
export function channelsFirst({ shape, values }: Weight): { shape: number[]; values: Float32Array } {
  const [height, width, input, output] = shape;
  const turned = new Float32Array(values.length);
  let from = 0;
  for (let tap = 0; tap < height * width; tap++) {
    for (let i = 0; i < input; i++) {
      for (let o = 0; o < output; o++) turned[(o * input + i) * height * width + tap] = values[from++];
    }
  }
  return { shape: [output, input, height, width], values: turned };
}

/**
 * A kernel [height, width, input, each] as one channel of input for each output [input * each, 1, height,
 * width].
 */
export function depthwise({ shape, values }: Weight): { shape: number[]; values: Float32Array } {
  const [height, width, input, each] = shape;
  const all = channelsFirst({ shape: [height, width, 1, input * each], values });
  return all;
}

export const windowOf = (config: Config, kernel: Pair) => ({
  kernel,
  stride: pair(config.strides, 1, 'strides'),
  dilation: pair(config.dilation_rate, 1, 'dilations'),
  padding: paddingOf(config),
});

export function axisFrom(axis: unknown, rank: number): number {
  const value = Number([axis ?? -1].flat()[0]);
  if (!Number.isInteger(value)) throw new Error('along an axis that is none');
  return (value < 0 ? value + rank : value) - 1;
}
