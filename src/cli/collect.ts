import type { Predictions } from '../audit/predictions';
import { emptyPredictions, place } from '../engine/collect';
import type { PredictionBatch } from '../engine/device';
import type { Population } from '../model/population';
import type { Shard } from '../model/shard';

/** All batches of a run as one set of predictions; `progress` is told the share that is done. */
export async function collectPredictions(
  batches: AsyncIterable<PredictionBatch>,
  population: Population,
  shard: Shard,
  progress: (share: number) => void,
): Promise<Predictions> {
  const all = emptyPredictions(population, shard.count, shard.classes.length);
  let done = 0;
  for await (const batch of batches) {
    place(all, batch);
    done += batch.members.length * batch.count;
    progress(done / all.labels.length);
  }
  return all;
}
