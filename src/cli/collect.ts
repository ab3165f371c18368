import type { Predictions } from '../audit/predictions';
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
  const size = population.members.length * shard.count;
  const labels = new Uint16Array(size);
  const pPrediction = new Float32Array(size);
  const pLabel = new Float32Array(size);
  const rankLabel = new Uint16Array(size);
  let done = 0;
  for await (const batch of batches) {
    batch.members.forEach((member, row) => {
      const to = member * shard.count + batch.start;
      const from = row * batch.count;
      labels.set(batch.labels.subarray(from, from + batch.count), to);
      pPrediction.set(batch.pPrediction.subarray(from, from + batch.count), to);
      pLabel.set(batch.pLabel.subarray(from, from + batch.count), to);
      rankLabel.set(batch.rankLabel.subarray(from, from + batch.count), to);
    });
    done += batch.members.length * batch.count;
    progress(done / size);
  }
  return {
    members: population.members.map(({ id }) => id),
    images: shard.count,
    classes: shard.classes.length,
    labels,
    pPrediction,
    pLabel,
    rankLabel,
  };
}
