import { join } from 'node:path';
import { readManifest } from '../library/manifest';
import { readBytes } from './files';
import { zooFolder } from './zooFolder';

/**
 * The training images of each class for `--training`: whole numbers in the order of the classes, separated by commas, or a zoo (by
 * name or folder), whose classes are found by `classValues`: their names or numbers.
 */
export async function trainingCounts(
  text: string,
  classValues: (number | string)[],
  root: string,
): Promise<number[]> {
  if (/^[\d,\s]+$/.test(text)) {
    const counts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    if (
      counts.length !== classValues.length ||
      !counts.every((count) => Number.isInteger(count) && count > 0)
    ) {
      throw new Error(
        `Expected --training to give ${classValues.length} whole numbers above 0, one a class, got "${text}".`,
      );
    }
    return counts;
  }
  const file = join(zooFolder(text, root, 'training'), 'manifest.json');
  const { dataset } = readManifest(new TextDecoder().decode(await readBytes(file)), file);
  return classValues.map((value) => {
    const place = typeof value === 'number' ? value : dataset.classes.indexOf(value);
    const count = dataset.trainingCounts[place];
    if (count === undefined) {
      throw new Error(
        `Expected --training to name a zoo that has class "${value}", but ${file} has ${dataset.classes.join(', ')}.`,
      );
    }
    return count;
  });
}
