import { extname } from 'node:path';
import type { Predictions } from '../audit/predictions';
import { selectImages } from '../audit/votes/matrix';
import { compressPopulation } from '../engine/compress';
import { answersLost } from '../formats/predictions/reading';
import { predictionsToCsv, predictionsToParquet } from '../formats/writing/writePredictions';
import { labelledImages } from '../library/labelledImages';
import { shippedAnswers } from '../library/withheld';
import { finetuneOf, roundsOf } from '../model/methods/registry';
import { firstImages } from '../model/shard';
import { fixed } from '../text/fixed';
import { counted } from '../text/format';
import { collectPredictions } from './collect';
import { requirePlace, writeBytes } from './files';
import { finetuned } from './finetuned';
import { choice, each, type FlagKinds, integer, parseFlags, required, UsageError } from './flags';
import { namedZoo } from './namedZoo';
import { runNetworks } from './runNetworks';
import type { Context } from './telling';
import { isRecalibrating, madeVariant, trainedVariant, uselessFlags } from './variantFlags';
import { createNodeWasmDevice, requireWasm } from './wasmDevice';
import { differences, imagesAsked, requireCalibration, requireImages, withOwnImages } from './zooImages';

const FLAGS: FlagKinds = {
  ...each('value', 'zoo variant method scope sparsity width format members images images-count out'),
  ...each('value', 'device seed finetune rounds recalibrate calibration'),
  ...each('switch', 'no-recalibrate shipped'),
};

/**
 * `lacuna run`: runs a population of the zoo over its test images, or one's own networks, and writes the
 * predictions.
 */
export async function runCommand(args: string[], context: Context): Promise<void> {
  if (args.some((arg) => /^--network(=|$)/.test(arg))) return runNetworks(args, context);
  const { root, note, progress } = context;
  const flags = parseFlags(args, FLAGS);
  const out = required(flags, 'out');
  const format = extname(out).toLowerCase();
  if (format !== '.parquet' && format !== '.csv') {
    throw new UsageError(`Expected --out to end in .parquet or .csv, got "${out}".`);
  }
  await requirePlace(out);
  const kind = choice(
    flags,
    'variant',
    ['dense', 'null', 'sparse', 'narrow', 'pruned', 'quantised'] as const,
    'dense',
  );
  requireWasm(flags);
  const useless = uselessFlags(flags, kind);
  if (useless) note(useless);
  const made = madeVariant(flags, kind, isRecalibrating(flags));
  const calibration = integer(flags, 'calibration', 1, 100_000);
  const seed = integer(flags, 'seed', 0, 2 ** 32 - 1) ?? 0;

  const named = await namedZoo(required(flags, 'zoo'), root);
  const zoo = await withOwnImages(named, flags, note);
  const variantId = made
    ? 'dense'
    : kind === 'sparse' || kind === 'narrow'
      ? trainedVariant(named.manifest, flags, kind)
      : kind;
  const members = integer(flags, 'members', 1, 100_000) ?? zoo.memberCount(variantId);
  const images = imagesAsked(zoo, flags) ?? zoo.manifest.dataset.test.count;
  if (!flags.has('shipped')) requireImages(zoo);
  const shard = firstImages(await labelledImages(zoo), images);
  const imageIds = Array.from(shard.labels.keys());
  const classValues = Array.from(shard.classes.keys());
  const write = async (predictions: Predictions, answers: string) => {
    await writeBytes(
      out,
      format === '.parquet'
        ? await predictionsToParquet(predictions, shard.labels, { imageIds, classValues, answers })
        : predictionsToCsv(predictions, shard.labels),
    );
    // What the images are is the same everywhere else.
    if (format === '.csv' && zoo.withheld) note(answersLost(out, answers));
  };
  if (flags.has('shipped')) {
    if (made) throw new Error(`Expected --shipped with networks that were trained, got --variant ${kind}.`);
    const shipped = await zoo.predictions(variantId, members, { scores: true });
    await write(selectImages(shipped, images), shippedAnswers(zoo.withheld));
    const on = zoo.withheld ? `, on ${zoo.withheld.on}` : '';
    return note(
      `${out}: ${counted(members, 'network')}, ${counted(images, 'image')}, ` +
        `as they came with the zoo${on}.`,
    );
  }
  requireCalibration(zoo, made !== null && made.kind !== 'quantised' && made.recalibrated);
  const trained = await zoo.population(variantId, members);
  const { device: engine, threads } = await createNodeWasmDevice(root, members);
  try {
    const calibrationSet = () => zoo.calibrationShard();
    const pruned =
      made && roundsOf(made) === 1
        ? await compressPopulation(engine, trained, made, calibrationSet, progress, undefined, {
            images: calibration,
            seed,
          })
        : trained;
    const population =
      made && finetuneOf(made) > 0
        ? await finetuned(engine, pruned, made, seed, await zoo.trainingShard(), threads, progress)
        : pruned;
    const started = performance.now();
    const predictions = await collectPredictions(engine.run(population, shard), population, shard, (share) =>
      progress('running', share),
    );
    const seconds = (performance.now() - started) / 1000;
    const copy = zoo.withheld?.copy;
    const on = copy ? `, on ${copy.file}, a copy of the test images` : '';
    await write(predictions, `computed by ${engine.description}${on}`);
    note(
      `${out}: ${counted(members, 'network')}, ${counted(images, 'image')}, ` +
        `${members * images} predictions by ${engine.description} in ${fixed(seconds, 1)} s.`,
    );
    if (!made && zoo.withheld) {
      const shipped = await zoo.predictions(variantId, members);
      note(differences(predictions, selectImages(shipped, images), zoo.withheld));
    }
  } finally {
    engine.close();
  }
}
