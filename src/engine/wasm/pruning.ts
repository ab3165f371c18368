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
  const total = layers.reduce((sum, { weights: { length } }) => sum + length, 0);
  const arena = createArena(kernels, kernels.heapBase());
  const weights = arena.take(total * 4);
  const keys = arena.take(total * 4);
  const bins = arena.take(2048 * 4);
  const cut = arena.take(8);
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
  first = 0;
  const sizes = layers.map(({ weights: { length } }) => length);
  for (const size of settings.scope === 'global' ? [total] : sizes) {
    const count = removedCount(settings.sparsity, size);
    if (count > 0) {
      kernels.selectCut(keys + first * 4, size, count, bins, cut);
      kernels.applyCut(weights + first * 4, keys + first * 4, size, cut);
    }
    first += size;
  }
  return values.slice();
}
