/** The worker's side of the page Train: measures, reads images, trains, keeps, and makes a dataset of what is finished. */
import type { Device } from '../../engine/device';
import { planSteps } from '../../engine/plan';
import { refuseUntrainable } from '../../engine/wasm/training/refusal';
import type { DecodeImage } from '../../formats/images/decodeImage';
import type { ImageExtent } from '../../formats/images/fit';
import { openImageFiles } from '../../formats/images/imageFiles';
import { readNetworkDescription } from '../../formats/network/description';
import type { Folders } from '../../library/folders';
import { newImportId } from '../../library/imports';
import { ownDataset } from '../../library/ownNetworks';
import { saveOwnNetworks } from '../../library/ownStore';
import type { TrainingRun } from '../../library/trainingRun';
import { type EndedNetwork, listRuns, openRun, type RunStore, runStore } from '../../library/trainingRuns';
import type { Architecture, InputShape } from '../../model/architecture';
import { presetNetwork } from '../../model/presets';
import { trainingSteps, ZOO_RECIPE } from '../../model/recipe';
import type { Shard } from '../../model/shard';
import { spreadImages } from '../../model/trainingPlan';
import { isAbort } from '../lab/abort';
import { createMeter } from '../lab/meter';
import { partsToRead, readOwnImages } from './ownImages';
import { measurePace } from './pace';
import type { NetworkChoice, PaceQuestion, Plan, TrainEvent, TrainRequest, ZooData } from './protocol';
import { ownOf } from './result';
import { keptNetworks, standingOf, trainRun } from './school';
import { recipeOf, runNetworks } from './tasks';

/** Images and labels of both parts; the input that networks for them take. */
type ZooImages = { training: Shard; test: Shard; input: InputShape; title: string };

/** What the coach works with. */
export type Surroundings = {
  /** Where runs are kept, and where datasets of the reader's own are. */
  runs: Promise<Folders>;
  networks: Promise<Folders>;
  decode: DecodeImage;
  threads: number;
  openDevice: (plain: boolean) => Promise<Device>;
  zoo: {
    /** The shipped training images, or a selection of them, and the test images of the same dataset. */
    images(
      base: string,
      id: ZooData,
      progress: (share: number) => void,
      notice: (message: string) => void,
      signal: AbortSignal,
    ): Promise<ZooImages>;
    isHere(): Promise<boolean>;
  };
  /** Does the work unless another tab does it under this name: then it says so and does nothing. */
  alone: <T>(name: string, work: () => Promise<T>) => Promise<{ done: T } | null>;
};

type Opened = { run: TrainingRun; images: Shard; test: Shard; store: RunStore | null };

