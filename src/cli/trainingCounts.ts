import { join } from 'node:path';
import type { LongTail, TailRow } from '../audit/longTail';
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

/** The long tail as `lacuna audit --json` prints it: docs/audit-json.md. */
export function longTailJson(
  { classes, parts, balanced, accuracy, resampling }: LongTail,
  values: (number | string)[],
) {
  const row = ({ training, trainingShare, images, imageShare, pies, pieShare, ...rest }: TailRow) => ({
    training,
    trainingShare,
    images,
    imageShare,
    pies,
    pieShare,
    pieRate: rest.pieRate,
    overImages: rest.overImages,
    overTraining: rest.overTraining,
    recallDense: rest.recall.dense,
    recallCompressed: rest.recall.compressed,
  });
  return {
    balanced,
    accuracy,
    classes: classes.map((entry) => ({ class: values[entry.class], part: entry.part, ...row(entry) })),
    parts: parts.map((entry) => ({ part: entry.part, classes: entry.classes, ...row(entry) })),
    draws: resampling.draws,
    seed: resampling.seed,
  };
}
