/**
 * Trainings of this page, as they are kept while they go on: what is trained, checkpoints, finished networks,
 * each with a checksum.
 */
import type { Predictions } from '../audit/predictions';
import {
  floatValues,
  integerValues,
  readSafetensors,
  requireTensor,
  safetensorsMetadata,
} from '../formats/arrays/safetensors';
import { type TensorToWrite, writeSafetensors } from '../formats/arrays/writeSafetensors';
import { crc32 } from '../formats/bytes/crc32';
import { readCheckpoint, writeCheckpoint } from '../formats/network/checkpoint';
import { type Architecture, tensorShapes } from '../model/architecture';
import type { Checkpoint, TrainingPoint } from '../model/checkpoint';
import type { Member, Population, StackedTensor } from '../model/population';
import type { Shard } from '../model/shard';
import type { TrainedVariant } from '../model/trainingPlan';
import type { Folders } from './folders';
import { listStored } from './stored';
import { RUN_FILE, readRun, runBytes, type TrainingRun } from './trainingRun';

type Bytes = Uint8Array<ArrayBuffer>;

/** A network whose training ended: trained to its end, or given up, with a sentence that says why. */
export type EndedNetwork =
  | { kind: 'finished'; network: Population; predictions: Required<Predictions>; curve: TrainingPoint[] }
  | { kind: 'diverged'; sentence: string; curve: TrainingPoint[] };

/** What is trained: one network of a run. */
type RunTask = { member: Member; variant: TrainedVariant; seed: string };

const fileOf = ({ member }: RunTask, ending: string) => `${member.id.replaceAll('/', '-')}.${ending}`;

/** Bytes and, after them, their CRC-32. */
function withChecksum(bytes: Uint8Array): Bytes {
  const sealed = new Uint8Array(bytes.length + 4);
  sealed.set(bytes);
  new DataView(sealed.buffer).setUint32(bytes.length, crc32(bytes));
  return sealed;
}

/** What `withChecksum` was given. Throws one sentence where it is not that any more. */
function checked(sealed: Bytes, file: string): Bytes {
  const bytes = sealed.subarray(0, Math.max(0, sealed.length - 4));
  const isWhole =
    sealed.length >= 4 &&
    new DataView(sealed.buffer, sealed.byteOffset).getUint32(bytes.length) === crc32(bytes);
  if (!isWhole) throw new Error(`${file}: expected the content that was kept, by its checksum, got another.`);
  return bytes;
}

/** What is kept of one run, in a folder of its own. */
export type RunStore = {
  keepRun(run: TrainingRun): Promise<void>;
  keepShard(name: 'training' | 'test', shard: Shard): Promise<void>;
  readShard(name: 'training' | 'test'): Promise<Shard>;
  keepCheckpoint(task: RunTask, architecture: Architecture, checkpoint: Checkpoint): Promise<void>;
  keepEnded(task: RunTask, ended: EndedNetwork): Promise<void>;
  /** Where a network stands; null where nothing is kept of it. Throws one sentence where that is damaged. */
  read(task: RunTask, architecture: Architecture): Promise<Checkpoint | EndedNetwork | null>;
  remove(): Promise<void>;
};

/** The store of the run `id`; the files of a network are written whole or not at all. */
export function runStore(folders: Folders, id: string): RunStore {
  const write = (file: string, bytes: Uint8Array) => folders.write(id, file, withChecksum(bytes));
  const read = async (file: string) => checked(await folders.read(id, file), file);
  return {
    keepRun: (run) => write(RUN_FILE, runBytes(run)),
    keepShard: (name, shard) => write(`${name}.images`, shardBytes(shard)),
    readShard: async (name) => readShard(await read(`${name}.images`), `${name}.images`),
    keepCheckpoint: (task, architecture, checkpoint) =>
      write(fileOf(task, 'checkpoint'), writeCheckpoint(architecture, checkpoint, task.seed)),
    keepEnded: (task, ended) => write(fileOf(task, 'ended'), endedBytes(ended)),
    async read(task, architecture) {
      const files = await folders.files(id);
      const ended = fileOf(task, 'ended');
      if (files.has(ended)) return readEnded(await read(ended), ended, task, architecture);
      const kept = fileOf(task, 'checkpoint');
      return files.has(kept) ? readCheckpoint(architecture, await read(kept), task.seed, kept) : null;
    },
    remove: () => folders.remove(id),
  };
}

