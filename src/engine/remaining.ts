import type { PredictionBatch } from './device';

/** Images `start` to `start + count` of the rows `first` up to `end`. */
export type Remaining = { start: number; count: number; members: { first: number; end: number }[] };

/**
 * What is left of `members` x `images` once the `finished` batches are taken away: disjoint stretches of at
 * most `width` images, each with the runs of members that lack them.
 */
export function remainingWork(
  members: number,
  images: number,
  width: number,
  finished: readonly PredictionBatch[] = [],
): Remaining[] {
  const cuts = new Set([0, images]);
  for (const { start, count } of finished) {
    cuts.add(Math.min(start, images));
    cuts.add(Math.min(start + count, images));
  }
  const bounds = [...cuts].sort((a, b) => a - b);
  return bounds.slice(1).flatMap((end, i) => {
    const begin = bounds[i];
    const done = new Set(
      finished.flatMap((batch) =>
        batch.start <= begin && batch.start + batch.count >= end ? batch.members : [],
      ),
    );
    const runs: Remaining['members'] = [];
    for (let row = 0; row < members; row++) {
      if (done.has(row)) continue;
      const last = runs.at(-1);
      if (last?.end === row) last.end++;
      else runs.push({ first: row, end: row + 1 });
    }
    if (runs.length === 0) return [];
    return Array.from({ length: Math.ceil((end - begin) / width) }, (_, tile) => {
      const start = begin + tile * width;
      return { start, count: Math.min(width, end - start), members: runs };
    });
  });
}
