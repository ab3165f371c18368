import type { Predictions } from '../../audit/predictions';
import { emptyPredictions } from '../../engine/collect';
import type { DecodeImage } from '../../formats/images/decodeImage';
import { openImageFiles } from '../../formats/images/imageFiles';
import { collectImages, type ImageSet, shardOf } from '../../formats/images/imageSet';
import type { ImageFiles } from '../../formats/images/openedImages';
import type { Normalisation } from '../../formats/network/assemble';
import { type FoundNetworks, readNetworkFiles } from '../../formats/network/networkFiles';
import { stackNetworks } from '../../formats/network/population';
import type { DatasetEntry } from '../../library/datasets';
import type { Folders } from '../../library/folders';
import { newImportId } from '../../library/imports';
import type { OwnNetworks } from '../../library/ownNetworks';
import { listOwnNetworks, saveOwnNetworks } from '../../library/ownStore';
import { removeStored } from '../../library/stored';
import type { Zoo } from '../../library/zoo';
import { isOwn } from '../../model/experiment';
import type { Population } from '../../model/population';
import { firstImages, imageRange, type Shard } from '../../model/shard';
import { firstOf, previewOf, SHOWN } from '../bring/preview';
import { isAbort } from '../lab/abort';
import { runRange } from '../lab/compare';
import type { Devices } from '../lab/devices';
import { createMeter, type Meter } from '../lab/meter';
import { chunks } from '../lab/ranges';
import { buildPopulations, memberOf, seenSource } from './build';
import { type KnownNetworks, knownNetworks } from './known';
import { heldOut, isSortedByClass, SEED, sampleImages, shuffleImages } from './order';
import type {
  BringRequest,
  CheckQuestion,
  GatheredImages,
  KnownData,
  NetworksEvent,
  NetworksRequest,
  Reading,
} from './protocol';

/** Images on which a first network is tried. */
const CHECKED = 200;

/** What the intake works with. */
type Surroundings = {
  folders: Promise<Folders>;
  decode: DecodeImage;
  devices: Pick<Devices, 'use' | 'current' | 'replace' | 'ran'>;
  /** How much of the browser's storage is used and how much there is, in bytes; null where it does not say. */
  storage: () => Promise<{ usage: number; quota: number } | null>;
  /** The datasets of the explorer under a folder of zoos, the reader's own among them, and one of them. */
  datasets: (base: string) => Promise<DatasetEntry[]>;
  openKnown: (base: string, data: string) => Promise<Zoo>;
};

type Gathered = { set: ImageSet; labels: Uint16Array; file: string; sorted: boolean; byName: boolean };

/**
 * Answers the page's requests one after the other: looks at files of networks and of images, reads them, tries a network on them, runs all
 * networks and keeps them. `cancel` ends the request under way. What fails is told in one sentence and leaves all else as it was.
 */
