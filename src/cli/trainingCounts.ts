import { statSync } from 'node:fs';
import type { AlignedPredictions } from '../formats/predictions/predictions';
import { readTrainingCounts } from '../formats/predictions/trainingCounts';
import { readBytes } from './files';
import { UsageError } from './flags';
import { namedZoo } from './namedZoo';

/**
 * The training images of each class for `--training`. They are whole numbers in the order of the classes,
 * separated by commas, or a file with the columns class and count. Or they are a zoo's (by name or folder),
 * whose classes are found by their names or numbers.
 */
export async function trainingCounts(
  text: string,
  { classValues, classNames }: Pick<AlignedPredictions, 'classValues' | 'classNames'>,
  root: string,
): Promise<number[]> {
  if (/^[\d,\s]+$/.test(text)) return listedCounts(text, classValues.length);
  const isTable =
    /\.(csv|tsv|parquet)(\.gz)?$/i.test(text) || statSync(text, { throwIfNoEntry: false })?.isFile();
  if (isTable) return readTrainingCounts(await readBytes(text), text, classNames);
  const { dataset } = (await namedZoo(text, root, 'training')).manifest;
  return classValues.map((value) => {
    const place = typeof value === 'number' ? value : dataset.classes.indexOf(value);
    const count = dataset.trainingCounts[place];
    if (count === undefined) {
      throw new UsageError(
        `Expected --training to name a zoo that has class "${value}", but ${text} has ` +
          `${dataset.classes.join(', ')}.`,
      );
    }
    return count;
  });
}

function listedCounts(text: string, classes: number): number[] {
  const counts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (counts.length !== classes || !counts.every((count) => Number.isInteger(count) && count > 0)) {
    throw new UsageError(
      `Expected --training to give ${classes} whole numbers above 0, one a class, got "${text}".`,
    );
  }
  return counts;
}