/** Answers requests one after the other; `cancel` ends the one under way. What fails is told in one sentence. */
export function createCoach(
  post: (event: TrainEvent) => void,
  { runs, networks, decode, threads, openDevice, zoo, alone }: Surroundings,
): (request: TrainRequest) => Promise<void> {
  let device: { plain: boolean; device: Device } | null = null;
  let current: AbortController | null = null;
  let turn: Promise<void> = Promise.resolve();

  const told = (doing: string, done: number | null = null) =>
    post({ kind: 'progress', doing, done, secondsLeft: null });
  const notice = (message: string) => post({ kind: 'notice', message });

  async function deviceFor(plain: boolean): Promise<Device> {
    if (device?.plain !== plain) {
      device?.device.close();
      device = { plain, device: await openDevice(plain) };
    }
    return device.device;
  }

  async function list(): Promise<void> {
    const here = await runs;
    post({ kind: 'listed', runs: await listRuns(here), kept: here.kept, dataHere: await zoo.isHere() });
  }

  async function measure(question: PaceQuestion, signal: AbortSignal): Promise<void> {
    const { extent, network, batch, plain } = question;
    told('Measuring this machine');
    const architecture = architectureOf(network, inputOf(extent), 10);
    const pace = await measurePace(
      await deviceFor(plain),
      threads,
      architecture,
      { ...ZOO_RECIPE, batch },
      signal,
    );
    post({ kind: 'paced', question, pace });
  }

  /** A new run, its images read and what is needed to go on with it kept. */
  async function begun(plan: Plan, signal: AbortSignal): Promise<Opened> {
    const { name, data, network, populations, scope, members, batch, plain } = plan;
    const own =
      data.kind === 'own'
        ? await readOwnImages(data, {
            decode,
            signal,
            progress: (count) => told(`Reading images, ${count.toLocaleString('en')} so far`),
          })
        : null;
    const zooImages = data.kind === 'zoo' ? await zooData(data.base, data.id, signal) : null;
    const all = own?.training ?? zooImages!.training;
    const test = own?.test ?? zooImages!.test;
    const input = zooImages?.input ?? inputOf(all);
    const images = spreadImages(all, plan.images);
    if (batch > images.count) {
      throw new Error(
        `Expected a batch of at most the ${images.count.toLocaleString('en')} training images, got ${batch}; choose a smaller one.`,
      );
    }
    const architecture = architectureOf(network, input, all.classes.length);
    const steps = planSteps(architecture);
    refuseUntrainable(steps);
    const outputs = steps.classes;
    if (outputs !== all.classes.length) {
      throw new Error(
        `Expected a network with an output for each of ${all.classes.length} classes, got ${outputs}; choose another network or other images.`,
      );
    }
    const run: TrainingRun = {
      id: newImportId(),
      name,
      created: new Date().toISOString(),
      data:
        own && data.kind === 'own'
          ? { kind: 'own', title: own.files[0], files: own.files, fitted: own.fitted, heldOut: own.heldOut }
          : { kind: 'zoo', id: data.kind === 'zoo' ? data.id : '', title: zooImages?.title ?? '' },
      images: images.count,
      architecture,
      recipe: recipeOf({ ...plan, images: images.count }),
      scope,
      populations,
      members,
      plain,
    };
    return { run, images, test, store: await kept(run, own && images, own && test) };
  }

  /** The store of a new run, or null and a notice where there is no room for it. */
  async function kept(run: TrainingRun, images: Shard | null, test: Shard | null): Promise<RunStore | null> {
    const here = await runs;
    if (!here.kept) {
      notice('This browser offers no storage here, so that a closed tab would lose this training.');
      return null;
    }
    const store = runStore(here, run.id);
    try {
      if (images && test) {
        told('Keeping the images in this browser');
        await store.keepShard('training', images);
        await store.keepShard('test', test);
      }
      await store.keepRun(run);
      return store;
    } catch (error) {
      await store.remove().catch(() => undefined);
      notice(`Training goes on, but a closed tab would lose it: ${messageOf(error)}`);
      return null;
    }
  }

  function zooData(base: string, id: ZooData, signal: AbortSignal): Promise<ZooImages> {
    const progress = (share: number) => told('Loading the training images', share);
    told('Loading the training images');
    return zoo.images(base, id, progress, notice, signal);
  }

  async function reopened(id: string, base: string, signal: AbortSignal): Promise<Opened> {
    const here = await runs;
    const run = await openRun(here, id);
    if (!run) {
      throw new Error(
        'The link asks for a training that is not on this machine: it goes on only in the browser in which it was begun.',
      );
    }
    const store = runStore(here, id);
    const { data } = run;
    if (data.kind === 'own') {
      told('Opening the images');
      return { run, images: await store.readShard('training'), test: await store.readShard('test'), store };
    }
    if (data.id !== 'fashion-mnist' && data.id !== 'fashion-mnist-long-tail') {
      throw new Error(`Expected images of Fashion-MNIST, got a training on ${data.id}; delete it.`);
    }
    const { training, test } = await zooData(base, data.id, signal);
    return { run, images: spreadImages(training, run.images), test, store };
  }

  async function train({ run, images, test, store }: Opened, signal: AbortSignal): Promise<void> {
    const all = runNetworks(run, images.id);
    const before = store ? await keptNetworks(all, store, notice) : all.map(() => null);
    const standings = all.map((network, index) => standingOf(network, before[index], test.labels));
    const steps = trainingSteps(run.recipe, images.count);
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
    const ended = await trainRun(
      {
        networks: all,
        images,
        test,
        device: await deviceFor(run.plain),
        threads,
        store,
        signal,
        told(event) {
          if (event.kind === 'point') advance(event.index, event.done);
          if (event.kind === 'network') advance(event.index, event.standing.done);
          if (event.kind !== 'point' || event.point !== null) post(event);
        },
      },
      before,
    );
    await conclude({ run, images, test, store }, all, ended, signal.aborted);
  }

  /** Makes a dataset of what is finished, and puts the run away where nothing of it is left to do. */
  async function conclude(
    { run, images, test, store }: Opened,
    all: ReturnType<typeof runNetworks>,
    ended: (EndedNetwork | null)[],
    stopped: boolean,
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
    if (data !== null && !stopped) await store?.remove().catch(() => undefined);
    post({ kind: 'ended', run, data, finished, message, stopped });
    await list();
  }

  async function trainAlone(id: string, work: () => Promise<void>): Promise<void> {
    if ((await alone(id, work)) === null) {
      throw new Error('This training goes on in another tab; close that one to go on with it here.');
    }
  }

  async function answer(request: TrainRequest, signal: AbortSignal): Promise<void> {
    switch (request.kind) {
      case 'list':
        return list();
      case 'measure':
        return measure(request.question, signal);
      case 'look': {
        told('Looking at the images');
        const { file, kind, counts, parts, notes } = await openImageFiles(request.files, decode, signal);
        const { training, heldOut } = partsToRead(parts);
        const count = counts[training ?? ''] ?? Object.values(counts)[0] ?? null;
        const seen = { file, kind, count, heldOut, notes };
        return post({ kind: 'seen', role: request.role, seen });
      }
      case 'begin': {
        const opened = await begun(request.plan, signal);
        return trainAlone(opened.run.id, () => train(opened, signal));
      }
      case 'resume':
        return trainAlone(request.id, async () =>
          train(await reopened(request.id, request.base, signal), signal),
        );
      case 'remove':
        await runStore(await runs, request.id).remove();
        return list();
      case 'cancel':
        return;
    }
  }

  return (request) => {
    if (request.kind === 'cancel') {
      current?.abort();
      return turn;
    }
    turn = turn.then(async () => {
      const controller = new AbortController();
      current = controller;
      try {
        await answer(request, controller.signal);
      } catch (error) {
        if (isAbort(error) || controller.signal.aborted) post({ kind: 'stopped' });
        else post({ kind: 'failed', asked: request.kind, message: messageOf(error) });
      } finally {
        current = null;
      }
    });
    return turn;
  };
}

/** What networks of own images take that are not described: pixels from -2 to 2, as on the command line. */
function inputOf({ height, width, channels }: ImageExtent): InputShape {
  return {
    channels,
    height,
    width,
    mean: new Array(channels).fill(0.5),
    std: new Array(channels).fill(0.25),
  };
}

function architectureOf(network: NetworkChoice, input: InputShape, classes: number): Architecture {
  if (network.kind === 'description') return readNetworkDescription(network.text, network.file).architecture;
  const preset = presetNetwork(network.id, input, classes);
  if (!preset) throw new Error(`Expected one of the networks offered, got "${network.id}".`);
  return preset;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
