import type { PredictionBatch } from '../device';
import { remainingWork } from '../remaining';
import { LANES } from './kernels';

/** One member over `count` images from `start`. */
export type Tile = { member: number; start: number; count: number };

/**
 * Multiply-adds in a tile of more than 16 images: about a tenth of a second on one core of 2026, so that no
 * tile looks like a worker that hangs.
 */
const TILE_WORK = 2e9;

/** The most tiles of one member, one after the other, for each time that its weights are sent and packed. */
const TILES_AT_ONCE = 4;

/**
 * Images in a tile. There are enough tiles to keep every worker busy to the end and to show progress. None is
 * too small to pay for its message, and none so large that a worker works on for long at what was cancelled.
 * And images that a member is run on before the next: those of several tiles, where tiles have to be small.
 */
function tileSizes(members: number, images: number, threads: number, multiplyAdds: number) {
  const share = (members * images) / (threads * 4);
  const wanted = Math.ceil(Math.min(256, Math.max(32, share)) / LANES);
  const most = Math.max(1, Math.floor(TILE_WORK / (multiplyAdds * LANES)));
  const tile = Math.min(wanted, most);
  return { tile: tile * LANES, block: tile * Math.min(TILES_AT_ONCE, Math.floor(wanted / tile)) * LANES };
}

/**
 * The work of a run, less what is finished, in tiles; early tiles complete the first images for every member.
 * `multiplyAdds` are those of one image.
 */
export function tilesLeft(
  members: number,
  images: number,
  threads: number,
  multiplyAdds: number,
  finished: readonly PredictionBatch[],
): Tile[] {
  const { tile, block } = tileSizes(members, images, threads, multiplyAdds);
  return remainingWork(members, images, block, finished).flatMap(({ start, count, members: runs }) =>
    runs.flatMap(({ first, end }) =>
      Array.from({ length: end - first }, (_, i) => first + i).flatMap((member) =>
        Array.from({ length: Math.ceil(count / tile) }, (_, at) => ({
          member,
          start: start + at * tile,
          count: Math.min(tile, count - at * tile),
        })),
      ),
    ),
  );
}
