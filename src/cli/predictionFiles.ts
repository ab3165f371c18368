import { fileKind } from '../formats/fileKind';
import { readLabelFile } from '../formats/labelFile';
import { type LongTable, readLongTable } from '../formats/longTable';
import { readPredictionFile } from '../formats/predictionFile';
import { type AlignedPredictions, alignPredictions } from '../formats/predictions';
import { readClasses } from './classNames';
import { readBytes } from './files';
import { type Flags, required } from './flags';

/** The files that --dense, --compressed and, if given, --null name, in this order. */
export function populationPaths(flags: Flags): string[] {
  const nullPath = flags.get('null');
  const paths = [required(flags, 'dense'), required(flags, 'compressed')];
  return nullPath === undefined ? paths : [...paths, nullPath];
}

/** The predictions in files of long form, or each the only matrix of a file of arrays, on the same images, with the labels of --labels and the class names of --classes. */
export async function readPopulations(paths: string[], flags: Flags): Promise<AlignedPredictions> {
  const labelsPath = flags.get('labels');
  const classesPath = flags.get('classes');
  const classes = classesPath === undefined ? null : await readClasses(classesPath);
  const labels =
    labelsPath === undefined ? null : await readLabelFile(await readBytes(labelsPath), labelsPath);
  const tables = [];
  for (const path of paths) tables.push(await readPopulation(path));
  return alignPredictions(tables, labels, classes);
}

async function readPopulation(path: string): Promise<LongTable> {
  const bytes = await readBytes(path);
  if (!isArrays(bytes)) return readLongTable(bytes, path);
  const { populations } = await readPredictionFile(bytes, path);
  if (populations.length > 1) {
    throw new Error(
      `${path}: expected one population, got ${populations.map(({ name }) => name).join(', ')}; take one out with lacuna convert --population.`,
    );
  }
  return populations[0].table;
}

function isArrays(bytes: Uint8Array): boolean {
  const kind = fileKind(bytes.subarray(0, 512));
  return kind === 'npy' || kind === 'zip' || kind === 'safetensors';
}
