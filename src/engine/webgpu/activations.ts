import type { Plan } from '../steps';
import { type Arena, createArena } from './buffers';
import { bufferValues, type TileSize } from './tile';

/** The activations of one tile: its uniform, and a GPU buffer for each buffer of the plan. */
export type Activations = TileSize & {
  tile: GPUBuffer;
  /** The tile's images as bytes, [image, row, column, channel]. */
  bytes: GPUBuffer;
  buffers: GPUBuffer[];
};

/** Pairs of members and vec4s of images that a tile of one plan has reached. */
export type Reached = { work: number };

/**
 * Activations in use until `release`, and the work that earlier runs of the plan have reached in one tile.
 */
export type Space = { activations: Activations; reached: Reached; release(): void };

/** Keeps the activations of the last plan from one call to the next, and what the last plans have reached. */
export type Spaces = {
  /** Activations for tiles of `size`; `key` stands for the plan. */
  take(key: string, plan: Plan, size: TileSize): Space;
  /** Frees what is kept; nothing is kept from then on. */
  close(): void;
};

type Kept = { key: string; arena: Arena; sizes: number[]; tile: GPUBuffer; buffers: GPUBuffer[] };

/** Plans whose reached tiles are remembered. */
const rememberedPlans = 16;

/** Bytes of a tile's images, then of each buffer of the plan. */
function sizesOf(plan: Plan, { images4, members }: TileSize): number[] {
  const values = bufferValues(plan);
  return [
    values[0] * images4 * 4,
    ...values.map((count, index) => count * images4 * 16 * (index === 0 ? 1 : members)),
  ];
}

function allocate(device: GPUDevice, key: string, sizes: number[]): Kept {
  const arena = createArena(device);
  try {
    const tile = arena.uniform('tile', [0, 0, 0]);
    const buffers = sizes.map((size, index) =>
      arena.storage(index === 0 ? 'bytes' : `activations ${index - 1}`, size),
    );
    return { key, arena, sizes, tile, buffers };
  } catch (error) {
    arena.destroy();
    throw error;
  }
}

/** Opens the spaces of a device, which keep at most `budget` bytes, or what one tile needs. */
export function createSpaces(device: GPUDevice, budget: number): Spaces {
  const reached = new Map<string, Reached>();
  let kept: Kept | null = null;
  let closed = false;
  const recall = (key: string): Reached => {
    const known = reached.get(key) ?? { work: 0 };
    reached.delete(key);
    reached.set(key, known);
    for (const oldest of reached.keys()) {
      if (reached.size <= rememberedPlans) break;
      reached.delete(oldest);
    }
    return known;
  };
  /**
   * What was kept, if it is large enough; else it is freed, and replaced by what serves both where the budget
   * allows.
   */
  const claim = (key: string, needed: number[]): Kept => {
    const last = kept;
    kept = null;
    if (!last) return allocate(device, key, needed);
    const same = last.key === key;
    if (same && needed.every((size, index) => size <= last.sizes[index])) return last;
    last.arena.destroy();
    const both = needed.map((size, index) => (same ? Math.max(size, last.sizes[index]) : size));
    const total = both.reduce((sum, size) => sum + size, 0);
    return allocate(device, key, total <= budget ? both : needed);
  };
  return {
    take(key, plan, size) {
      const own = claim(key, sizesOf(plan, size));
      const [bytes, ...buffers] = own.buffers;
      return {
        activations: { ...size, tile: own.tile, bytes, buffers },
        reached: recall(key),
        release() {
          if (closed || kept) own.arena.destroy();
          else kept = own;
        },
      };
    },
    close() {
      closed = true;
      kept?.arena.destroy();
      kept = null;
    },
  };
}
