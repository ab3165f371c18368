/**
 * The worker's side of the page Train: measures, reads images, trains, keeps, and makes a dataset of what
 * is finished.
 */

import type { Device } from '../../engine/device';
import type { DecodeImage } from '../../formats/images/decodeImage';
import { openImageFiles } from '../../formats/images/imageFiles';
import type { ImageFiles } from '../../formats/images/openedImages';
import { partsToRead } from '../../formats/images/parts';
import type { Folders } from '../../library/folders';
import { ownDataset } from '../../library/ownNetworks';
import { saveOwnNetworks } from '../../library/ownStore';
import { type EndedNetwork, listRuns, runStore } from '../../library/trainingRuns';
import { ownInput } from '../../model/presets';
import { ZOO_RECIPE } from '../../model/recipe';
import { stepsOf } from '../../model/rounds';
import { messageOf } from '../../text/messageOf';
import { inTurn } from '../bring/inTurn';
import { isAbort } from '../lab/abort';
import { createMeter } from '../lab/meter';
import { architectureOf } from './architectures';
import { ownPreview } from './ownImages';
import { measurePace } from './pace';
import { begunRun, type OpenedRun, reopenedRun, type ZooSource } from './preparing';
import type { PaceQuestion, Plan, TrainEvent, TrainRequest } from './protocol';
import { ownOf } from './result';
import { isEnded, keptNetworks, standingOf, trainRun } from './school';
import { runNetworks } from './tasks';

/** A device by its name; `plain` asks for the plain build of WebAssembly. */
export type AskedDevice = Pick<Plan, 'device' | 'plain'>;

/** What the coach works with. */
export type Surroundings = {
  /** Where runs are kept, and where datasets of the reader's own are. */
  runs: Promise<Folders>;
  networks: Promise<Folders>;
  decode: DecodeImage;
  threads: number;
  /** The device that is asked for, or WebAssembly and why. */
  openDevice: (asked: AskedDevice) => Promise<{ device: Device; note: string | null }>;
  zoo: ZooSource;
  /** Does the work unless another tab does it under this name: then it says so and does nothing. */
  alone: <T>(name: string, work: () => Promise<T>) => Promise<{ done: T } | null>;
};

/**
 * Answers requests one after the other; `cancel` ends the one under way. What fails is told in one sentence.
 */
