import type { Device, PredictionBatch } from '../../../engine/device';
import { recalibrateReference, runReference } from '../../../engine/reference';
import type { Source } from '../../../library/fetchFile';
import { openZoo } from '../../../library/zoo';
import { defaultExperiment, type Experiment } from '../../../model/experiment';
import { prunePopulation } from '../../../model/prune';
import { type Bench, nothingKnown } from '../bench';
import type { LabEvent, LabRequest } from '../protocol';

/** What a stub device tells of itself, and waits for. */
export type Stub = {
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

/**
 * A bench for `source`, whose devices are `device`; `trainer` is the one that trains, where that is another.
 */
export async function stubBench(source: Source, device: Device, trainer?: Device): Promise<Bench> {
  const devices: Partial<Bench['devices']> = {
    use: async () => device,
    current: () => device,
    trainer: async () =>
      trainer
        ? { device: trainer, note: 'it does not train yet', own: true }
        : { device, note: null, own: false },
    replace: async () => device,
    ran: () => {},
  };
  const zoo = await openZoo('http://zoo.test/tiny/', source);
  return {
    zoo,
    devices: devices as Bench['devices'],
    ...nothingKnown(),
  };
}

/** The four images of the tiny zoo, compared by five networks at most. */
export const tinyExperiment: Experiment = defaultExperiment({
  data: 'tiny',
  datasets: [],
  levels: [],
  widths: [],
  images: 4,
  batchNorm: true,
  networks: { dense: 5, null: 2 },
});

type Of<K extends LabEvent['kind']> = Extract<LabEvent, { kind: K }>;

/** A lab in which the dataset `data` is opened, and what it told. */
export function startLab(
  createLab: (post: (event: LabEvent) => void) => (request: LabRequest) => void,
  data: string,
) {
  const events: LabEvent[] = [];
  const waiting: { test: (event: LabEvent) => boolean; resolve: (event: LabEvent) => void }[] = [];
  const send = createLab((event) => {
    events.push(event);
    for (const { test, resolve } of waiting) if (test(event)) resolve(event);
  });
  /** The first event of a kind, past or to come, that fits. */
  function heard<K extends LabEvent['kind']>(
    kind: K,
    fits: (event: Of<K>) => boolean = () => true,
  ): Promise<Of<K>> {
    const test = (event: LabEvent): event is Of<K> => event.kind === kind && fits(event as Of<K>);
    const past = events.find(test);
    if (past) return Promise.resolve(past);
    return new Promise((resolve) => waiting.push({ test, resolve: (event) => resolve(event as Of<K>) }));
  }
  send({ kind: 'open', base: 'http://zoo.test/', data });
  return { events, send, heard };
}
