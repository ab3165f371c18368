import { removedCount } from '../../model/prune';
import { unfoldedWeights } from '../../model/unfolded';
import type { PruneSettings } from '../../model/variant';
import { createArena, type Kernels } from './kernels';

/** One member's kernel, row-major, and how many output channels it has. */
type PrunedKernel = { weights: Float32Array; rows: number };

/**
 * Prunes one member's kernels, in manifest layer order (src/model/prune.ts says how), and returns them one
 * after another, removed weights +0. Uses all of the kernels' memory.
 */
export function pruneWeights(
  kernels: Kernels,
  layers: readonly PrunedKernel[],
  memberSeed: number,
  settings: PruneSettings,
): Float32Array<ArrayBuffer> {
  const sizes = layers.map(({ weights: { length } }) => length);
  const { total, weights, keys, cut } = placeKernels(kernels, kernels.heapBase(), sizes);
  const values = new Float32Array(kernels.memory.buffer, weights, total);
  const ranked = new Float32Array(kernels.memory.buffer, keys, total);
  let first = 0;
  for (const { weights: layer, rows } of layers) {
    values.set(layer, first);
    if (settings.method === 'unfolded') ranked.set(unfoldedWeights(layer, rows), first);
    first += layer.length;
  }
  if (settings.method === 'random') kernels.randomKeys(settings.seed, memberSeed, 0, keys, total);
  else kernels.magnitudeKeys(settings.method === 'unfolded' ? keys : weights, keys, total);
  cut(settings);
  return values.slice();
}

/**
 * The masks that the smallest magnitudes of one network's kernels leave, in manifest layer order
 * (src/model/prune.ts says how): 1 keeps a weight. Uses the kernels' memory from `start` on.
 */
export function masksByMagnitude(
  kernels: Kernels,
  start: number,
  layers: readonly Float32Array[],
  settings: CutSettings,
): Uint8Array<ArrayBuffer>[] {
  const sizes = layers.map(({ length }) => length);
  const { total, weights, keys, cut } = placeKernels(kernels, start, sizes);
  const values = new Float32Array(kernels.memory.buffer, weights, total);
  const firsts = sizes.map((_, layer) => sizes.slice(0, layer).reduce((sum, size) => sum + size, 0));
  layers.forEach((layer, which) => {
    values.set(layer, firsts[which]);
  });
  kernels.magnitudeKeys(weights, keys, total);
  const kept = new Uint32Array(kernels.memory.buffer, weights, total).fill(1);
  cut(settings);
  return sizes.map((size, layer) => new Uint8Array(kept.subarray(firsts[layer], firsts[layer] + size)));
}

type CutSettings = Pick<PruneSettings, 'sparsity' | 'scope'>;

/** Memory for kernels one after another and their keys, and what sets to +0 the weights that go by these. */
function placeKernels(kernels: Kernels, start: number, sizes: readonly number[]) {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const arena = createArena(kernels, start);
  const [weights, keys] = [arena.take(total * 4), arena.take(total * 4)];
  const [bins, place] = [arena.take(2048 * 4), arena.take(8)];
  function cut({ sparsity, scope }: CutSettings): void {
    let first = 0;
    for (const size of scope === 'global' ? [total] : sizes) {
      const count = removedCount(sparsity, size);
      if (count > 0) {
        kernels.selectCut(keys + first * 4, size, count, bins, place);
        kernels.applyCut(weights + first * 4, keys + first * 4, size, place);
      }
      first += size;
    }
  }
  return { total, weights, keys, cut };
}