export function createCoach(
  post: (event: TrainEvent) => void,
  { runs, networks, decode, threads, openDevice, zoo, alone }: Surroundings,
): (request: TrainRequest) => Promise<void> {
  let opened: { asked: string; device: Device } | null = null;
  /** The files to train on that were looked at last. */
  let looked: ImageFiles | null = null;

  const told = (doing: string, done: number | null = null) =>
    post({ kind: 'progress', doing, done, secondsLeft: null });
  const notice = (message: string) => post({ kind: 'notice', message });

  const watched = (signal: AbortSignal) => ({ runs, decode, zoo, told, notice, signal });

  function shut(): void {
    opened?.device.close();
    opened = null;
  }

  async function deviceFor({
    device: name,
    plain,
  }: AskedDevice): Promise<{ device: Device; atOnce: number }> {
    const asked = `${name} ${plain}`;
    if (opened?.asked !== asked) {
      shut();
      const { device, note } = await openDevice({ device: name, plain });
      opened = { asked, device };
      if (note) notice(note);
    }
    return { device: opened.device, atOnce: opened.device.trainsAtOnce ?? threads };
  }

  async function list(): Promise<void> {
    const here = await runs;
    post({ kind: 'listed', runs: await listRuns(here), kept: here.kept, dataHere: await zoo.isHere() });
  }

  async function measure(question: PaceQuestion, signal: AbortSignal): Promise<void> {
    const { extent, network, batch } = question;
    told('Measuring this machine');
    const architecture = architectureOf(network, ownInput(extent), 10);
    const { device, atOnce } = await deviceFor(question);
    const pace = await measurePace(device, atOnce, architecture, { ...ZOO_RECIPE, batch }, signal);
    post({ kind: 'paced', question, pace });
  }

  async function train({ run, images, test, store }: OpenedRun, signal: AbortSignal): Promise<void> {
    const all = runNetworks(run, images.id);
    const before = store ? await keptNetworks(all, store, notice) : all.map(() => null);
    const standings = all.map((network, index) => standingOf(network, before[index], test.labels));
    const steps = stepsOf(run.recipe, run.rounds, images.count);
    post({ kind: 'began', run, networks: standings, steps, testImages: test.count });
    const shares = Float64Array.from(standings, ({ done }) => done);
    const left = shares.reduce((sum, share) => sum + 1 - share, 0);
    const meter = createMeter(left, (progress) => post({ kind: 'progress', ...progress }));
    meter.doing('Training');
    const advance = (index: number, share: number) => {
      if (share <= shares[index]) return;
      meter.add(share - shares[index]);
      shares[index] = share;
    };
    const trained = async (asked: AskedDevice, known: typeof before) => {
      const { device, atOnce } = await deviceFor(asked);
      return trainRun(
        {
          networks: all,
          images,
          test,
          device,
          threads: atOnce,
          store,
          signal,
          told(event) {
            if (event.kind === 'point') advance(event.index, event.done);
            if (event.kind === 'network') advance(event.index, event.standing.done);
            if (event.kind !== 'point' || event.point !== null) post(event);
          },
        },
        known,
      );
    };
    const kept = async () => (store ? keptNetworks(all, store, notice) : before);
    const isOver = (error: unknown) => isAbort(error) || signal.aborted;
    type Came = [ended: (EndedNetwork | null)[], failure: string | null];
    const [ended, failure] = await trained(run, before)
      .catch(async (error: unknown) => {
        if (run.device === 'wasm' || isOver(error)) throw error;
        notice(`WebAssembly goes on from what is kept: ${messageOf(error)}`);
        return trained({ device: 'wasm', plain: run.plain }, await kept());
      })
      .then(
        (each): Came => [each, null],
        async (error: unknown): Promise<Came> => {
          if (isOver(error)) throw error;
          shut();
          return [(await kept()).map((each) => (isEnded(each) ? each : null)), messageOf(error)];
        },
      );
    await conclude({ run, images, test, store }, all, ended, signal.aborted || failure !== null, failure);
  }

  /**
   * Makes a dataset of what is finished, and puts the run away where nothing of it is left to do. `failure`
   * is what stopped it, null where nothing or the reader did.
   */
  async function conclude(
    { run, images, test, store }: OpenedRun,
    all: ReturnType<typeof runNetworks>,
    ended: (EndedNetwork | null)[],
    stopped: boolean,
    failure: string | null,
  ): Promise<void> {
    const finished = ended.filter((each) => each?.kind === 'finished').length;
    const own = ownOf(run, all, ended, images, test);
    let message: string | null = null;
    let data: string | null = null;
    if (!own) {
      message =
        finished === 0
          ? 'No network was finished, so that there is nothing to explore.'
          : 'No dense network was finished, beside which the others could be explored.';
    } else {
      told('Making a dataset of them');
      try {
        const here = await networks;
        await saveOwnNetworks(here, own);
        if (here.kept) data = ownDataset(own.id);
        else message = 'This browser offers no storage here, so that they cannot be explored.';
      } catch (error) {
        message = `They could not be made a dataset: ${messageOf(error)}`;
      }
    }
    // What is finished and could not be made a dataset stays, to be tried again.
    if (!stopped && (data !== null || !own)) await store?.remove().catch(() => undefined);
    const why = [failure, message].filter((each) => each !== null);
    post({ kind: 'ended', run, data, finished, message: why.length > 0 ? why.join(' ') : null, stopped });
    await list();
  }

  async function inThisTab(id: string, work: () => Promise<void>): Promise<void> {
    if ((await alone(id, work)) === null) {
      throw new Error('This training goes on in another tab; close that one first.');
    }
  }

  async function answer(
    request: Exclude<TrainRequest, { kind: 'cancel' }>,
    signal: AbortSignal,
  ): Promise<void> {
    switch (request.kind) {
      case 'list':
        return list();
      case 'measure':
        return measure(request.question, signal);
      case 'look': {
        told('Looking at the images');
        const opened = await openImageFiles(request.files, decode, signal);
        if (request.role === 'training') looked = opened;
        const { file, kind, counts, parts, labels, notes } = opened;
        const { training, heldOut } = partsToRead(parts);
        const count = counts[training ?? ''] ?? Object.values(counts)[0] ?? null;
        const seen = { file, kind, count, heldOut, labels, notes };
        return post({ kind: 'seen', role: request.role, seen });
      }
      case 'preview': {
        const { question } = request;
        if (!looked) return;
        return post({ kind: 'previewed', question, preview: await ownPreview(looked, question, signal) });
      }
      case 'begin': {
        const opened = await begunRun(request.plan, watched(signal));
        return inThisTab(opened.run.id, () => train(opened, signal));
      }
      case 'resume':
        return inThisTab(request.id, async () =>
          train(await reopenedRun(request.id, request.base, watched(signal)), signal),
        );
      case 'remove':
        await inThisTab(request.id, async () => runStore(await runs, request.id).remove());
        return list();
    }
  }

  return inTurn(answer, post);
}
