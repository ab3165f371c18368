import type { Reached } from './activations';
import type { Clock } from './clock';
import type { TileSize } from './tile';

/**
 * The tile grows until it takes longer than the first, and shrinks when it takes longer than the second (ms):
 * answers stream, and no driver resets the GPU.
 */
const shortTile = 50;
const longTile = 250;

/** How many members a tile takes. */
type Pace = {
  members(): number;
  /** Hears that a tile of so many members has ended. */
  ended(members: number): void;
};

/**
 * Begins with as many members as earlier runs have `reached`, one where there were none, and at most
 * `tile`'s.
 */
export function createPace(clock: Clock, reached: Reached, tile: TileSize): Pace {
  let members = Math.max(1, Math.min(tile.members, Math.floor(reached.work / tile.images4)));
  let last = clock.now();
  return {
    members: () => members,
    ended(count) {
      const now = clock.now();
      const took = now - last;
      last = now;
      if (count !== members) return;
      if (took < shortTile) {
        members = Math.min(tile.members, members * 2);
        // A tile of fewer images says nothing against more work.
        reached.work = Math.max(reached.work, members * tile.images4);
      } else if (took > longTile) {
        members = Math.max(1, members >> 1);
        reached.work = members * tile.images4;
      }
    },
  };
}
