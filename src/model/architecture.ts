/** A two-dimensional convolution with zero padding, the same on all sides. Kernel tensor `${name}.weight` is [output, input, height, width]. */
type Convolution = {
  kind: 'conv';
  name: string;
  input: number;
  output: number;
  kernel: [height: number, width: number];
  stride: number;
  padding: number;
  bias: boolean;
};

/** Normalises each channel: tensors `${name}.weight`, `.bias`, `.mean`, `.variance`, each [channels]. */
export type BatchNorm = { kind: 'batchNorm'; name: string; channels: number; epsilon: number };

/** A fully connected layer. Kernel tensor `${name}.weight` is [output, input]; `${name}.bias` is [output]. */
type Dense = { kind: 'dense'; name: string; input: number; output: number; bias: boolean };

/** Pooling without padding; windows that do not fit are dropped. */
type Pool = { kind: 'maxPool' | 'averagePool'; size: number; stride: number };

/** Adds the output of the earlier layer number `from` (0 is the first layer), of the same shape. */
type Add = { kind: 'add'; from: number };

/** Rounds every value to one of 256 (`onGrid` in quantise.ts): tensor `${name}.grid` is [2], the step between two values and the number of the one that is 0. */
type Round = { kind: 'round'; name: string };

export type Layer =
  | Convolution
  | BatchNorm
  | Dense
  | Pool
  | Add
  | Round
  | { kind: 'relu' }
  | { kind: 'globalAverage' };

/** The input as networks see it: x = (byte / 255 - mean[channel]) / std[channel]; padding is zero after that. */
export type InputShape = {
  channels: number;
  height: number;
  width: number;
  mean: number[];
  std: number[];
};

export type Architecture = { input: InputShape; layers: Layer[] };

/** A layer whose kernel may be pruned. */
export type PrunableLayer = Convolution | Dense;

/** The layers whose kernels are pruned, in the order that decides ties: convolutions and dense layers, first and last included. */
export function prunableLayers(architecture: Architecture): PrunableLayer[] {
  return architecture.layers.filter((layer) => layer.kind === 'conv' || layer.kind === 'dense');
}

/** Whether any layer is a BatchNorm, whose statistics can be estimated anew. */
export function hasBatchNorm({ layers }: Architecture): boolean {
  return layers.some(({ kind }) => kind === 'batchNorm');
}

/** The name of a layer's kernel tensor. */
export function kernelName(layer: PrunableLayer): string {
  return `${layer.name}.weight`;
}

/** The number of weights in one member's kernel of a layer. */
export function kernelSize(layer: PrunableLayer): number {
  const taps = layer.kind === 'conv' ? layer.kernel[0] * layer.kernel[1] : 1;
  return layer.output * layer.input * taps;
}
