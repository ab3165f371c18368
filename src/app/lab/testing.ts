import type { Device, PredictionBatch } from '../../engine/device';
import { recalibrateReference, runReference } from '../../engine/reference';
import { prunePopulation } from '../../model/prune';

/** What a stub device tells of itself, and waits for. */
type Stub = {
  /** Called before each member is run; may throw or wait. */
  beforeMember: (device: string, signal?: AbortSignal) => Promise<void>;
  opened: string[];
  closed: string[];
};

/** A device that answers with the plain reference, one member a batch. */
export function stubDevice(name: Device['name'], stub: Stub): Device {
  stub.opened.push(name);
  return {
    name,
    description: `stub ${name}`,
    async *run(population, shard, { signal, finished = [] } = {}): AsyncGenerator<PredictionBatch> {
      const all = runReference(population, shard);
      const classes = all.logits.length / all.labels.length;
      for (let member = 0; member < population.members.length; member++) {
        if (finished.some((batch) => batch.members.includes(member))) continue;
        await stub.beforeMember(name, signal);
        signal?.throwIfAborted();
        const from = member * shard.count;
        const to = from + shard.count;
        yield {
          members: [member],
          start: 0,
          count: shard.count,
          labels: all.labels.slice(from, to),
          pPrediction: all.pPrediction.slice(from, to),
          pLabel: all.pLabel.slice(from, to),
          rankLabel: all.rankLabel.slice(from, to),
          logits: all.logits.slice(from * classes, to * classes),
        };
      }
    },
    prune: async (population, settings) => prunePopulation(population, settings),
    recalibrate: async (population, calibration) => recalibrateReference(population, calibration),
    close: () => stub.closed.push(name),
  };
}
