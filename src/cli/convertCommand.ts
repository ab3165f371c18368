import { extname } from 'node:path';
import type { Predictions } from '../audit/predictions';
import { readLabelTable } from '../formats/longTable';
import { readPredictionFile } from '../formats/predictionFile';
import { type AlignedPredictions, alignPredictions } from '../formats/predictions';
import {
  predictionsToCsv,
  predictionsToNpz,
  predictionsToParquet,
  predictionsToSafetensors,
} from '../formats/writePredictions';
import { readBytes, writeBytes } from './files';
import { type FlagKinds, parseFlags } from './flags';

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

  const { populations, classes } = await readPredictionFile(await readBytes(from), from);
  const wanted = flags.get('population');
  const there = populations.map(({ name }) => name).join(', ');
  const found = wanted === undefined ? populations[0] : populations.find(({ name }) => name === wanted);
  if (!found || (wanted === undefined && populations.length > 1)) {
    throw new Error(
      `${from}: expected --population to name one of ${there}, got ${wanted === undefined ? 'none' : `"${wanted}"`}.`,
    );
  }
  const labelsPath = flags.get('labels');
  const labels =
    labelsPath === undefined ? null : await readLabelTable(await readBytes(labelsPath), labelsPath);
  const aligned = alignPredictions([found.table], labels, classes);
  const [predictions] = aligned.predictions;
  const { truth, imageIds, classNames } = aligned;
  const classValues = classes ? classNames : aligned.classValues;
  await writeBytes(to, await write(predictions, truth, { imageIds, classValues }));
  note(
    `${to}: ${predictions.members.length} networks, ${predictions.images} images, ${predictions.classes} classes.`,
  );
}
