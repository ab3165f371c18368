import { readLabelTable, readLongTable } from '../formats/longTable';
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

/** The predictions in files of long form, on the same images, with the labels of --labels and the class names of --classes. */
export async function readPopulations(paths: string[], flags: Flags): Promise<AlignedPredictions> {
  const labelsPath = flags.get('labels');
  const classesPath = flags.get('classes');
  const classes = classesPath === undefined ? null : await readClasses(classesPath);
  const labels =
    labelsPath === undefined ? null : await readLabelTable(await readBytes(labelsPath), labelsPath);
  const tables = [];
  for (const path of paths) tables.push(await readLongTable(await readBytes(path), path));
  return alignPredictions(tables, labels, classes);
}
