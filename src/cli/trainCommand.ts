// `lacuna train`: a population from scratch, dense or pruned while it learns.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Device } from '../engine/device';
import { type TrainingTask, trainNetwork } from '../engine/training';
import { readCheckpoint, writeCheckpoint } from '../formats/network/checkpoint';
import { readNetworkDescription, writePopulation } from '../formats/network/description';
import type { Architecture, InputShape } from '../model/architecture';
import type { Population } from '../model/population';
import { PRESETS, presetNetwork } from '../model/presets';
import { type Recipe, ZOO_RECIPE } from '../model/recipe';
import type { Shard } from '../model/shard';
import type { Variant } from '../model/variant';
import { collectPredictions } from './collect';
import { readBytes, writeBytes } from './files';
import {
  choice,
  type FlagKinds,
  type Flags,
  integer,
  number,
  parseFlags,
  required,
  UsageError,
} from './flags';
import { namedZoo } from './namedZoo';
import { createNodeWasmDevice } from './wasmDevice';

const FLAGS: FlagKinds = {
  zoo: 'value',
  network: 'value',
  variant: 'value',
  sparsity: 'value',
  scope: 'value',
  members: 'value',
  'first-seed': 'value',
  epochs: 'value',
  batch: 'value',
  rate: 'value',
  'images-count': 'value',
  out: 'value',
  resume: 'switch',
};

/** Told what is for people: lines on stderr, and how far a long operation is. */
export type Told = { note(message: string): void; progress(doing: string, share: number): void };

/** `lacuna train`: trains the members that --out does not hold yet, and writes each as NAME.json and NAME.safetensors. */
export async function trainCommand(args: string[], root: string, told: Told): Promise<void> {
  const flags = parseFlags(args, FLAGS);
  const out = required(flags, 'out');
  const variant = trainedVariant(flags);
  const recipe = recipeOf(flags);
  const zoo = await namedZoo(required(flags, 'zoo'), root);
  const wanted = integer(flags, 'images-count', 16, 2 ** 31);
  const { classes, training } = zoo.manifest.dataset;
  const architecture = await networkOf(flags, zoo.manifest.architecture.input, classes.length);
  const most = Math.min(wanted ?? Infinity, training?.count ?? Infinity);
  if (recipe.batch > most) {
    throw new UsageError(`Expected --batch of at most the ${most} training images, got ${recipe.batch}.`);
  }
  const all = await zoo.trainingShard();
  const images = wanted === undefined ? all : firstPart(all, wanted);
  const test = await zoo.testShard();
  const name = variant.kind === 'sparse' ? `sparse-${Math.round(variant.level * 100)}` : variant.kind;
  const firstSeed = integer(flags, 'first-seed', 0, 2 ** 32 - 1) ?? firstSeedOf(variant);
  const members = integer(flags, 'members', 1, 100_000) ?? 1;
  const scope = choice(flags, 'scope', ['layer', 'global'] as const, 'layer');
  const target = { sparsity: variant.kind === 'sparse' ? variant.level : 0, scope };
  const tasks = Array.from({ length: members }, (_, i): TrainingTask => {
    const seed = firstSeed + i;
    const member = { id: `${name}/${seed}`, seed };
    return { architecture, recipe, target, seed: `${images.id}/${name}/${seed}`, member, variant };
  });
  await runTasks(tasks, { images, test, out, resume: flags.has('resume'), root, told });
}

/** The first images of a training set that was not shuffled would not be all classes: every so many of them. */
function firstPart(shard: Shard, wanted: number): Shard {
  if (wanted >= shard.count) return shard;
  const size = shard.height * shard.width * shard.channels;
  const images = new Uint8Array(wanted * size);
  const labels = new Uint16Array(wanted);
  for (let i = 0; i < wanted; i++) {
    const from = Math.floor((i * shard.count) / wanted);
    images.set(shard.images.subarray(from * size, (from + 1) * size), i * size);
    labels[i] = shard.labels[from];
  }
  return {
    ...shard,
    id: `${shard.id}/${wanted}`,
    count: wanted,
    images,
    labels,
    ids: undefined,
    attributes: undefined,
  };
}

function trainedVariant(flags: Flags): Extract<Variant, { kind: 'dense' | 'null' | 'sparse' }> {
  const kind = choice(flags, 'variant', ['dense', 'null', 'sparse'] as const, 'dense');
  const sparsity = number(flags, 'sparsity', 0, 0.99);
  if (kind !== 'sparse') {
    if (sparsity !== undefined)
      throw new UsageError(`Expected --sparsity with --variant sparse only, got ${kind}.`);
    return { kind };
  }
  if (sparsity === undefined)
    throw new UsageError('Expected --sparsity 0..0.99 with --variant sparse, got none.');
  return { kind, level: sparsity };
}

/** As in the zoo: no two variants share a seed. */
function firstSeedOf(variant: ReturnType<typeof trainedVariant>): number {
  if (variant.kind === 'sparse') return Math.round(variant.level * 10_000);
  return variant.kind === 'null' ? 1000 : 0;
}

function recipeOf(flags: Flags): Recipe {
  const batch = integer(flags, 'batch', 16, 65_536) ?? ZOO_RECIPE.batch;
  if (batch % 16 !== 0) throw new UsageError(`Expected --batch to be a multiple of 16, got ${batch}.`);
  return {
    ...ZOO_RECIPE,
    batch,
    epochs: integer(flags, 'epochs', 1, 10_000) ?? ZOO_RECIPE.epochs,
    peakRate: number(flags, 'rate', 1e-6, 100) ?? ZOO_RECIPE.peakRate,
  };
}

