import { type Architecture, kernelName, kernelSize, prunableLayers } from './architecture';
import { memberValues, type Population, type StackedTensor, tensorOf } from './population';
import { unfoldedWeights } from './unfolded';
import type { PruneSettings, WeightwiseSettings } from './variant';

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * The key of random pruning, a u32: three rounds of a bijective u32 mixer over the run's seed, the member's
 * seed and the weight's index. That index is among all prunable weights of the member (manifest layer order,
 * row-major). With mix(h): h ^= h >>> 16; h *= 0x7feb352d; h ^= h >>> 15; h *= 0x846ca68b; h ^= h >>> 16 (all
 * modulo 2^32), the key is mix(mix(mix(seed + 0x9e3779b9) ^ memberSeed) ^ index). No two indices of one
 * member share a key. Constants: C. Wellons, "Prospecting for Hash Functions", lowbias32.
 */
export function randomKey(seed: number, memberSeed: number, index: number): number {
  return mix(mix(mix((seed + 0x9e3779b9) >>> 0) ^ memberSeed) ^ index);
}

/**
 * The sort key of magnitude pruning: the bits of |w| as u32, which order like |w|. -0 counts as 0; NaN
 * sorts above Infinity, so it goes last.
 */
export function magnitudeKeys(weights: Float32Array): Uint32Array {
  const keys = new Uint32Array(weights.length);
  const bits = new Uint32Array(weights.buffer, weights.byteOffset, weights.length);
  for (let i = 0; i < keys.length; i++) keys[i] = bits[i] & 0x7fffffff;
  return keys;
}

function randomKeys(seed: number, memberSeed: number, first: number, count: number): Uint32Array {
  const keys = new Uint32Array(count);
  for (let i = 0; i < count; i++) keys[i] = randomKey(seed, memberSeed, first + i);
  return keys;
}

/** The exact number of weights out of `n` that go: Math.round(sparsity * n). */
export function removedCount(sparsity: number, n: number): number {
  if (!(sparsity >= 0 && sparsity <= 1)) {
    throw new Error(`Expected a sparsity from 0 to 1, but got ${sparsity}.`);
  }
  return Math.round(sparsity * n);
}

/** Where the cut falls: all keys below `key` go, and of those equal to it the first `ties` by index. */
export type Cut = { key: number; ties: number };

/**
 * The cut that removes the `count` (1 to all) smallest keys, by radix selection: 11, 11 and 10 bits, high
 * bits first.
 */
export function selectCut(keys: readonly Uint32Array[], count: number): Cut {
  const bins = new Uint32Array(2048);
  let prefix = 0;
  let left = count;
  for (const { shift, width, above } of [
    { shift: 21, width: 11, above: 32 },
    { shift: 10, width: 11, above: 21 },
    { shift: 0, width: 10, above: 10 },
  ]) {
    bins.fill(0);
    const mask = (1 << width) - 1;
    for (const part of keys) {
      for (let i = 0; i < part.length; i++) {
        const key = part[i];
        if (above === 32 || key >>> above === prefix) bins[(key >>> shift) & mask]++;
      }
    }
    let bin = 0;
    while (left > bins[bin]) left -= bins[bin++];
    prefix = ((prefix << width) | bin) >>> 0;
  }
  return { key: prefix, ties: left };
}

type LayerPlan = { name: string; size: number; rows: number; first: number };

function layerPlans(architecture: Architecture): LayerPlan[] {
  let first = 0;
  return prunableLayers(architecture).map((layer) => {
    const size = kernelSize(layer);
    const plan = { name: kernelName(layer), size, rows: layer.output, first };
    first += size;
    return plan;
  });
}

/** What pruning does to one layer of one member. */
export type LayerCut = {
  /** Kernel tensor name. */
  name: string;
  size: number;
  kept: number;
  /** The largest |w| that goes; null where weights are not removed by magnitude and where nothing goes. */
  threshold: number | null;
  /** 1 keeps a weight, 0 removes it; row-major. */
  mask: Uint8Array;
};

function maskOf(keys: Uint32Array, cut: Cut | null): { mask: Uint8Array; kept: number; tied: number } {
  const mask = new Uint8Array(keys.length).fill(1);
  let kept = keys.length;
  let tied = 0;
  if (cut) {
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] < cut.key || (keys[i] === cut.key && tied < cut.ties)) {
        if (keys[i] === cut.key) tied++;
        mask[i] = 0;
        kept--;
      }
    }
  }
  return { mask, kept, tied };
}

function thresholdOf(cut: Cut | null, settings: WeightwiseSettings): number | null {
  if (!cut || settings.method !== 'magnitude') return null;
  return new Float32Array(Uint32Array.of(cut.key).buffer)[0];
}

