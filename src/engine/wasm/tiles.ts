import type { PredictionBatch } from '../device';
import { remainingWork } from '../remaining';
import { LANES } from './kernels';

/** One member over `count` images from `start`. */
export type Tile = { member: number; start: number; count: number };

/** Images in a tile: enough tiles to keep every worker busy to the end and to show progress, none too small to pay for its message. */
function tileSize(members: number, images: number, threads: number): number {
  const share = (members * images) / (threads * 4);
  return Math.ceil(Math.min(256, Math.max(32, share)) / LANES) * LANES;
}

/** The work of a run, less what is finished, in tiles; early tiles complete the first images for every member. */
export function tilesLeft(
  members: number,
  images: number,
  threads: number,
  finished: readonly PredictionBatch[],
): Tile[] {
  const size = tileSize(members, images, threads);
  return remainingWork(members, images, size, finished).flatMap(({ start, count, members: runs }) =>
    runs.flatMap(({ first, end }) =>
      Array.from({ length: end - first }, (_, i) => ({ member: first + i, start, count })),
    ),
  );
}
