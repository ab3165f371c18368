// What one network weighs and costs: bytes of kernels in each form, multiply-adds for one image.
import { type Architecture, isPrunable, kernelSize, prunableLayers } from './architecture';
import { graphOf } from './graph';

/** A kernel as it is stored: rows are output channels, size counts all weights. */
type KernelExtent = { rows: number; size: number };

/** What a pruning leaves. */
export type WeightsLeft = {
  layers: { name: string; size: number; kept: number; threshold: number | null }[];
  kept: number;
  /** The one threshold on |w|; null when layers have their own, for random pruning, and when nothing goes. */
  threshold: number | null;
  /** Of the weights that `counts` counts in each bin, how many go. */
  removed: Uint32Array;
  /** The first layer's mask: 1 keeps a weight. */
  firstMask: Uint8Array;
  /**
   * Bytes of the kernels alone: all weights in three formats, and those left in compressed rows. Biases and
   * BatchNorm are counted nowhere.
   */
  bytes: { float32: number; float16: number; int8: number; compressed: number };
  /** Multiply-adds of these kernels for one image, padding counted, before and after. */
  multiplyAdds: { dense: number; left: number };
};

/** Bytes of kernels in int8: one a weight, and a float32 scale an output channel. */
export function int8Bytes(layers: KernelExtent[]): number {
  return layers.reduce((sum, { rows, size }) => sum + size + 4 * rows, 0);
}

/** Share of kernel weights left, their bytes, and multiply-adds for one image. */
export type NetworkCost = { weightsLeft: number; bytes: number; multiplyAdds: number };

/**
 * What one network costs when `removedOf` says which share (0..1) of each layer's kernel, by the layer's
 * name, is gone. It has the share of kernel weights left, their bytes (float16, in compressed rows where that
 * is smaller), and multiply-adds for one image.
 */
export function networkCost(architecture: Architecture, removedOf: (layer: string) => number): NetworkCost {
  const uses = kernelUses(architecture);
  const total = { weights: 0, kept: 0, bytes: 0, multiplyAdds: 0 };
  prunableLayers(architecture).forEach((layer, index) => {
    const size = kernelSize(layer);
    const kept = Math.round(size * (1 - removedOf(layer.name)));
    total.weights += size;
    total.kept += kept;
    total.bytes += Math.min(2 * size, compressedBytes({ rows: layer.output, size }, kept));
    total.multiplyAdds += uses[index] * kept;
  });
  const { weights, kept, bytes, multiplyAdds } = total;
  return { weightsLeft: kept / weights, bytes, multiplyAdds };
}

/**
 * Bytes of a kernel in compressed rows. Each weight left has a float16 value and its index in the row (16
 * bits, 32 in rows over 65,536 weights). Each output channel has one 32-bit row start, and there is one more
 * for the end.
 */
export function compressedBytes({ rows, size }: KernelExtent, kept: number): number {
  const index = size / rows > 65_536 ? 4 : 2;
  return kept * (2 + index) + 4 * (rows + 1);
}

/**
 * Output positions of every prunable layer, in order: how often each of its weights multiplies on one image.
 */
export function kernelUses(architecture: Architecture): number[] {
  return graphOf(architecture).flatMap(({ layer, shape }) =>
    isPrunable(layer) ? [shape.height * shape.width] : [],
  );
}
