/** Brings networks in: populations are put together, run over the images, and made a dataset. */
import type { DecodeImage } from '../../formats/images/decodeImage';
import { openImageFiles } from '../../formats/images/imageFiles';
import { collectImages } from '../../formats/images/imageSet';
import { newImportId } from '../../library/imports';
import type { OwnNetworks } from '../../library/ownNetworks';
import type { Population } from '../../model/population';
import { imageRange, type Shard } from '../../model/shard';
import { count, counted } from '../../text/format';
import { createMeter } from '../lab/meter';
import type { StorageState } from '../storage/promise';
import { answersOf, type OwnDevices } from './answers';
import { buildPopulations } from './build';
import { type Gathered, unlabelled } from './gathered';
import type { IntakeState } from './intakeState';
import { heldOut, sampleImages } from './order';
import type { BringRequest, KnownData, NetworksEvent } from './protocol';

/** What is being done, how much of it is (0..1) and how long it will take, where that can be told. */
export type BringProgress = Omit<Extract<NetworksEvent, { kind: 'progress' }>, 'kind'>;

/** Bytes of the browser's storage that are used, and that there are; null where it does not say. */
type Room = Pick<StorageState, 'usage' | 'quota'>;

/** What networks are brought in with. */
export type Surroundings = {
  decode: DecodeImage;
  devices: OwnDevices;
  /** How much of the browser's storage is used and how much there is. */
  storage: () => Promise<Room>;
};

/**
 * A reader's own networks, with what they say of the images, all of which are run here. Throws one sentence
 * where they do not fit together, or would not fit into the storage.
 */
export async function bringNetworks(
  { networks, known, gathered }: IntakeState,
  request: BringRequest,
  { decode, devices, storage }: Surroundings,
  told: (progress: BringProgress) => void,
  signal: AbortSignal,
): Promise<OwnNetworks> {
  if (!gathered) throw new Error('Expected images that were read, got none; read them first.');
  const doing = (what: string) => told({ doing: what, done: null, secondsLeft: null });
  doing('Putting networks together');
  const { normalisation, match, paired } = request;
  const { set, file } = gathered;
  const id = newImportId();
  const { architecture, populations } = buildPopulations(
    networks,
    request.populations,
    normalisation,
    paired,
  );
  const { test, rest } = judgedImages(gathered, request, id);
  expectRoom(populations, test, await storage());
  const calibration = rest ?? (await calibrationFrom(request.calibration, test, decode, doing, signal));
  const pairs = populations.reduce((sum, { members }) => sum + members.length, 0) * test.count;
  const meter = createMeter(pairs, told);
  await devices.use('auto', signal);
  const answers = await answersOf(devices, populations, test, match.names.length, signal, meter);
  const { fitted, height, width, channels } = set;
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
    calibration: calibration.shard,
    notes: {
      fitted: `${fitted} (${height} x ${width}, ${channels === 1 ? 'grey' : 'colour'})`,
      calibration: calibration.words,
      networks: known && knownWords(known),
    },
    training: null,
  };
}

/** Images for BatchNorm and ranges, and where they come from. */
type Calibration = { shard: Shard; words: string };

/**
 * The images that networks are judged on; `rest` are those set aside where no others are given for
 * calibration.
 */
function judgedImages(
  gathered: Gathered,
  { match, calibration }: BringRequest,
  id: string,
): { test: Shard; rest: Calibration | null } {
  const { set, file, sorted } = gathered;
  const held = calibration.length > 0 ? null : heldOut(set.count);
  const whole: Shard = {
    ...unlabelled(gathered, `own-${id}/test`),
    labels: gathered.labels.map((label) => match.outputs[label]),
    classes: match.names,
  };
  const judged = set.count - (held ?? 0);
  const test = { ...imageRange(whole, 0, judged), id: whole.id, ids: set.ids.slice(0, judged) };
  if (held === null) return { test, rest: null };
  const aside = imageRange(whole, judged, set.count);
  return {
    test,
    rest: {
      shard: { ...aside, id: `own-${id}/calibration`, ids: set.ids.slice(judged) },
      words: `the last ${count(held)} images of ${file}${sorted ? ', shuffled' : ''}, which are not judged`,
    },
  };
}

/** Whose networks were taken, for what is said of the images they judge. */
function knownWords({ title, shipped }: KnownData): string {
  return shipped ? `those of ${title}, which come with this page` : `those of ${title}, brought before`;
}

/** Throws before a long run where what comes of it would not be kept. */
function expectRoom(populations: Population[], { count, images }: Shard, { usage, quota }: Room): void {
  const needed = populations.reduce((sum, { members, tensors }) => {
    const weights = Object.values(tensors).reduce((total, { data }) => total + data.byteLength, 0);
    return sum + weights + members.length * count * 12;
  }, images.length);
  if (usage !== null && quota !== null && quota - usage < needed) {
    const free = Math.max(0, Math.floor((quota - usage) / 1e6));
    throw new Error(
      `Expected room for ${Math.ceil(needed / 1e6)} MB in this browser's storage, got ${free} MB; ` +
        'delete something that is kept, or bring fewer images.',
    );
  }
}

async function calibrationFrom(
  files: BringRequest['calibration'],
  { height, width, channels, classes, id }: Shard,
  decode: DecodeImage,
  doing: (what: string) => void,
  signal: AbortSignal,
): Promise<Calibration> {
  doing('Reading calibration images');
  const opened = await openImageFiles(files, decode, signal);
  const part = opened.parts.find((each) => /train/i.test(each)) ?? null;
  const { images: all } = await opened.open({ part, labels: null });
  const sample = await sampleImages(
    all,
    (read) => doing(`Reading calibration images, ${count(read)} so far`),
    signal,
  );
  const target = { height, width, channels };
  const set = await collectImages(sample, { file: opened.file, target, signal });
  const labels = new Uint16Array(set.count);
  const { images, ids } = set;
  const shard = {
    ...{ id: id.replace('/test', '/calibration'), count: set.count, ...target },
    ...{ images, labels, classes, ids },
  };
  return { shard, words: `${counted(set.count, 'image')} drawn from ${opened.file}` };
}
