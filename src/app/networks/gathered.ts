/** Images of chosen files as networks take them: the first of them, and all. */
import { collectImages, type ImageSet, shardOf } from '../../formats/images/imageSet';
import type { ImageFiles } from '../../formats/images/openedImages';
import type { Shard } from '../../model/shard';
import { firstOf, type Preview, previewOf, SHOWN } from '../bring/preview';
import { isSortedByClass, SEED, shuffleImages } from './order';
import type { GatheredImages, Reading } from './protocol';

/** All images of chosen files, read and in order. */
export type Gathered = {
  set: ImageSet;
  labels: Uint16Array;
  file: string;
  /** Whether the file had them class by class, so that they were shuffled. */
  sorted: boolean;
  /** Whether classes stand in the order of their names. */
  byName: boolean;
};

async function stream(images: ImageFiles | null, reading: Reading) {
  if (!images) throw new Error('Expected files of images, got none; choose some.');
  return { file: images.file, ...(await images.open(reading)) };
}

/** The first images as a network will see them. */
export async function previewImages(
  files: ImageFiles | null,
  reading: Reading,
  signal: AbortSignal,
): Promise<Preview> {
  const { file, images, classes, names } = await stream(files, reading);
  const { target, fit: choice } = reading;
  const set = await collectImages(firstOf(images, SHOWN), { file, target, choice, classes, signal });
  return previewOf(set, names ? null : set.classes);
}

/** All images; `told` hears how many were read, and of how many where that is known. */
export async function gatherImages(
  files: ImageFiles | null,
  reading: Reading,
  told: (count: number, total: number | undefined) => void,
  signal: AbortSignal,
): Promise<Gathered> {
  const { file, images, classes, names, byName } = await stream(files, reading);
  const { target, fit: choice, part } = reading;
  const total = files?.counts[part ?? ''] ?? Object.values(files?.counts ?? {})[0];
  const progress = (count: number) => told(count, total);
  const set = await collectImages(images, { file, target, choice, classes, signal, progress });
  const { labels } = shardOf(set, file, file, files?.advice);
  const named = { ...set, classes: names?.() ?? set.classes };
  const sorted = isSortedByClass(labels, named.classes.length);
  if (sorted) shuffleImages(named, SEED);
  return { set: named, labels, file, sorted, byName };
}

/** What the page needs to know of images that were read. */
export function tellGathered({ set, labels, sorted, byName }: Gathered, reading: Reading): GatheredImages {
  const { count, classes } = set;
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label]++;
  return { reading, count, classes, counts, byName, sorted, preview: previewOf(set, classes) };
}

/** Gathered images as a shard whose labels say nothing. */
export function unlabelled({ set }: Gathered, id: string): Shard {
  const { count, height, width, channels, images, classes } = set;
  return { id, count, height, width, channels, images, labels: new Uint16Array(count), classes };
}
