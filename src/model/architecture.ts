import type { Convolution, Dense } from './layers/convolution';
import { kindOf, type Layer } from './layers/registry';
import { sizeOf } from './sizeOf';

export type { Layer };

/**
 * The input as networks see it: x = (byte / 255 - mean[channel]) / std[channel]; padding is zero after that.
 */
export type InputShape = {
  channels: number;
  height: number;
  width: number;
  mean: number[];
  std: number[];
};

/**
 * A directed graph of layers, each after those that it takes; the last gives the network's answer
 * (`graph.ts`).
 */
export type Architecture = { input: InputShape; layers: Layer[] };

/** A layer whose kernel may be pruned. */
export type PrunableLayer = Convolution | Dense;

/** Whether a layer has a kernel that may be pruned. */
export function isPrunable(layer: Layer): layer is PrunableLayer {
  return kindOf(layer).kernel !== undefined;
}

/**
 * The layers whose kernels are pruned, in the order that decides ties: convolutions and dense layers, first
 * and last included.
 */
export function prunableLayers(architecture: Architecture): PrunableLayer[] {
  return architecture.layers.filter(isPrunable);
}

/** Whether any layer is a BatchNorm, whose statistics can be estimated anew. */
export function hasBatchNorm({ layers }: Architecture): boolean {
  return layers.some(({ kind }) => kind === 'batchNorm');
}

/** The names of the tensors that re-estimating BatchNorm changes. */
export function batchNormTensors({ layers }: Architecture): string[] {
  return layers.flatMap((layer) =>
    layer.kind === 'batchNorm' ? [`${layer.name}.mean`, `${layer.name}.variance`] : [],
  );
}

/** The name of a layer's kernel tensor. */
export function kernelName(layer: PrunableLayer): string {
  return `${layer.name}.weight`;
}

/**
 * The extent of one member's kernel of a layer: output channels, input channels that each of them reads, rows
 * and columns.
 */
export function kernelShape(
  layer: PrunableLayer,
): [output: number, input: number, rows: number, columns: number] {
  return kindOf(layer).kernel!(layer);
}

/** The number of weights in one member's kernel of a layer. */
export function kernelSize(layer: PrunableLayer): number {
  return sizeOf(kernelShape(layer));
}

/** The shape of every tensor that one member of an architecture has, by tensor name. */
export function tensorShapes({ layers }: Architecture): Map<string, number[]> {
  return new Map(
    layers.flatMap((layer) =>
      Object.entries(kindOf(layer).tensors?.(layer) ?? {}).map(
        ([part, shape]) => [`${layer.name}.${part}`, shape] as const,
      ),
    ),
  );
}
