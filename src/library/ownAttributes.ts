/** What a reader knows of a dataset's test images, from a file of theirs. */
import { readAttributes } from '../formats/predictions/attributes';
import type { Attribute } from '../model/shard';
import { percent } from '../text/format';
import type { Zoo } from './zoo';

/** The bytes of a file, what it is called, and whether it numbers images as the reader's own copy does. */
export type AttributesFile = { path: string; bytes: Uint8Array<ArrayBuffer>; inCopy: boolean };

/** What a column of true classes is called. */
const CLASSES = /^(true[_ ])?(labels?|class|category|target)$/i;

/**
 * The columns of CSV or Parquet with image_id, the number of a test image from 0, or arrays of a value for
 * each test image. They stand in the order of `images`, the numbers of those that are asked about. With
 * `inCopy`, numbers are places in the reader's own copy of the images. Throws one sentence where classes
 * among them say that the order is another.
 */
export async function readOwnAttributes(
  zoo: Pick<Zoo, 'manifest' | 'withheld' | 'testLabels'>,
  { path, bytes, inCopy }: AttributesFile,
  images: readonly number[],
): Promise<Attribute[]> {
  const { test, classes } = zoo.manifest.dataset;
  const copy = zoo.withheld?.copy ?? null;
  const ids = images.map((image) => (inCopy && copy ? copy.places[image] : image));
  const columns = await readAttributes(bytes, path, ids, test.count);
  const known = classesAmong(columns, classes);
  const labels = await zoo.testLabels();
  const share =
    known && images.filter((image, place) => labels[image] === known(place)).length / images.length;
  if (share !== null && share <= 1.5 / classes.length) {
    const other = inCopy
      ? 'choose the order of the images here'
      : copy
        ? `choose the order of ${copy.file}`
        : 'give the numbers that images have here';
    throw new Error(
      `${path}: expected the classes of the images, as its numbers say, got others on ` +
        `${percent(1 - share)} of them; ${other}.`,
    );
  }
  return columns;
}

/**
 * The class of each image by an attribute that is called so; null where there is none. One of half as many
 * values as there are classes, or fewer, is of coarser groups (0 animal, 1 vehicle) and no class.
 */
function classesAmong(columns: Attribute[], classes: string[]): ((image: number) => number) | null {
  for (const column of columns) {
    if (!CLASSES.test(column.name) || !('codes' in column)) continue;
    if (2 * column.categories.length <= classes.length) continue;
    const classOf = column.categories.map((text) => {
      const found = classes.findIndex((name) => name.toLowerCase() === text.toLowerCase());
      return found >= 0 || !/^\d{1,5}$/.test(text) ? found : Number(text);
    });
    if (classOf.every((label) => label >= 0)) return (image) => classOf[column.codes[image]];
  }
  return null;
}
