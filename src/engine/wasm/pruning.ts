import { removedCount } from '../../model/prune';
import { createArena, type Kernels } from './kernels';
import type { Job } from './protocol';

/** Prunes one member's kernels (src/model/prune.ts says how) and returns them, removed weights +0. */
export function pruneWeights(kernels: Kernels, job: Job & { kind: 'prune' }): Float32Array<ArrayBuffer> {
  const { settings, sizes, memberSeed } = job;
  const total = job.weights.length;
  const arena = createArena(kernels, kernels.heapBase());
  const weights = arena.take(total * 4);
  const keys = arena.take(total * 4);
  const bins = arena.take(2048 * 4);
  const cut = arena.take(8);
  const { buffer } = kernels.memory;
  new Float32Array(buffer, weights, total).set(job.weights);
  if (settings.method === 'magnitude') kernels.magnitudeKeys(weights, keys, total);
  else kernels.randomKeys(settings.seed, memberSeed, 0, keys, total);
  let first = 0;
  for (const size of settings.scope === 'global' ? [total] : sizes) {
    const count = removedCount(settings.sparsity, size);
    if (count > 0) {
      kernels.selectCut(keys + first * 4, size, count, bins, cut);
      kernels.applyCut(weights + first * 4, keys + first * 4, size, cut);
    }
    first += size;
  }
  return new Float32Array(buffer, weights, total).slice();
}
