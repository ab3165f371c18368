import { removedCount } from '../../model/prune';
import type { PruneSettings } from '../../model/variant';
import { createArena, type Kernels } from './kernels';

/**
 * Prunes one member's kernels, in manifest layer order (src/model/prune.ts says how), and returns them one after another,
 * removed weights +0. Uses all of the kernels' memory.
 */
export function pruneWeights(
  kernels: Kernels,
  layers: Float32Array[],
  memberSeed: number,
  settings: PruneSettings,
): Float32Array<ArrayBuffer> {
  const total = layers.reduce((sum, { length }) => sum + length, 0);
  const arena = createArena(kernels, kernels.heapBase());
  const weights = arena.take(total * 4);
  const keys = arena.take(total * 4);
  const bins = arena.take(2048 * 4);
  const cut = arena.take(8);
  const values = new Float32Array(kernels.memory.buffer, weights, total);
  let first = 0;
  for (const layer of layers) {
    values.set(layer, first);
    first += layer.length;
  }
  if (settings.method === 'magnitude') kernels.magnitudeKeys(weights, keys, total);
  else kernels.randomKeys(settings.seed, memberSeed, 0, keys, total);
  first = 0;
  for (const size of settings.scope === 'global' ? [total] : layers.map(({ length }) => length)) {
    const count = removedCount(settings.sparsity, size);
    if (count > 0) {
      kernels.selectCut(keys + first * 4, size, count, bins, cut);
      kernels.applyCut(weights + first * 4, keys + first * 4, size, cut);
    }
    first += size;
  }
  return values.slice();
}
