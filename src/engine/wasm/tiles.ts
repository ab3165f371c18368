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

/**
 * Images in a tile: enough tiles to keep every worker busy to the end and to show progress, none too small to
 * pay for its message, none so large that a worker works on for long at what was cancelled.
 */
function tileSize(members: number, images: number, threads: number, multiplyAdds: number): number {
  const share = (members * images) / (threads * 4);
  const wanted = Math.ceil(Math.min(256, Math.max(32, share)) / LANES);
  const most = Math.floor(TILE_WORK / (multiplyAdds * LANES));
  return Math.max(1, Math.min(wanted, most)) * LANES;
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
  const size = tileSize(members, images, threads, multiplyAdds);
  return remainingWork(members, images, size, finished).flatMap(({ start, count, members: runs }) =>
    runs.flatMap(({ first, end }) =>
      Array.from({ length: end - first }, (_, i) => ({ member: first + i, start, count })),
    ),
  );
}