/**
 * Which weights go by their keys, layer by layer in manifest order. They are exactly Math.round(sparsity *
 * n), n counted over all prunable kernels (scope `global`) or each kernel (scope `layer`). Those with the
 * smallest key go, ties by index in manifest layer order, then row-major.
 */
function cutLayers(
  layers: readonly LayerPlan[],
  keys: readonly Uint32Array[],
  settings: WeightwiseSettings,
): LayerCut[] {
  const cutOf = (parts: readonly Uint32Array[]): Cut | null => {
    const count = removedCount(
      settings.sparsity,
      parts.reduce((n, part) => n + part.length, 0),
    );
    return count === 0 ? null : selectCut(parts, count);
  };
  const shared = settings.scope === 'global' ? cutOf(keys) : null;
  let tiesLeft = shared?.ties ?? 0;
  return layers.map(({ name, size }, layer) => {
    const cut =
      settings.scope === 'layer' ? cutOf([keys[layer]]) : shared && { key: shared.key, ties: tiesLeft };
    const { mask, kept, tied } = maskOf(keys[layer], cut);
    tiesLeft -= tied;
    return { name, size, kept, threshold: thresholdOf(cut, settings), mask };
  });
}

/**
 * One-shot pruning of one member by `cutLayers`. The key is the magnitude, of `unfoldedWeights` for method
 * `unfolded`, or drawn. `kernels` holds the kernels in manifest layer order. The reference for all devices.
 */
export function pruneMember(
  architecture: Architecture,
  kernels: readonly Float32Array[],
  memberSeed: number,
  settings: PruneSettings,
): LayerCut[] {
  const layers = layerPlans(architecture);
  const keys = layers.map(({ size, rows, first }, layer) => {
    if (settings.method === 'random') return randomKeys(settings.seed, memberSeed, first, size);
    return magnitudeKeys(
      settings.method === 'unfolded' ? unfoldedWeights(kernels[layer], rows) : kernels[layer],
    );
  });
  return cutLayers(layers, keys, settings);
}

/**
 * The same by scores of which the smallest magnitudes go, a score a weight, kernel by kernel in manifest
 * layer order.
 */
export function pruneByScores(
  architecture: Architecture,
  scores: readonly Float32Array[],
  settings: WeightwiseSettings,
): LayerCut[] {
  return cutLayers(layerPlans(architecture), scores.map(magnitudeKeys), settings);
}

/** One member's prunable kernels, in manifest layer order, as views. */
export function memberKernels(population: Population, member: number): Float32Array[] {
  return layerPlans(population.architecture).map(({ name }) =>
    memberValues(tensorOf(population, name), member),
  );
}

/** `pruneMember` for a member of a population. */
export function pruneCuts(population: Population, member: number, settings: PruneSettings): LayerCut[] {
  const { architecture, members } = population;
  return pruneMember(architecture, memberKernels(population, member), members[member].seed, settings);
}

/**
 * The pruned population whose kernels are given in `kernels` (tensor name to values stacked over members);
 * all other tensors are shared with `population`. Its key names the population it came from and the settings.
 */
export function prunedPopulation(
  population: Population,
  settings: WeightwiseSettings,
  kernels: Record<string, StackedTensor>,
): Population {
  const { method, scope, sparsity, seed } = settings;
  const drawn = method === 'random' || method === 'taylor' || method === 'gradient' ? `,seed=${seed}` : '';
  return {
    ...population,
    key: `${population.key}|pruned(${method},${scope},${sparsity}${drawn})`,
    variant: { kind: 'pruned', recalibrated: false, method, scope, sparsity, seed },
    tensors: { ...population.tensors, ...kernels },
  };
}

/** The kernels of every member that `cutsOf` leaves, by tensor name. Removed weights become +0. */
export function keptKernels(
  population: Population,
  cutsOf: (member: number) => Pick<LayerCut, 'name' | 'mask'>[],
): Record<string, StackedTensor> {
  const kernels: Record<string, StackedTensor> = {};
  population.members.forEach((_, member) => {
    for (const { name, mask } of cutsOf(member)) {
      const source = tensorOf(population, name);
      kernels[name] ??= { shape: source.shape, data: new Float32Array(source.data.length) };
      const from = memberValues(source, member);
      const to = memberValues(kernels[name], member);
      for (let i = 0; i < to.length; i++) to[i] = mask[i] === 1 ? from[i] : 0;
    }
  });
  return kernels;
}

/** Prunes every member in plain TypeScript: the reference for `Device.prune`. */
export function prunePopulation(population: Population, settings: PruneSettings): Population {
  const kernels = keptKernels(population, (member) => pruneCuts(population, member, settings));
  return prunedPopulation(population, settings, kernels);
}
