/** `lacuna run --network`: a reader's own networks over images, in Node, on all cores. */

import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { compressPopulation, isRecalibrated, type Making } from '../engine/compress';
import { runMemory } from '../engine/wasm/memory';
import { stackNetworks } from '../formats/network/population';
import { predictionsToCsv, predictionsToParquet } from '../formats/writing/writePredictions';
import { graphOf } from '../model/graph';
import { makingOf } from '../model/methods/making/registry';
import { finetuneOf, roundsOf } from '../model/methods/registry';
import { memberValues, onlyMember, type Population } from '../model/population';
import { firstImages, type Shard } from '../model/shard';
import { channelSpread, looksFolded } from '../model/unfolded';
import type { MadeVariant } from '../model/variant';
import { fixed } from '../text/fixed';
import { foldedWords } from '../text/folded';
import { bytes, counted } from '../text/format';
import { collectPredictions } from './collect';
import { requirePlace, writeBytes } from './files';
import { finetuned } from './finetuned';
import { choice, each, type FlagKinds, integer, listOf, parseFlags, required, UsageError } from './flags';
import { imagesAtOnce, runInParts } from './inParts';
import { namedZoo } from './namedZoo';
import { fedMembers, readNetworks } from './networkFiles';
import { ownImages, partAsked, type RunImages } from './networkImages';
import { type ClassedImages, outputsOf } from './runClasses';
import type { Context, Note } from './telling';
import { isRecalibrating, madeVariant, uselessFlags } from './variantFlags';
import { createNodeWasmDevice, requireWasm } from './wasmDevice';

const FLAGS: FlagKinds = {
  network: 'list',
  ...each('value', 'images zoo mean std labels part variant method scope sparsity format members'),
  ...each('value', 'images-count out device seed finetune rounds recalibrate calibration'),
  'no-recalibrate': 'switch',
};

/** The networks of the files as one population, fed as the files say, or as --mean and --std do. */
async function populationOf(
  paths: string[],
  flags: ReturnType<typeof parseFlags>,
  note: Note,
): Promise<Population> {
  const { found, problems } = await readNetworks(paths);
  for (const problem of problems) note(problem);
  if (problems.length > 0)
    throw new Error(
      `Expected networks that run here, got ${problems.length} that do not; see lacuna describe.`,
    );
  const members = fedMembers(found, flags, note);
  const wanted = integer(flags, 'members', 1, 100_000) ?? members.length;
  if (wanted > members.length)
    throw new UsageError(`Expected --members of at most ${members.length}, got ${wanted}.`);
  return stackNetworks(members.slice(0, wanted));
}

async function imagesFor(
  population: Population,
  flags: ReturnType<typeof parseFlags>,
  root: string,
): Promise<RunImages> {
  const path = flags.get('images');
  const zooName = flags.get('zoo');
  if ((path === undefined) === (zooName === undefined)) {
    throw new UsageError(
      `Expected --images with a file or folder, or --zoo with a name, got ${path ? 'both' : 'neither'}.`,
    );
  }
  const { input } = population.architecture;
  if (path !== undefined)
    return ownImages(path, input, { labels: flags.get('labels'), part: partAsked(flags) });
  for (const flag of ['labels', 'part']) {
    if (flags.has(flag))
      throw new UsageError(`Expected no --${flag} with --zoo, which has its own images, got it.`);
  }
  const zoo = await namedZoo(zooName!, root);
  if (zoo.withheld) {
    throw new UsageError(
      `Expected --images with your own copy of the test images of ${zooName}, which may not be published ` +
        'with its networks, got --zoo; give --images in its place.',
    );
  }
  const shard = await zoo.testShard();
  if (shard.channels !== input.channels || shard.height !== input.height || shard.width !== input.width) {
    throw new Error(
      `Expected networks for images of ${shard.height} x ${shard.width} x ${shard.channels} of ` +
        `${zooName}, got ${input.height} x ${input.width} x ${input.channels}.`,
    );
  }
  const ids = Array.from({ length: shard.count }, (_, position) => position);
  return { shard, ids, isLabelled: true, byName: false, said: [], parts: [] };
}