export function createIntake(
  post: (event: NetworksEvent) => void,
  { folders, decode, devices, storage, datasets, openKnown }: Surroundings,
): (request: NetworksRequest) => Promise<void> {
  let networks: (FoundNetworks | KnownNetworks)[] = [];
  /** Whose networks these are, where they came from no file. */
  let known: KnownData | null = null;
  let images: ImageFiles | null = null;
  let gathered: Gathered | null = null;
  /** What was run and could not be kept. */
  let unsaved: { key: string; own: OwnNetworks } | null = null;
  let current: AbortController | null = null;
  let turn: Promise<void> = Promise.resolve();

  const told = (doing: string, done: number | null = null) =>
    post({ kind: 'progress', doing, done, secondsLeft: null });

  async function list(): Promise<void> {
    const here = await folders;
    post({ kind: 'listed', entries: await listOwnNetworks(here), kept: here.kept });
  }

  async function stream(reading: Reading) {
    if (!images) throw new Error('Expected files of images, got none; choose some.');
    return { file: images.file, ...(await images.open(reading)) };
  }

  async function preview(reading: Reading, signal: AbortSignal): Promise<void> {
    const { file, images: all, classes, names } = await stream(reading);
    const { target, fit: choice } = reading;
    const set = await collectImages(firstOf(all, SHOWN), { file, target, choice, classes, signal });
    post({ kind: 'preview', reading, preview: previewOf(set, names ? null : set.classes) });
  }

  async function gather(reading: Reading, signal: AbortSignal): Promise<void> {
    const { file, images: all, classes, names, byName } = await stream(reading);
    const { target, fit: choice, part } = reading;
    const total = images?.counts[part ?? ''] ?? Object.values(images?.counts ?? {})[0];
    const set = await collectImages(all, {
      file,
      target,
      choice,
      classes,
      signal,
      progress: (count) =>
        told(`Reading images, ${count.toLocaleString('en')} so far`, total ? count / total : null),
    });
    const { labels } = shardOf(set, file, file, images?.advice);
    const named = { ...set, classes: names?.() ?? set.classes };
    const sorted = isSortedByClass(labels, named.classes.length);
    if (sorted) shuffleImages(named, SEED);
    // What was read before stays until what takes its place is whole.
    unsaved = null;
    gathered = { set: named, labels, file, sorted, byName };
    post({ kind: 'gathered', gathered: tellGathered(gathered, reading) });
  }

  async function check(question: CheckQuestion, signal: AbortSignal): Promise<void> {
    if (!gathered) return;
    const { network, normalisation, matches, usual } = question;
    const { labels } = gathered;
    const shard = firstImages(unlabelled(gathered, 'check'), CHECKED);
    await devices.use('auto', signal);
    const correctWith = async (tried: Normalisation): Promise<number[]> => {
      const one = stackNetworks([memberOf(networks, network, tried)]);
      const [answer] = await run([one], shard, matches[0].names.length, signal, null);
      return matches.map(({ outputs }) =>
        answer.labels.reduce((sum, label, image) => sum + Number(label === outputs[labels[image]]), 0),
      );
    };
    const correct = await correctWith(normalisation);
    const others: number[][] = [];
    for (const one of usual) others.push(await correctWith(one.normalisation));
    post({ kind: 'checked', answer: { question, of: shard.count, correct, usual: others } });
  }

  /** What every population says of a shard, range by range, on another device where one fails. */
  async function run(
    populations: Population[],
    shard: Shard,
    classes: number,
    signal: AbortSignal,
    meter: Meter | null,
  ): Promise<Predictions[]> {
    const answers: Predictions[] = [];
    for (const [at, population] of populations.entries()) {
      meter?.doing(`Running population ${at + 1} of ${populations.length}`);
      const into = emptyPredictions(population, shard.count, classes);
      for (const { start, end } of chunks(shard.count)) {
        const range = imageRange(shard, start, end);
        await runRange(devices, population, range, start, into, signal, (pairs) => meter?.add(pairs));
      }
      answers.push(into);
    }
    return answers;
  }

  async function bring(request: BringRequest, signal: AbortSignal): Promise<void> {
    const here = await folders;
    if (!here.kept) {
      throw new Error(
        'Expected storage in this browser to keep the networks in, got none: open this page at an address with https or at localhost, and not in a private window.',
      );
    }
    const { name, calibration, ...rest } = request;
    const key = JSON.stringify([rest, calibration.map(({ path, content }) => [path, content.size])]);
    if (unsaved?.key !== key) unsaved = { key, own: await make(request, signal) };
    const own = { ...unsaved.own, name };
    told('Keeping it in this browser');
    await saveOwnNetworks(here, own);
    post({ kind: 'brought', id: own.id });
  }

  async function make(request: BringRequest, signal: AbortSignal): Promise<OwnNetworks> {
    if (!gathered) throw new Error('Expected images that were read, got none; read them first.');
    told('Putting networks together');
    const { normalisation, match, paired } = request;
    const { set, file } = gathered;
    const id = newImportId();
    const { architecture, populations } = buildPopulations(
      networks,
      request.populations,
      normalisation,
      paired,
    );
    const { count, height, width, channels } = set;
    const held = request.calibration.length > 0 ? null : heldOut(count);
    const whole: Shard = {
      ...unlabelled(gathered, `own-${id}/test`),
      labels: gathered.labels.map((label) => match.outputs[label]),
      classes: match.names,
    };
    const judged = count - (held ?? 0);
    const test = { ...imageRange(whole, 0, judged), id: whole.id, ids: set.ids.slice(0, judged) };
    await expectRoom(populations, test);
    const aside =
      held === null
        ? await calibrationFrom(request.calibration, test, signal)
        : {
            shard: {
              ...imageRange(whole, judged, count),
              id: `own-${id}/calibration`,
              ids: set.ids.slice(judged),
            },
            words: `the last ${held.toLocaleString('en')} images of ${file}${gathered.sorted ? ', shuffled' : ''}, which are not judged`,
          };
    const pairs = populations.reduce((sum, { members }) => sum + members.length, 0) * test.count;
    const meter = createMeter(pairs, (progress) => post({ kind: 'progress', ...progress }));
    await devices.use('auto', signal);
    const answers = await run(populations, test, match.names.length, signal, meter);
    const extent = `${height} x ${width}, ${channels === 1 ? 'grey' : 'colour'}`;
    return {
      id,
      name: request.name,
      created: new Date().toISOString(),
      files: [...new Set([...networks.map((found) => found.name), file])],
      architecture,
      populations: populations.map((population, at) => ({
        kind: request.populations[at].kind,
        level: request.populations[at].level,
        population,
        predictions: answers[at],
      })),
      test,
      calibration: aside.shard,
      notes: {
        fitted: `${set.fitted} (${extent})`,
        calibration: aside.words,
        networks: known && knownWords(known),
      },
      training: null,
    };
  }

  /** Throws before a long run where what comes of it would not be kept. */
  async function expectRoom(populations: Population[], { count, images: pixels }: Shard): Promise<void> {
    const room = await storage();
    const needed = populations.reduce((sum, { members, tensors }) => {
      const weights = Object.values(tensors).reduce((total, { data }) => total + data.byteLength, 0);
      return sum + weights + members.length * count * 12;
    }, pixels.length);
    if (room && room.quota - room.usage < needed) {
      throw new Error(
        `Expected room for ${Math.ceil(needed / 1e6)} MB in this browser's storage, got ${Math.max(0, Math.floor((room.quota - room.usage) / 1e6))} MB; delete something that is kept, or bring fewer images.`,
      );
    }
  }

  async function calibrationFrom(
    files: BringRequest['calibration'],
    { height, width, channels, classes, id }: Shard,
    signal: AbortSignal,
  ): Promise<{ shard: Shard; words: string }> {
    told('Reading calibration images');
    const opened = await openImageFiles(files, decode, signal);
    const part = opened.parts.find((each) => /train/i.test(each)) ?? null;
    const { images: all } = await opened.open({ part, labels: null });
    const sample = await sampleImages(
      all,
      (count) => told(`Reading calibration images, ${count.toLocaleString('en')} so far`),
      signal,
    );
    const target = { height, width, channels };
    const { images: pixels, count, ids } = await collectImages(sample, { file: opened.file, target, signal });
    const labels = new Uint16Array(count);
    const shard = {
      id: id.replace('/test', '/calibration'),
      count,
      ...target,
      images: pixels,
      labels,
      classes,
      ids,
    };
    return { shard, words: `${count.toLocaleString('en')} images drawn from ${opened.file}` };
  }

  async function answer(request: NetworksRequest, signal: AbortSignal): Promise<void> {
    switch (request.kind) {
      case 'list':
        return list();
      case 'remove':
        await removeStored(await folders, request.id);
        return list();
      case 'networks': {
        const progress = (path: string, done: number) => told(`Reading ${path}`, done);
        const { found, problems } = await readNetworkFiles(request.files, { progress, signal });
        unsaved = null;
        networks = found;
        known = null;
        return post({ kind: 'networks', seen: { sources: found.map(seenSource), problems, known } });
      }
      case 'datasets':
        return post({ kind: 'datasets', datasets: (await datasets(request.base)).map(knownData) });
      case 'known': {
        const { base, data } = request;
        told('Opening the networks');
        const zoo = await openKnown(base, data);
        const progress = (name: string, done: number) => told(`Loading ${name}`, done);
        const found = await knownNetworks(zoo, request.networks, { progress, signal });
        unsaved = null;
        networks = found;
        known = knownData({ id: data, title: zoo.manifest.dataset.title });
        return post({ kind: 'networks', seen: { sources: found.map(seenSource), problems: [], known } });
      }
      case 'images': {
        told('Looking at the images');
        const opened = await openImageFiles(request.files, decode, signal);
        images = opened;
        gathered = null;
        const { file, kind, counts, parts, labels, notes } = opened;
        return post({ kind: 'images', seen: { file, kind, counts, parts, labels, notes } });
      }
      case 'preview':
        return preview(request.reading, signal);
      case 'gather':
        return gather(request.reading, signal);
      case 'check':
        return check(request.question, signal);
      case 'bring':
        return bring(request, signal);
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
        else {
          const message = error instanceof Error ? error.message : String(error);
          post({ kind: 'failed', asked: request.kind, message });
        }
      }
      current = null;
    });
    return turn;
  };
}

function knownData({ id, title }: DatasetEntry): KnownData {
  return { id, title, shipped: !isOwn(id) };
}

/** Whose networks were taken, for what is said of the images they judge. */
function knownWords({ title, shipped }: KnownData): string {
  return shipped ? `those of ${title}, which come with this page` : `those of ${title}, brought before`;
}

function tellGathered({ set, labels, sorted, byName }: Gathered, reading: Reading): GatheredImages {
  const { count, classes } = set;
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label]++;
  return { reading, count, classes, counts, byName, sorted, preview: previewOf(set, classes) };
}

/** Gathered images as a shard whose labels say nothing. */
function unlabelled({ set }: Gathered, id: string): Shard {
  const { count, height, width, channels, images, classes } = set;
  return { id, count, height, width, channels, images, labels: new Uint16Array(count), classes };
}