/** The run `id` as it was begun; null where it is not here. */
export async function openRun(folders: Folders, id: string): Promise<TrainingRun | null> {
  if (!(await folders.files(id)).has(RUN_FILE)) return null;
  return readRun(checked(await folders.read(id, RUN_FILE), RUN_FILE), RUN_FILE);
}

/** A run that is kept: `run` is null where it cannot be read. */
export type RunEntry = { id: string; created: string; run: TrainingRun | null; ended: number; bytes: number };

/** The runs that are here, the newest first; `ended` networks of each need no more training. */
export function listRuns(folders: Folders): Promise<RunEntry[]> {
  return listStored(folders, async ({ sizes, read }) => {
    const ended = [...sizes.keys()].filter((file) => file.endsWith('.ended')).length;
    try {
      const run = readRun(checked(await read(RUN_FILE), RUN_FILE), RUN_FILE);
      return { created: run.created, run, ended };
    } catch {
      return { created: '', run: null, ended };
    }
  });
}

function shardBytes({ id, classes, count, height, width, channels, images, labels }: Shard): Bytes {
  return writeSafetensors(
    {
      images: { shape: [count, height, width, channels], data: images },
      labels: { shape: [count], data: labels },
    },
    { id, classes: JSON.stringify(classes) },
  );
}

function readShard(bytes: Bytes, file: string): Shard {
  const tensors = readSafetensors(bytes, file);
  const { id, classes } = safetensorsMetadata(bytes, file);
  const [images, labels] = [tensors.get('images'), tensors.get('labels')];
  if (!images || !labels || !id || !classes)
    throw new Error(`${file}: expected images and labels, got less.`);
  const [count, height, width, channels] = images.shape;
  return {
    id,
    count,
    height,
    width,
    channels,
    images: Uint8Array.from(integerValues(images, 'images', file)),
    labels: Uint16Array.from(integerValues(labels, 'labels', file)),
    classes: JSON.parse(classes),
  };
}

const MATRICES = ['labels', 'rankLabel', 'pPrediction', 'pLabel'] as const;

function endedBytes(ended: EndedNetwork): Bytes {
  const curve = JSON.stringify(ended.curve);
  if (ended.kind === 'diverged') return writeSafetensors({}, { curve, sentence: ended.sentence });
  const { network, predictions } = ended;
  const tensors: Record<string, TensorToWrite> = {};
  for (const matrix of MATRICES) {
    tensors[matrix] = { shape: [predictions.images], data: predictions[matrix] };
  }
  for (const [name, tensor] of Object.entries(network.tensors)) tensors[`weights.${name}`] = tensor;
  return writeSafetensors(tensors, { curve, classes: String(predictions.classes) });
}

function readEnded(
  bytes: Bytes,
  file: string,
  { member, variant, seed }: RunTask,
  architecture: Architecture,
): EndedNetwork {
  const { curve: text = '[]', sentence, classes } = safetensorsMetadata(bytes, file);
  const curve: TrainingPoint[] = JSON.parse(text);
  if (sentence !== undefined) return { kind: 'diverged', sentence, curve };
  const all = readSafetensors(bytes, file);
  const tensors: Record<string, StackedTensor> = {};
  for (const [name, shape] of tensorShapes(architecture)) {
    const tensor = requireTensor(all, `weights.${name}`, shape, file);
    tensors[name] = { shape, data: floatValues(tensor, name, file).slice() };
  }
  const images = all.get('labels')?.shape[0] ?? 0;
  const whole = (name: 'labels' | 'rankLabel') =>
    Uint16Array.from(integerValues(requireTensor(all, name, [images], file), name, file));
  const share = (name: 'pPrediction' | 'pLabel') =>
    floatValues(requireTensor(all, name, [images], file), name, file).slice();
  return {
    kind: 'finished',
    curve,
    network: { key: `trained ${seed}`, architecture, variant, members: [member], tensors },
    predictions: {
      members: [member.id],
      images,
      classes: Number(classes),
      labels: whole('labels'),
      rankLabel: whole('rankLabel'),
      pPrediction: share('pPrediction'),
      pLabel: share('pLabel'),
    },
  };
}
