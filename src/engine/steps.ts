/** What a plan consists of: fused steps between buffers of activations, the same for all devices. */
import type { Activation } from '../model/layers/activations';
import type { Pair, Shape, Sides } from '../model/layers/kind';

/** A BatchNorm, or a scale of its own with or without a bias, fused into a step. */
export type Norm =
  | { kind: 'batchNorm'; name: string; epsilon: number }
  | { kind: 'scale'; name: string; bias: boolean };

type Common = {
  /** Number of the last layer that this step covers. */
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
 * A convolution, then scale and shift per channel (bias and BatchNorm, see `fold`), then an activation.
 * Kernel tensor `${name}.weight`, row-major [output channels, input channels of a group, kernel height,
 * kernel width]; a dense layer is a convolution whose kernel covers its whole input.
 */
export type ConvStep = Common & {
  kind: 'conv';
  name: string;
  kernel: Pair;
  stride: Pair;
  padding: Sides;
  dilation: Pair;
  groups: number;
  bias: boolean;
  norm: Norm | null;
  activation: Activation | null;
};

/** A norm, an activation or both, where no other step could take them in. */
export type AffineStep = Common & { kind: 'affine'; norm: Norm | null; activation: Activation | null };

/** Windows; an average counts the padding with `countPadding`. */
export type PoolStep = Common & {
  kind: 'maxPool' | 'averagePool';
  size: Pair;
  stride: Pair;
  padding: Sides;
  countPadding: boolean;
};

/** `source` and `other`, then an activation. `otherShape` has 1 where `other` is repeated. */
export type JoinStep = Common & {
  kind: 'add' | 'multiply';
  other: number;
  otherShape: Shape;
  activation: Activation | null;
};

/** Buffers one after the other, by channels; `source` is the first. */
type ConcatenateStep = Common & { kind: 'concatenate'; sources: number[]; channels: number[] };

/** The mean, or the largest value, over rows and columns. */
type GlobalStep = Common & { kind: 'globalAverage' | 'globalMax' };

/** Channels in another order, or some of them: for each output channel the input channel that it is. */
type ArrangeStep = Common & { kind: 'arrange'; order: number[] };

/** A constant around rows and columns. */
export type PadStep = Common & { kind: 'pad'; padding: Sides; value: number };

/** Every value a channel of its own, channel by channel, row by row. */
type FlattenStep = Common & { kind: 'flatten' };

/** Over the channels of each pixel: (x - mean) / sqrt(variance + epsilon) * weight + bias. */
export type LayerNormStep = Common & { kind: 'layerNorm'; name: string; epsilon: number };

/** Values below 0 times `${name}.weight`, one a channel or one for all. */
export type PreluStep = Common & { kind: 'prelu'; name: string };

/** Every value rounded to a grid of each member's own (model/quantise.ts): tensor `${name}.grid`. */
export type RoundStep = Common & { kind: 'round'; name: string };

export type Step =
  | ConvStep
  | AffineStep
  | PoolStep
  | JoinStep
  | ConcatenateStep
  | GlobalStep
  | ArrangeStep
  | PadStep
  | FlattenStep
  | LayerNormStep
  | PreluStep
  | RoundStep;

/** Where activations live. `border` is the widest padding of any convolution that reads it. */
export type BufferShape = Shape & { border: number };

/**
 * An architecture compiled to fused steps. Buffer 0 holds the input images; free buffers of equal shape and
 * border are reused.
 */
export type Plan = {
  buffers: BufferShape[];
  steps: Step[];
  /** The buffer that holds the logits, [classes, 1, 1], after the last step. */
  output: number;
  classes: number;
  multiplyAdds: number;
};

/** The buffers that a step reads. */
export function readsOf(step: Step): number[] {
  if (step.kind === 'concatenate') return step.sources;
  return step.kind === 'add' || step.kind === 'multiply' ? [step.source, step.other] : [step.source];
}

/** Whether a step ends with a BatchNorm, whose statistics can be estimated anew. */
export function hasBatchNorm(
  step: Step,
): step is (ConvStep | AffineStep) & { norm: Extract<Norm, { kind: 'batchNorm' }> } {
  return (step.kind === 'conv' || step.kind === 'affine') && step.norm?.kind === 'batchNorm';
}
