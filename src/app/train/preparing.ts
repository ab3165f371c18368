/** What must be there before a run trains: its images, its architecture, its place in storage. */

import { planSteps } from '../../engine/plan';
import { refuseUntrainable } from '../../engine/refusal';
import type { DecodeImage } from '../../formats/images/decodeImage';
import type { Folders } from '../../library/folders';
import { newImportId } from '../../library/imports';
import type { TrainingRun } from '../../library/trainingRun';
import { openRun, type RunStore, runStore } from '../../library/trainingRuns';
import type { InputShape } from '../../model/architecture';
import { ownInput } from '../../model/presets';
import { trainingRecipe } from '../../model/recipe';
import type { Shard } from '../../model/shard';
import { spreadImages } from '../../model/trainingPlan';
import { count } from '../../text/format';
import { messageOf } from '../../text/messageOf';
import { architectureOf, expectExtent, extentOf, readDescription } from './architectures';
import { readOwnImages } from './ownImages';
import type { Plan, ZooData } from './protocol';

/** Images and labels of both parts; the input that networks for them take. */
type ZooImages = { training: Shard; test: Shard; input: InputShape; title: string };

/** Where shipped training images come from. */
export type ZooSource = {
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

/** A run with its images; no store where nothing can be kept. */
export type OpenedRun = { run: TrainingRun; images: Shard; test: Shard; store: RunStore | null };

/** What preparing works with, and whom it tells. */
type Preparing = {
  runs: Promise<Folders>;
  decode: DecodeImage;
  zoo: ZooSource;
  told: (doing: string, done?: number | null) => void;
  notice: (message: string) => void;
  signal: AbortSignal;
};

/** A new run, its images read and what is needed to go on with it kept. */
export async function begunRun(plan: Plan, work: Preparing): Promise<OpenedRun> {
  const { decode, told, signal } = work;
  const { name, data, network, populations, scope, rounds, members, batch, device, plain } = plan;
  const described = network.kind === 'description' ? readDescription(network) : null;
  const own =
    data.kind === 'own'
      ? await readOwnImages(described ? { ...data, extent: extentOf(described.input) } : data, {
          decode,
          signal,
          progress: (read) => told(`Reading images, ${count(read)} so far`),
        })
      : null;
  const zooImages = data.kind === 'zoo' ? await zooData(data.base, data.id, work) : null;
  const all = own?.training ?? zooImages!.training;
  const test = own?.test ?? zooImages!.test;
  const input = zooImages?.input ?? ownInput(all);
  const images = spreadImages(all, plan.images);
  if (batch > images.count) {
    throw new Error(
      `Expected a batch of at most the ${count(images.count)} training images, got ` +
        `${batch}; choose a smaller one.`,
    );
  }
  const architecture = architectureOf(network, input, all.classes.length);
  expectExtent(architecture.input, images);
  const steps = planSteps(architecture);
  refuseUntrainable(steps);
  const outputs = steps.classes;
  if (outputs !== all.classes.length) {
    throw new Error(
      `Expected a network with an output for each of ${all.classes.length} classes, got ` +
        `${outputs}; choose another network or other images.`,
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
    recipe: trainingRecipe({ ...plan, images: images.count }),
    scope,
    rounds,
    populations,
    members,
    device,
    plain,
  };
  return { run, images, test, store: await keptRun(run, own && images, own && test, work) };
}

/** The store of a new run, or null and a notice where there is no room for it. */
async function keptRun(
  run: TrainingRun,
  images: Shard | null,
  test: Shard | null,
  { runs, told, notice }: Preparing,
): Promise<RunStore | null> {
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

function zooData(base: string, id: ZooData, { zoo, told, notice, signal }: Preparing): Promise<ZooImages> {
  const progress = (share: number) => told('Loading the training images', share);
  told('Loading the training images');
  return zoo.images(base, id, progress, notice, signal);
}

/** A run that was begun before, with its images. Throws one sentence where it is not here. */
export async function reopenedRun(id: string, base: string, work: Preparing): Promise<OpenedRun> {
  const { runs, told } = work;
  const here = await runs;
  const run = await openRun(here, id);
  if (!run) {
    throw new Error(
      'The link asks for a training that is not on this machine: it goes on only in the browser in ' +
        'which it was begun.',
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
  const { training, test } = await zooData(base, data.id, work);
  return { run, images: spreadImages(training, run.images), test, store };
}