async function networkOf(flags: Flags, input: InputShape, classes: number): Promise<Architecture> {
  const text = flags.get('network') ?? PRESETS[0].id;
  const preset = presetNetwork(text, input, classes);
  if (preset) return preset;
  if (!existsSync(text)) {
    throw new UsageError(
      `Expected --network to be ${PRESETS.map(({ id }) => id).join(', ')} or the file of a description, got "${text}".`,
    );
  }
  return readNetworkDescription(new TextDecoder().decode(await readBytes(text)), text).architecture;
}

type Place = { images: Shard; test: Shard | null; out: string; resume: boolean; root: string; told: Told };

/** Writes a file whole or not at all. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await writeBytes(`${path}.partial`, bytes);
  await rename(`${path}.partial`, path);
}

/** Trains every task that `out` does not hold yet, as many at once as there are cores. */
async function runTasks(tasks: TrainingTask[], place: Place): Promise<void> {
  const { images, test, out, resume, root, told } = place;
  await mkdir(out, { recursive: true });
  const fileOf = ({ member }: TrainingTask, ending: string) =>
    join(out, `${member.id.replaceAll('/', '-')}${ending}`);
  const left = tasks.filter(
    (task) => !(existsSync(fileOf(task, '.json')) && existsSync(fileOf(task, '.safetensors'))),
  );
  if (left.length < tasks.length) {
    const done = tasks.length - left.length;
    if (!resume) {
      throw new Error(
        `Expected ${out} without the networks to be trained, but it has ${done} of them; --resume trains the others.`,
      );
    }
    told.note(`${done} of ${tasks.length} networks are there already.`);
  }
  if (left.length === 0) return;
  const threads = Math.max(1, Math.min(availableParallelism(), left.length));
  const device = await createNodeWasmDevice(join(root, 'src/engine/wasm/build'), threads);
  const shares = new Float64Array(left.length);
  const started = performance.now();
  let before = -1;
  const report = (index: number, share: number) => {
    shares[index] = share;
    const done = shares.reduce((sum, each) => sum + each, 0) / left.length;
    if (before < 0) before = done;
    const seconds = (performance.now() - started) / 1000;
    const rest = done > before ? (seconds * (1 - done)) / (done - before) : Number.NaN;
    told.progress(`training, ${Number.isFinite(rest) ? `about ${Math.ceil(rest)} s left,` : ''}`, done);
  };
  try {
    const queue = left.map((task, index) => ({ task, index }));
    const failures: string[] = [];
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { task, index } = next;
        try {
          await trainOne(device, task, {
            images,
            test,
            file: (ending) => fileOf(task, ending),
            resume,
            told,
            report: (share) => report(index, share),
          });
        } catch (error) {
          failures.push(error instanceof Error ? error.message : String(error));
        }
      }
    };
    await Promise.all(Array.from({ length: threads }, worker));
    if (failures.length > 0) throw new Error([...new Set(failures)].join(' '));
  } finally {
    device.close();
  }
}

type One = {
  images: Shard;
  test: Shard | null;
  file(ending: string): string;
  resume: boolean;
  told: Told;
  report(share: number): void;
};

async function trainOne(
  device: Device,
  task: TrainingTask,
  { images, test, file, resume, told, report }: One,
): Promise<void> {
  const { architecture, recipe, target, member } = task;
  const kept = file('.checkpoint');
  const what = JSON.stringify({ seed: task.seed, architecture, recipe, target, images: images.id });
  const from =
    resume && existsSync(kept) ? readCheckpoint(architecture, await readBytes(kept), what, kept) : null;
  if (from) told.note(`${member.id}: goes on after epoch ${from.epoch}.`);
  const network = await trainNetwork(device, task, images, {
    from,
    progress: report,
    async checkpoint(checkpoint) {
      const { epoch, loss, accuracy } = checkpoint;
      await writeWhole(kept, writeCheckpoint(architecture, checkpoint, what));
      told.note(
        `${member.id}: epoch ${epoch} of ${recipe.epochs}, loss ${loss.toFixed(3)}, accuracy ${(100 * accuracy).toFixed(1)}% on training images.`,
      );
    },
  });
  const { json, weights } = writePopulation(network, images.classes);
  const described = {
    ...JSON.parse(json),
    training: { recipe, target, seed: task.seed, images: images.id, count: images.count },
  };
  await writeWhole(file('.safetensors'), weights);
  await writeWhole(file('.json'), new TextEncoder().encode(`${JSON.stringify(described, null, 1)}\n`));
  await rm(kept, { force: true });
  if (test)
    told.note(
      `${member.id}: top-1 ${(100 * (await accuracyOf(device, network, test))).toFixed(2)}% of ${test.count} test images.`,
    );
}

/** Share of the images that a network of one classifies right. */
async function accuracyOf(device: Device, network: Population, test: Shard): Promise<number> {
  const { labels } = await collectPredictions(device.run(network, test), network, test, () => {});
  let right = 0;
  for (let i = 0; i < test.count; i++) if (labels[i] === test.labels[i]) right++;
  return right / test.count;
}
