import { extname } from 'node:path';
import type { Predictions } from '../audit/predictions';
import { isBundle } from '../formats/bundle/bundle';
import { bytesSource } from '../formats/bytes/source';
import { readLabelFile } from '../formats/predictions/labelFile';
import { readPredictionFile } from '../formats/predictions/predictionFile';
import { type AlignedPredictions, alignPredictions } from '../formats/predictions/predictions';
import {
  predictionsToCsv,
  predictionsToNpz,
  predictionsToParquet,
  predictionsToSafetensors,
} from '../formats/predictions/writePredictions';
import { auditBundle } from './bundleFile';
import { readBytes, writeBytes } from './files';
import { type FlagKinds, type Flags, parseFlags } from './flags';

const FLAGS: FlagKinds = { labels: 'value', population: 'value' };

type Write = (
  predictions: Predictions,
  truth: Uint16Array,
  called: Pick<AlignedPredictions, 'imageIds' | 'classValues'>,
) => Promise<Uint8Array> | Uint8Array | Iterable<string>;

const WRITERS: Record<string, Write> = {
  '.csv': predictionsToCsv,
  '.parquet': predictionsToParquet,
  '.npz': predictionsToNpz,
  '.safetensors': predictionsToSafetensors,
};

/** `lacuna convert IN OUT`: predictions from any format to the one that OUT's name ends in; `note` takes messages for people. */
export async function convertCommand(args: string[], note: (message: string) => void): Promise<void> {
  const options = args.findIndex((arg) => arg.startsWith('--'));
  const [from, to, ...rest] = options < 0 ? args : args.slice(0, options);
  if (from === undefined || to === undefined || rest.length > 0) {
    throw new Error(
      `Expected two files, IN and OUT, before any option, got ${[from, to, ...rest].filter((path) => path !== undefined).length}.`,
    );
  }
  const flags = parseFlags(options < 0 ? [] : args.slice(options), FLAGS);
  const write = WRITERS[extname(to).toLowerCase()];
  if (!write) throw new Error(`Expected OUT to end in ${Object.keys(WRITERS).join(', ')}, got "${to}".`);

  const bytes = await readBytes(from);
  const found = (await isBundle(bytesSource(bytes, from)))
    ? await ofBundle(from, flags, note)
    : await ofFile(bytes, from, flags);
  const { predictions, truth, imageIds, classValues } = found;
  await writeBytes(to, await write(predictions, truth, { imageIds, classValues }));
  note(
    `${to}: ${predictions.members.length} networks, ${predictions.images} images, ${predictions.classes} classes.`,
  );
}

type Found = {
  predictions: Predictions;
  truth: Uint16Array;
  imageIds: (number | string)[];
  classValues: (number | string)[];
};

async function ofFile(bytes: Uint8Array<ArrayBuffer>, from: string, flags: Flags): Promise<Found> {
  const { populations, classes } = await readPredictionFile(bytes, from);
  const { table } = wanted(populations, from, flags);
  const labelsPath = flags.get('labels');
  const labels =
    labelsPath === undefined ? null : await readLabelFile(await readBytes(labelsPath), labelsPath);
  const aligned = alignPredictions([table], labels, classes);
  const { truth, imageIds, classNames, classValues } = aligned;
  const [predictions] = aligned.predictions;
  return { predictions, truth, imageIds, classValues: classes ? classNames : classValues };
}

async function ofBundle(from: string, flags: Flags, note: (message: string) => void): Promise<Found> {
  const { session } = await auditBundle(from, flags, ['labels'], note);
  const { dense, compressed, nulls, truth, imageIds, classNames } = session;
  const populations = [
    { name: 'dense', predictions: dense },
    { name: 'compressed', predictions: compressed },
    ...(nulls ? [{ name: 'null', predictions: nulls }] : []),
  ];
  const { predictions } = wanted(populations, from, flags);
  return { predictions, truth, imageIds, classValues: classNames };
}

/** The population that --population names, or the only one. */
function wanted<T extends { name: string }>(populations: T[], from: string, flags: Flags): T {
  const name = flags.get('population');
  const found = name === undefined ? populations[0] : populations.find((each) => each.name === name);
  if (!found || (name === undefined && populations.length > 1)) {
    throw new Error(
      `${from}: expected --population to name one of ${populations.map((each) => each.name).join(', ')}, got ${name === undefined ? 'none' : `"${name}"`}.`,
    );
  }
  return found;
}
