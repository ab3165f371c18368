import { readAttributes } from '../../formats/predictions/attributes';
import type { Zoo } from '../../library/zoo';
import { computedAttributes } from '../../model/attributes';
import type { Attribute } from '../../model/shard';
import { percent } from '../../text/format';
import type { OwnFile } from '../imports/protocol';
import { CLASS_ATTRIBUTE } from './attributeNames';

/** Names that an image's class and its pixels have. */
const TAKEN = new Set<string>([CLASS_ATTRIBUTE, ...computedAttributes.map(({ name }) => name)]);

/** What a column of true classes is called. */
const CLASSES = /^(true[_ ])?(labels?|class|category|target)$/i;

/**
 * The columns of CSV or Parquet with image_id, the number of a test image from 0, or arrays of a value an
 * image, in the order of the test images. With `inCopy`, numbers are places in the reader's own copy of the
 * images. Throws one sentence where classes among them say that the order is another.
 */
export async function readOwnAttributes(
  zoo: Zoo,
  { path, content }: OwnFile,
  inCopy: boolean,
): Promise<Attribute[]> {
  const { test, classes } = zoo.manifest.dataset;
  const copy = zoo.withheld?.copy ?? null;
  const ids =
    inCopy && copy ? Array.from(copy.places) : Array.from({ length: test.count }, (_, image) => image);
  const columns = await readAttributes(new Uint8Array(await content.arrayBuffer()), path, ids);
  const known = classesAmong(columns, classes);
  const labels = await zoo.testLabels();
  const share = known && labels.filter((label, image) => label === known(image)).length / labels.length;
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
  const named = (name: string) => (TAKEN.has(name) ? `${name} (${path})` : name);
  return columns.map((column) => ({ ...column, name: named(column.name) }));
}

/** The class of each image by an attribute that is called so; null where there is none. */
function classesAmong(columns: Attribute[], classes: string[]): ((image: number) => number) | null {
  for (const column of columns) {
    if (!CLASSES.test(column.name) || !('codes' in column)) continue;
    const classOf = column.categories.map((text) => {
      const found = classes.findIndex((name) => name.toLowerCase() === text.toLowerCase());
      return found >= 0 || !/^\d{1,5}$/.test(text) ? found : Number(text);
    });
    if (classOf.every((label) => label >= 0)) return (image) => classOf[column.codes[image]];
  }
  return null;
}
