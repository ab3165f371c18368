import { inflate } from '../formats/bytes/gzip';
import { fileKind } from '../formats/fileKind';
import { readLabelFile } from '../formats/predictions/labelFile';
import { readPredictionFile } from '../formats/predictions/predictionFile';
import { type AlignedPredictions, alignPredictions } from '../formats/predictions/predictions';
import { guessColumns } from '../formats/tables/columnGuess';
import { LARGEST_TABLE, type LongTable, readLongTable } from '../formats/tables/longTable';
import { previewTable } from '../formats/tables/tablePreview';
import { readClasses } from './classNames';
import { readBytes } from './files';
import { type Flags, required } from './flags';

/** The files that --dense, --compressed and, if given, --null name, in this order. */
export function populationPaths(flags: Flags): string[] {
  const nullPath = flags.get('null');
  const paths = [required(flags, 'dense'), required(flags, 'compressed')];
  return nullPath === undefined ? paths : [...paths, nullPath];
}

/** Populations of these names, where a file holds several, are the ones that the flags of the same names mean. */
const ROLES = ['dense', 'compressed', 'null'];

/**
 * The predictions in files of any form, on the same images, with the labels of --labels and the class names of --classes or, without it, of
 * the files. Of a file with several populations, the one that is called like the flag that names it. `named` says whether classes have
 * names beside their values.
 */
export async function readPopulations(
  paths: string[],
  flags: Flags,
): Promise<AlignedPredictions & { named: boolean }> {
  const labelsPath = flags.get('labels');
  const classesPath = flags.get('classes');
  const given = classesPath === undefined ? null : await readClasses(classesPath);
  const labels =
    labelsPath === undefined ? null : await readLabelFile(await readBytes(labelsPath), labelsPath);
  const read = [];
  for (const [place, path] of paths.entries()) read.push(await readPopulation(path, ROLES[place]));
  const classes = given ?? read.find((file) => file.classes !== null)?.classes ?? null;
  const tables = read.map(({ table }) => table);
  return { ...alignPredictions(tables, labels, classes), named: classes !== null };
}

async function readPopulation(
  path: string,
  role: string | undefined,
): Promise<{ table: LongTable; classes: string[] | null }> {
  const bytes = await readBytes(path);
  if (await isLongTable(bytes, path)) return { table: await readLongTable(bytes, path), classes: null };
  const { populations, classes } = await readPredictionFile(bytes, path);
  const [only, ...others] = populations;
  const found = others.length === 0 ? only : populations.find(({ name }) => name === role);
  if (!found) {
    throw new Error(
      `${path}: expected one population${role ? `, or one called ${role}` : ''}, got ${populations.map(({ name }) => name).join(', ')}; take one out with lacuna convert --population.`,
    );
  }
  return { table: found.table, classes };
}

/** Whether a file is a table in long form by the names of its columns, or one whose reader is to say what is wrong with it. */
async function isLongTable(stored: Uint8Array<ArrayBuffer>, path: string): Promise<boolean> {
  try {
    const bytes = await inflate(stored, LARGEST_TABLE, path);
    if (['npy', 'zip', 'safetensors'].includes(fileKind(bytes.subarray(0, 512)) ?? '')) return false;
    const preview = await previewTable(bytes, path);
    return (
      ['image_id', 'model_id', 'prediction'].every((name) => preview.header.includes(name)) ||
      guessColumns(preview).mapping === null
    );
  } catch {
    return true;
  }
}
