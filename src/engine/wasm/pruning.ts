import { removedCount } from '../../model/prune';
import { unfoldedWeights } from '../../model/unfolded';
import type { PruneSettings } from '../../model/variant';
import { keptBytes, keptMask, keptParts } from './kept';
import { createArena, type Kernels } from './kernels';

/** One member's kernel, row-major, and how many output channels it has. */
type PrunedKernel = { weights: Float32Array; rows: number };

/**
 * Which weights pruning leaves of one member's kernels, in manifest layer order (src/model/prune.ts says
 * how), as the bits of kept.ts. Uses all of the kernels' memory.
 */
export function keptWeights(
  kernels: Kernels,
  layers: readonly PrunedKernel[],
  memberSeed: number,
  settings: PruneSettings,
): Uint8Array<ArrayBuffer> {
  const sizes = layers.map(({ weights: { length } }) => length);
  const { total, keys, rank, cut } = placeKeys(kernels, kernels.heapBase(), sizes);
  if (settings.method === 'random') kernels.randomKeys(settings.seed, memberSeed, 0, keys, total);
  else if (settings.method === 'magnitude') rank(layers.map(({ weights }) => weights));
  else rank(layers.map(({ weights, rows }) => unfoldedWeights(weights, rows)));
  return cut(settings).slice();
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
  const { rank, cut } = placeKeys(kernels, start, sizes);
  rank(layers);
  return keptParts(cut(settings), sizes).map((bits, layer) => keptMask(bits, sizes[layer]));
}

type CutSettings = Pick<PruneSettings, 'sparsity' | 'scope'>;

/** Memory for the keys of kernels one after another, and which weights go by these. */
function placeKeys(kernels: Kernels, start: number, sizes: readonly number[]) {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const arena = createArena(kernels, start);
  // Bits come from eight keys at a time, also behind the last.
  const keys = arena.take(total * 4 + 32);
  const [bins, place] = [arena.take(2048 * 4), arena.take(8)];
  const room = arena.take(total * 4 + 4);
  const bytes = sizes.reduce((sum, size) => sum + keptBytes(size), 0);
  const bits = arena.take(bytes);

  /** Ranks by magnitude. */
  function rank(layers: readonly Float32Array[]): void {
    const values = new Float32Array(kernels.memory.buffer, keys, total);
    let first = 0;
    for (const layer of layers) {
      values.set(layer, first);
      first += layer.length;
    }
    kernels.magnitudeKeys(keys, keys, total);
  }

  /** The bits of kept.ts, in the kernels' memory. */
  function cut({ sparsity, scope }: CutSettings): Uint8Array {
    const kept = new Uint8Array(kernels.memory.buffer, bits, bytes).fill(255);
    const parts = keptParts(kept, sizes);
    if (scope === 'global' && removedCount(sparsity, total) > 0) {
      kernels.selectCut(keys, total, removedCount(sparsity, total), bins, room, place);
    }
    let at = keys;
    sizes.forEach((size, layer) => {
      const count = removedCount(sparsity, scope === 'global' ? total : size);
      if (scope === 'layer' && count > 0) kernels.selectCut(at, size, count, bins, room, place);
      if (count > 0) kernels.keptBits(at, size, place, parts[layer].byteOffset);
      at += size * 4;
    });
    return kept;
  }
  return { total, keys, rank, cut };
}
