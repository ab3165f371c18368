/** Every kind of layer by name: the one place that all else asks. */
import { type Activation, activations, type Prelu, prelu, type Softmax, softmax } from './activations';
import { type Flatten, flatten, type Pad, pad, type Shuffle, type Slice, shuffle, slice } from './arranging';
import { type Convolution, convolution, type Dense, dense } from './convolution';
import { type Add, add, type Concatenate, concatenate, type Multiply, multiply } from './joining';
import type { ChannelFlow, LayerKind, Shape } from './kind';
import { type BatchNorm, batchNorm, type LayerNorm, layerNorm, type Scale, scale } from './normalisation';
import {
  type AveragePool,
  averagePool,
  type GlobalPool,
  globalAverage,
  globalMax,
  type MaxPool,
  maxPool,
} from './pooling';
import { type Round, round } from './rounding';

/** A layer of a network. Its inputs are the layer before it unless it names them. */
export type Layer =
  | Activation
  | Add
  | AveragePool
  | BatchNorm
  | Concatenate
  | Convolution
  | Dense
  | Flatten
  | GlobalPool
  | LayerNorm
  | MaxPool
  | Multiply
  | Pad
  | Prelu
  | Round
  | Scale
  | Shuffle
  | Slice
  | Softmax;

/** The layers of one kind. */
export type LayerOf<K extends Layer['kind']> = K extends GlobalPool['kind']
  ? GlobalPool
  : Extract<Layer, { kind: K }>;

const kinds: { [K in Layer['kind']]: LayerKind<LayerOf<K>> } = {
  ...activations,
  add,
  averagePool,
  batchNorm,
  concatenate,
  conv: convolution,
  dense,
  flatten,
  globalAverage,
  globalMax,
  layerNorm,
  maxPool,
  multiply,
  pad,
  prelu,
  round,
  scale,
  shuffle,
  slice,
  softmax,
};

/** The kinds that a file may name, in the order of the alphabet. */
export const fileKinds: readonly string[] = Object.entries(kinds)
  .flatMap(([kind, { internal }]) => (internal ? [] : [kind]))
  .sort();

/** What is known of a kind by its name in a file; null where there is none. */
export function fileKind(kind: unknown): LayerKind<Layer> | null {
  return typeof kind === 'string' && fileKinds.includes(kind) ? kindOf({ kind } as Layer) : null;
}

/** What is known of a layer's kind. */
export function kindOf<L extends Layer>(layer: L): LayerKind<L> {
  return kinds[layer.kind] as unknown as LayerKind<L>;
}

/** Whether a layer is of a kind that runs here. */
export function isKnown(layer: { kind: string }): boolean {
  return Object.hasOwn(kinds, layer.kind);
}

/** Whether a layer changes every value alone, by a formula without tensors. */
export function isActivation(layer: Layer): layer is Activation {
  return Object.hasOwn(activations, layer.kind);
}

/** How channels flow through a layer. */
export function channelFlow(layer: Layer, inputs: Shape[]): ChannelFlow {
  const { channels } = kindOf(layer);
  return typeof channels === 'function' ? channels(layer, inputs) : channels;
}

/** What people call a layer. */
export function layerWords(layer: Layer): string {
  const { words } = kindOf(layer);
  return typeof words === 'string' ? words : words(layer);
}