/** Runs the networks of --network and writes what they answer. */
export async function runNetworks(args: string[], { root, note, progress }: Context): Promise<void> {
  const flags = parseFlags(args, FLAGS);
  const out = required(flags, 'out');
  const ending = extname(out).toLowerCase();
  if (ending !== '.parquet' && ending !== '.csv') {
    throw new UsageError(`Expected --out to end in .parquet or .csv, got "${out}".`);
  }
  await requirePlace(out);
  requireWasm(flags);
  const kind = choice(flags, 'variant', ['dense', 'pruned', 'quantised'] as const, 'dense');
  const useless = uselessFlags(flags, kind);
  if (useless) note(useless);
  const made = madeVariant(flags, kind, isRecalibrating(flags));
  const dense = await populationOf(listOf(flags, 'network'), flags, note);
  const folded = foldedNote(dense, made);
  if (folded) note(folded);
  const { shard: all, ids, isLabelled, byName, said } = await imagesFor(dense, flags, root);
  for (const line of said) note(line);
  const shard = firstImages(all, integer(flags, 'images-count', 1, 10_000_000) ?? all.count);
  if (made && makingOf(made).needsGradients && !isLabelled) {
    throw new UsageError(
      'Expected images with labels for --method taylor or gradient, whose gradients are those of ' +
        'the loss; got images alone.',
    );
  }
  const epochs = made ? finetuneOf(made) : 0;
  const zooName = flags.get('zoo');
  if (epochs > 0 && zooName === undefined) {
    throw new UsageError(
      'Expected --zoo with --finetune, which trains on its training images, got --images; ' +
        'lacuna finetune trains on your own.',
    );
  }
  const training = epochs > 0 ? await (await namedZoo(zooName!, root)).trainingShard() : null;
  const nodes = graphOf(dense.architecture);
  const outputs = nodes[nodes.length - 1].shape.channels;
  const members = dense.members.length;
  const size = {
    members: dense.members.length,
    images: shard.count,
    threads: availableParallelism(),
    atOnce: imagesAtOnce(shard),
    calibration: made && isMadeOnImages(dense, made) ? shard.count : 0,
  };
  note(`The run takes about ${bytes(runMemory(dense.architecture, size).bytes)} of memory.`);
  const most = members * Math.ceil(shard.count / 64);
  const { device: engine, threads } = await createNodeWasmDevice(root, most);
  try {
    const answers = async (tried: Shard) => {
      const first = onlyMember(dense, 0);
      return (await collectPredictions(engine.run(first, tried), first, tried, () => undefined)).labels;
    };
    const file = flags.get('images') ?? zooName ?? '';
    const { shard: fed, values } = isLabelled
      ? await outputsOf(shard, { file, outputs, byName }, answers, note)
      : numberedOutputs(shard, outputs);
    const begun = new Set<Making>();
    const told = (doing: Making, share: number) => {
      const taken = TAKEN[doing];
      if (taken && !begun.has(doing)) note(taken);
      begun.add(doing);
      progress(doing, share);
    };
    const calibration = integer(flags, 'calibration', 1, 100_000);
    const pruned =
      made && roundsOf(made) === 1
        ? await compressPopulation(engine, dense, made, async () => fed, told, undefined, {
            images: calibration,
          })
        : dense;
    const seed = integer(flags, 'seed', 0, 2 ** 32 - 1) ?? 0;
    const population =
      made && training ? await finetuned(engine, pruned, made, seed, training, threads, progress) : pruned;
    const started = performance.now();
    const predictions = await collectPredictions(
      runInParts(engine, population, fed),
      population,
      fed,
      (share) => progress('running', share),
    );
    const seconds = (performance.now() - started) / 1000;
    const called = {
      imageIds: ids.slice(0, shard.count),
      classValues: values,
      answers: `computed by ${engine.description}${file && `, on ${file}`}`,
    };
    const truth = isLabelled ? fed.labels : null;
    await writeBytes(
      out,
      ending === '.parquet'
        ? await predictionsToParquet(predictions, truth, called)
        : predictionsToCsv(predictions, truth, called),
    );
    note(
      `${out}: ${counted(members, 'network')}, ${counted(shard.count, 'image')}, ` +
        `${members * shard.count} predictions by ${engine.description} in ${fixed(seconds, 1)} ` +
        `s${accuracyOf(predictions.labels, truth, shard.count)}.`,
    );
  } finally {
    engine.close();
  }
}

/** Outputs by their numbers, where the true classes of images are not known. */
function numberedOutputs(shard: Shard, outputs: number): ClassedImages {
  const values = Array.from({ length: outputs }, (_, output) => output);
  return { shard: { ...shard, classes: values.map(String) }, values };
}

/**
 * What is said before networks are pruned whose BatchNorm seems to be folded into their convolutions; null
 * where nothing is to be said.
 */
function foldedNote({ architecture, members, tensors }: Population, made: MadeVariant | null): string | null {
  if (made?.kind !== 'pruned') return null;
  const spreads = members.map((_, member) =>
    channelSpread(architecture, (name) => memberValues(tensors[name], member)),
  );
  if (!spreads.some((spread) => looksFolded(architecture, spread))) return null;
  const advice =
    made.method === 'magnitude'
      ? ' Here weights go by plain magnitude; --method unfolded is the other way.'
      : '';
  return `${foldedWords(spreads)}${advice}`;
}

/** Whether networks are made with the help of images, which each core then keeps. */
function isMadeOnImages(dense: Population, made: MadeVariant): boolean {
  return made.kind === 'quantised' || makingOf(made).needsGradients || isRecalibrated(dense, made);
}

/** What is said of the images of the run as soon as a part of the making takes them. */
const TAKEN: Partial<Record<Making, string>> = {
  calibrating: 'Ranges of values are estimated on the images of this run, without their labels.',
  gradients: 'Gradients are those of the loss on the images of this run, with their labels.',
  recalibrating: 'BatchNorm is estimated on the images of this run, without their labels.',
};

function accuracyOf(labels: Uint16Array, truth: Uint16Array | null, images: number): string {
  if (!truth) return '';
  const right = labels.reduce((sum, label, at) => sum + (label === truth[at % images] ? 1 : 0), 0);
  return `; ${fixed((100 * right) / labels.length, 1)}% right`;
}
