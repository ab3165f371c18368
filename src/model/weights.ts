import { type Architecture, isPrunable, kernelName, kernelSize, prunableLayers } from './architecture';
import { channelCuts } from './channels';
import { graphOf } from './graph';
import { patternCuts } from './pattern';
import type { Member, Population } from './population';
import { type LayerCut, memberKernels, pruneMember } from './prune';
import type { PruneSettings, StructureSettings } from './variant';

const BINS = 72;

/** A prunable layer as the weights panel needs it. */
type LayerFacts = {
  name: string;
  /** Output channels: the rows of the kernel when it is stored compressed. */
  rows: number;
  size: number;
  /** How often one weight is used on one image: the output's height x width (1 in a dense layer). */
  uses: number;
};

/** One member's prunable weights, prepared so that any pruning of them can be described at once. */
export type WeightsSummary = {
  member: Member;
  architecture: Architecture;
  layers: LayerFacts[];
  /** The kernels in layer order, row-major, as views. */
  kernels: Float32Array[];
  total: number;
  /** Edges of the bins of |w|, one more than bins. The last bin also holds everything beyond. */
  edges: Float64Array;
  /** The bin of every weight, in the order of `kernels`. */
  bins: Uint8Array[];
  /** Weights that are not zero in each bin. */
  counts: Uint32Array;
};

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
  /** Bytes of the kernels alone: all weights in three formats, and those left in compressed rows. Biases and BatchNorm are counted nowhere. */
  bytes: { float32: number; float16: number; int8: number; compressed: number };
  /** Multiply-adds of these kernels for one image, padding counted, before and after. */
  multiplyAdds: { dense: number; left: number };
};

/** Prepares member number `member` of a population. */
export function weightsSummary(population: Population, member: number): WeightsSummary {
  const { architecture } = population;
  const uses = kernelUses(architecture);
  const kernels = memberKernels(population, member);
  const layers = prunableLayers(architecture).map((layer, index) => ({
    name: kernelName(layer),
    rows: layer.output,
    size: kernels[index].length,
    uses: uses[index],
  }));
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  const edges = binEdges(kernels);
  const width = edges[1] - edges[0];
  const bins = kernels.map((kernel) => {
    const places = new Uint8Array(kernel.length);
    for (let i = 0; i < kernel.length; i++) places[i] = Math.min(BINS - 1, Math.abs(kernel[i]) / width);
    return places;
  });
  const counts = new Uint32Array(BINS);
  kernels.forEach((kernel, layer) => {
    for (let i = 0; i < kernel.length; i++) if (kernel[i] !== 0) counts[bins[layer][i]] += 1;
  });
  return { member: population.members[member], architecture, layers, kernels, total, edges, bins, counts };
}

/** Equal bins from 0 to the magnitude that one weight in 200 exceeds. */
function binEdges(kernels: Float32Array[]): Float64Array {
  const magnitudes = new Float32Array(kernels.reduce((sum, kernel) => sum + kernel.length, 0));
  let filled = 0;
  for (const kernel of kernels) for (const weight of kernel) magnitudes[filled++] = Math.abs(weight);
  magnitudes.sort();
  const nonZero = magnitudes.subarray(magnitudes.findIndex((magnitude) => magnitude > 0));
  const top = nonZero[Math.floor(0.995 * (nonZero.length - 1))] || 1;
  return Float64Array.from({ length: BINS + 1 }, (_, edge) => (edge * top) / BINS);
}

/**
 * Describes a pruning of these weights, exactly as every device carries it out. `null` settings describe the weights as they
 * are: a zero counts as removed (trained sparse populations), everything else stays.
 */
export function weightsLeft(
  summary: WeightsSummary,
  settings: PruneSettings | StructureSettings | null,
): WeightsLeft {
  const { kernels, layers, bins } = summary;
  const cuts = cutsOf(summary, settings);
  const removed = new Uint32Array(BINS);
  if (settings) {
    cuts.forEach(({ mask }, layer) => {
      const places = bins[layer];
      for (let i = 0; i < mask.length; i++) {
        if (mask[i] === 0 && kernels[layer][i] !== 0) removed[places[i]] += 1;
      }
    });
  }
  const global = settings !== null && 'scope' in settings && settings.scope === 'global';
  const sum = (of: (index: number) => number) => layers.reduce((total, _, index) => total + of(index), 0);
  return {
    layers: cuts.map(({ name, size, kept, threshold }) => ({ name, size, kept, threshold })),
    kept: sum((index) => cuts[index].kept),
    threshold: global ? (cuts[0]?.threshold ?? null) : null,
    removed,
    firstMask: cuts[0]?.mask ?? new Uint8Array(0),
    bytes: {
      float32: 4 * summary.total,
      float16: 2 * summary.total,
      int8: int8Bytes(layers),
      compressed: sum((index) => compressedBytes(layers[index], cuts[index].kept)),
    },
    multiplyAdds: {
      dense: sum((index) => layers[index].uses * layers[index].size),
      left: sum((index) => layers[index].uses * cuts[index].kept),
    },
  };
}

function cutsOf(summary: WeightsSummary, settings: PruneSettings | StructureSettings | null): LayerCut[] {
  const { architecture, kernels, member, layers } = summary;
  if (!settings) return layers.map((layer, index) => zerosGone(layer.name, kernels[index]));
  if ('scope' in settings) return pruneMember(architecture, kernels, member.seed, settings);
  return settings.method === 'channels'
    ? channelCuts(architecture, kernels, settings.share)
    : patternCuts(architecture, kernels, settings.method);
}

/** Bytes of kernels in int8: one a weight, and a float32 scale an output channel. */
export function int8Bytes(layers: Pick<LayerFacts, 'rows' | 'size'>[]): number {
  return layers.reduce((sum, { rows, size }) => sum + size + 4 * rows, 0);
}

function zerosGone(name: string, kernel: Float32Array) {
  const mask = Uint8Array.from(kernel, (weight) => (weight === 0 ? 0 : 1));
  return {
    name,
    size: kernel.length,
    kept: mask.reduce((sum, kept) => sum + kept, 0),
    threshold: null,
    mask,
  };
}

/** Share of kernel weights left, their bytes, and multiply-adds for one image. */
export type NetworkCost = { weightsLeft: number; bytes: number; multiplyAdds: number };

/**
 * What one network costs when `removedOf` says which share (0..1) of each layer's kernel, by the layer's name, is gone: share of
 * kernel weights left, their bytes (float16, in compressed rows where that is smaller), multiply-adds for one image.
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
 * Bytes of a kernel in compressed rows: per weight left a float16 value and its index in the row (16 bits, 32 in rows over
 * 65,536 weights), per output channel one 32-bit row start, and one more for the end.
 */
function compressedBytes({ rows, size }: Pick<LayerFacts, 'rows' | 'size'>, kept: number): number {
  const index = size / rows > 65_536 ? 4 : 2;
  return kept * (2 + index) + 4 * (rows + 1);
}

/** Output positions of every prunable layer, in order: how often each of its weights multiplies on one image. */
function kernelUses(architecture: Architecture): number[] {
  return graphOf(architecture).flatMap(({ layer, shape }) =>
    isPrunable(layer) ? [shape.height * shape.width] : [],
  );
}
