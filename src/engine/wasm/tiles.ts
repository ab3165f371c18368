import type { PredictionBatch } from '../device';
import { LANES } from './kernels';

/** One member over `count` images from `start`. */
export type Tile = { member: number; start: number; count: number };

/** Images in a tile: enough tiles to keep every worker busy to the end and to show progress, none too small to pay for its message. */
function tileSize(members: number, images: number, threads: number): number {
  const share = (members * images) / (threads * 4);
  return Math.ceil(Math.min(256, Math.max(32, share)) / LANES) * LANES;
}

/**
 * The work of a run, less what is finished: tiles of whole groups of 16, image by image so that early tiles complete the first
 * images for every member. A tile that is partly finished is cut to what is not.
 */
export function tilesLeft(
  members: number,
  images: number,
  threads: number,
  finished: readonly PredictionBatch[],
): Tile[] {
  const size = tileSize(members, images, threads);
  const done = finished.length > 0 ? new Uint8Array(members * images) : null;
  for (const batch of finished) {
    for (const member of batch.members) {
      done?.fill(1, member * images + batch.start, member * images + batch.start + batch.count);
    }
  }
  const tiles: Tile[] = [];
  for (let start = 0; start < images; start += size) {
    const end = Math.min(images, start + size);
    for (let member = 0; member < members; member++) {
      if (!done) {
        tiles.push({ member, start, count: end - start });
        continue;
      }
      const isDone = (image: number) => done[member * images + image] === 1;
      for (let first = start; first < end; ) {
        while (first < end && isDone(first)) first++;
        let last = first;
        while (last < end && !isDone(last)) last++;
        if (last > first) tiles.push({ member, start: first, count: last - first });
        first = last;
      }
    }
  }
  return tiles;
}
