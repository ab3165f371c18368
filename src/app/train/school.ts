/**
 * Trains the networks of a run, as many at a time as there are threads, keeps what ends, and goes on from
 * what is kept.
 */
import type { Both } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { selectMembers } from '../../audit/votes/matrix';
import { modalLabels } from '../../audit/votes/modal';
import { findPies } from '../../audit/votes/pies';
import { DEFAULT_TIE_RULE } from '../../audit/votes/ties';
import { countVotes } from '../../audit/votes/votes';
import { emptyPredictions, place } from '../../engine/collect';
import type { Device } from '../../engine/device';
import { trainNetwork } from '../../engine/training';
import type { EndedNetwork, RunStore } from '../../library/trainingRuns';
import type { Checkpoint } from '../../model/checkpoint';
import { Diverged } from '../../model/divergence';
import type { Population } from '../../model/population';
import { epochsOf } from '../../model/rounds';
import type { Shard } from '../../model/shard';
import { messageOf } from '../../text/messageOf';
import { isAbort } from '../lab/abort';
import type { PieCount, Standing, TrainEvent } from './protocol';
import { joinedPredictions } from './result';
import type { RunNetwork } from './tasks';

/** Networks of either population below which PIEs say nothing. */
const FEWEST = 3;

export type School = {
  networks: RunNetwork[];
  images: Shard;
  test: Shard;
  device: Device;
  threads: number;
  /** Null where nothing can be kept. */
  store: RunStore | null;
  signal: AbortSignal;
  told: (event: Extract<TrainEvent, { kind: 'network' | 'point' | 'pies' | 'notice' }>) => void;
};

/** What is kept of each network; damaged files are told, and their networks begin anew. */
export async function keptNetworks(
  networks: RunNetwork[],
  store: RunStore,
  notice: (message: string) => void,
): Promise<(Checkpoint | EndedNetwork | null)[]> {
  return Promise.all(
    networks.map(async ({ task }) => {
      try {
        return await store.read(task, task.architecture);
      } catch (error) {
        notice(`${task.member.id} begins anew: ${messageOf(error)}`);
        return null;
      }
    }),
  );
}

/** Whether a network is finished, or has diverged. */
export const isEnded = (kept: Checkpoint | EndedNetwork | null): kept is EndedNetwork =>
  kept !== null && 'kind' in kept;

/** Where a network stands that `kept` is known of. */
export function standingOf(
  { task, population }: RunNetwork,
  kept: Checkpoint | EndedNetwork | null,
  truth: Uint16Array,
): Standing {
  const base = { id: task.member.id, population, curve: kept?.curve ?? [], top1: null, sentence: null };
  if (kept === null) return { ...base, state: 'waiting', done: 0 };
  if (!isEnded(kept))
    return { ...base, state: 'waiting', done: kept.epoch / epochsOf(task.recipe, task.rounds ?? null) };
  if (kept.kind === 'diverged') return { ...base, state: 'diverged', done: 1, sentence: kept.sentence };
  return { ...base, state: 'finished', done: 1, top1: top1Of(kept.predictions, truth) };
}

function top1Of({ labels }: Predictions, truth: Uint16Array): number {
  let right = 0;
  for (let image = 0; image < truth.length; image++) if (labels[image] === truth[image]) right++;
  return right / truth.length;
}

/**
 * Trains what `kept` does not have, and returns what every network came to, null where it was stopped before
 * its end. An abort is no failure. A network that diverges ends alone; what else goes wrong with one is
 * thrown once the others have stopped.
 */
export async function trainRun(
  school: School,
  kept: (Checkpoint | EndedNetwork | null)[],
): Promise<(EndedNetwork | null)[]> {
  const { networks, images, test, device, threads, store, told } = school;
  const stop = new AbortController();
  const signal = AbortSignal.any([school.signal, stop.signal]);
  const ended = kept.map((each) => (isEnded(each) ? each : null));
  const queue = networks.map((_, index) => index).filter((index) => ended[index] === null);
  let unkept = false;
  const keep = async (write: Promise<void> | undefined) => {
    try {
      await write;
    } catch (error) {
      if (!unkept)
        told({
          kind: 'notice',
          message:
            'Training goes on, but what it reaches from here is not kept, so that a closed tab would ' +
            `lose it. ${messageOf(error)}`,
        });
      unkept = true;
    }
  };

  const trainOne = async (index: number) => {
    const { task } = networks[index];
    const before = kept[index];
    const from = before && !isEnded(before) ? before : null;
    const tell = (standing: Partial<Standing>, known: Checkpoint | EndedNetwork | null) =>
      told({
        kind: 'network',
        index,
        standing: { ...standingOf(networks[index], known, test.labels), ...standing },
      });
    tell({ state: 'training' }, from);
    let curve = from?.curve ?? [];
    const finish = async (one: EndedNetwork) => {
      ended[index] = one;
      await keep(store?.keepEnded(task, one));
      tell({}, one);
    };
    try {
      const network = await trainNetwork(device, task, images, {
        from,
        signal,
        progress: (done, point = undefined) => told({ kind: 'point', index, done, point: point ?? null }),
        async checkpoint(checkpoint) {
          curve = checkpoint.curve;
          await keep(store?.keepCheckpoint(task, task.architecture, checkpoint));
        },
      });
      const predictions = await predict(device, network, test, signal);
      await finish({ kind: 'finished', network, predictions, curve });
      const pies = pieCounts(networks, ended, test);
      if (pies.length > 0) told({ kind: 'pies', pies });
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      await finish({ kind: 'diverged', sentence: error.message, curve: error.checkpoint.curve });
    }
  };

  const failures: unknown[] = [];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      try {
        await trainOne(next);
      } catch (error) {
        if (!isAbort(error)) failures.push(error);
        stop.abort();
      }
    }
  };
  const first = pieCounts(networks, ended, test);
  if (first.length > 0) told({ kind: 'pies', pies: first });
  await Promise.all(Array.from({ length: Math.min(threads, queue.length) }, work));
  if (failures.length > 0) throw failures[0];
  return ended;
}

async function predict(
  device: Device,
  network: Population,
  test: Shard,
  signal: AbortSignal,
): Promise<Required<Predictions>> {
  const all = emptyPredictions(network, test.count, test.classes.length);
  for await (const batch of device.run(network, test, { signal })) place(all, batch);
  return all;
}

/**
 * PIEs of each population that has three finished networks, once the dense one has: over the first networks
 * of both, as many of either.
 */
function pieCounts(
  networks: RunNetwork[],
  ended: (EndedNetwork | null)[],
  { labels: truth }: Pick<Shard, 'labels'>,
): PieCount[] {
  const finished = (population: number) =>
    ended.flatMap((each, index) =>
      each?.kind === 'finished' && networks[index].population === population ? [each.predictions] : [],
    );
  const populations = Math.max(...networks.map(({ population }) => population)) + 1;
  const dense = finished(0);
  const counts: PieCount[] = [];
  for (let population = 1; population < populations; population++) {
    const others = finished(population);
    const fewest = Math.min(dense.length, others.length);
    if (fewest < FEWEST) continue;
    const modal = (all: Required<Predictions>[]) =>
      modalLabels(countVotes(selectMembers(joinedPredictions(all), fewest)), DEFAULT_TIE_RULE);
    const both: Both<ReturnType<typeof modal>> = { dense: modal(dense), compressed: modal(others) };
    const { images } = findPies(both, truth);
    counts.push({ population, networks: fewest, pies: images.length, images: truth.length });
  }
  return counts;
}
