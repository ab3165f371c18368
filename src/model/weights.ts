import { type Architecture, kernelName, prunableLayers } from './architecture';
import { compressedBytes, int8Bytes, kernelUses, type WeightsLeft } from './cost';
import { makingOf } from './methods/making/registry';
import type { Member, Population } from './population';
import { type LayerCut, magnitudeKeys, memberKernels, selectCut } from './prune';
import { roundToHalf } from './quantise';
import { isMade, type MadeVariant, type Variant } from './variant';

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
  /** Whether rounding to float16 changes none of them. */
  isHalf: boolean;
};

/** What of that is drawn: the counts, and of the weights themselves the first kernel. */
export type WeightsShown = Pick<WeightsSummary, 'architecture' | 'total' | 'edges' | 'counts' | 'isHalf'> & {
  first: Float32Array;
};

/** The part of a summary that is drawn. */
export function shownWeights({ architecture, total, edges, counts, isHalf, kernels }: WeightsSummary) {
  return { architecture, total, edges, counts, isHalf, first: kernels[0].slice() } satisfies WeightsShown;
}

/** What is asked of one network's weights. */
export type WeightsAsked = {
  /** Networks a side, and which of them is shown, an index. */
  members: number;
  member: number;
  /** What is done to the weights. */
  variant: Variant;
  /** The zoo's id of the trained sparse or narrow population, where that is shown; else null. */
  own: string | null;
};

/** What is told of them. */
export type NetworkWeights = {
  asked: WeightsAsked;
  /** The networks to choose from, and the one that is shown. */
  members: Member[];
  member: number;
  dense: WeightsShown;
  own: WeightsShown | null;
  left: WeightsLeft;
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
  return {
    member: population.members[member],
    ...{ architecture, layers, kernels, total, edges, bins, counts },
    isHalf: kernels.every((kernel) => kernel.every((weight) => roundToHalf(weight) === weight)),
  };
}

/** Equal bins from 0 to the magnitude that one weight in 200 of those that are not zero exceeds. */
function binEdges(kernels: Float32Array[]): Float64Array {
  const keys = kernels.map(magnitudeKeys);
  let zeros = 0;
  let total = 0;
  for (const part of keys) {
    total += part.length;
    for (let i = 0; i < part.length; i++) if (part[i] === 0) zeros++;
  }
  let top = 1;
  if (total > zeros) {
    const { key } = selectCut(keys, zeros + Math.floor(0.995 * (total - zeros - 1)) + 1);
    top = new Float32Array(Uint32Array.of(key).buffer)[0];
  }
  return Float64Array.from({ length: BINS + 1 }, (_, edge) => (edge * top) / BINS);
}

/**
 * Describes what a variant leaves of these weights, exactly as every device carries it out. Where nothing is
 * removed from them, and with null, they are described as they are: a zero counts as removed (trained sparse
 * populations), everything else stays.
 */
export function weightsLeft(summary: WeightsSummary, variant: Variant | null): WeightsLeft {
  const { kernels, layers, bins } = summary;
  const removing = variant && isMade(variant) ? cutsOf(summary, variant) : undefined;
  const cuts = removing ?? layers.map((layer, index) => zerosGone(layer.name, kernels[index]));
  const removed = new Uint32Array(BINS);
  removing?.forEach(({ mask }, layer) => {
    const places = bins[layer];
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] === 0 && kernels[layer][i] !== 0) removed[places[i]] += 1;
    }
  });
  const global = variant !== null && 'scope' in variant && variant.scope === 'global';
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

function cutsOf(
  { architecture, kernels, member }: WeightsSummary,
  variant: MadeVariant,
): LayerCut[] | undefined {
  return makingOf(variant).cuts?.(architecture, kernels, member.seed, variant);
}

function zerosGone(name: string, kernel: Float32Array) {
  const mask = new Uint8Array(kernel.length);
  let kept = 0;
  for (let i = 0; i < kernel.length; i++) {
    if (kernel[i] === 0) continue;
    mask[i] = 1;
    kept++;
  }
  return { name, size: kernel.length, kept, threshold: null, mask };
}
