/** What people said of each image, in a reader's own file. */
import { isNpy, readNpy } from '../arrays/npy';
import { inflate } from '../bytes/gzip';
import { named } from '../check';
import type { ColumnReader } from '../columnReader';
import { fileKind } from '../kinds/formats';
import { LARGEST_TABLE } from '../limits';
import { type Categories, categoryReader } from '../tables/columns';
import { scanTable } from '../tables/scanTable';

/**
 * Votes of people, [rows, classes]. Of an array the rows stand in an order that the file does not say. Of a
 * table they are the images asked for. It names them by `image_id`, or by their places in the `published`
 * file.
 */
export type VoteRows = { votes: Float64Array; by: 'row' | 'image_id' | 'published' };

const IMAGE = /^(image_?id|cifar10_test_test_idx|image)$/i;
/** A number in the test file of CIFAR-10 as published: so CIFAR-10H calls its images. */
const PUBLISHED = /^cifar10_test_test_idx$/i;
const CHOSEN = /^(chosen_label|vote|answer|chosen)$/i;

/**
 * Reads votes for each of `imageIds`. They are an npy array [`rows`, classes] of counts or shares, as
 * CIFAR-10H has them. Or they are a CSV or Parquet table with image_id and a column a class, by its name or
 * its number, or with image_id and chosen_label, a row a vote. Throws one sentence on anything else.
 */
export async function readHumanVotes(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  imageIds: readonly (number | string)[],
  classes: readonly string[],
  rows = imageIds.length,
): Promise<VoteRows> {
  const content = await inflate(bytes, LARGEST_TABLE, file);
  if (isNpy(content)) return { votes: fromNpy(content, file, rows, classes.length), by: 'row' };
  if (fileKind(content) === 'zip') {
    throw new Error(
      `${file}: expected votes as npy, CSV or Parquet, got npz or another zip; save its one array of ` +
        'votes: numpy.save("votes.npy", array).',
    );
  }
  return fromTable(bytes, file, imageIds, classes);
}

function fromNpy(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  images: number,
  classes: number,
): Float64Array {
  const array = readNpy(bytes, file);
  const { shape } = array;
  if (array.kind !== 'numbers' || shape.length !== 2 || shape[0] !== images || shape[1] !== classes) {
    throw new Error(
      `${file}: expected numbers [${images}, ${classes}], people's votes for each class on each ` +
        `image, got ${array.kind} [${shape.join(', ')}].`,
    );
  }
  const votes = Float64Array.from(array.values);
  const wrong = votes.findIndex((value) => !(value >= 0 && value < Infinity));
  if (wrong >= 0) {
    throw new Error(
      `${file}: expected votes of 0 and more, got ${votes[wrong]} in row ` +
        `${Math.floor(wrong / classes)}, column ${wrong % classes}.`,
    );
  }
  return votes;
}

async function fromTable(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  imageIds: readonly (number | string)[],
  classes: readonly string[],
): Promise<VoteRows> {
  const kept: { name: string; reader: ColumnReader<Categories> }[] = [];
  let there: string[] = [];
  await scanTable(bytes, file, (header) => {
    there = header;
    return header.map((name) => {
      const isWanted = IMAGE.test(name) || CHOSEN.test(name) || classOf(name, classes) >= 0;
      if (!isWanted) return null;
      const reader = categoryReader(file, name);
      kept.push({ name, reader });
      return reader;
    });
  });
  const columns = kept.map(({ name, reader }) => ({ name, ...reader.finish() }));
  const ids = columns.find(({ name }) => IMAGE.test(name));
  const chosen = columns.find(({ name }) => CHOSEN.test(name));
  const wide = columns.filter((column) => column !== ids && classOf(column.name, classes) >= 0);
  if (!ids || (wide.length !== classes.length && !chosen)) {
    throw new Error(
      `${file}: expected image_id and a column for each of the ${classes.length} classes ` +
        `(${classes[0] === '0' ? '' : `${named(classes[0])} or `}0 first), or image_id and chosen_label, ` +
        `got ${there.slice(0, 12).map(named).join(', ')}${
          classes[0] === '0' ? '; classes are numbers here: call columns so, or name the classes' : ''
        }.`,
    );
  }
  const placeOf = new Map(imageIds.map((id, place) => [String(id), place]));
  const votes = new Float64Array(imageIds.length * classes.length);
  ids.codes.forEach((code, row) => {
    const place = placeOf.get(ids.values[code]);
    // Rows of other images, such as training ones or checks of attention, are passed over.
    if (place === undefined) return;
    if (wide.length === classes.length) {
      for (const { name, values, codes } of wide) {
        const value = Number(values[codes[row]]);
        if (!(value >= 0 && value < Infinity)) {
          throw new Error(
            `${file}: expected votes of 0 and more in column ${named(name)}, got ` +
              `${named(values[codes[row]])} in row ${row + 1}.`,
          );
        }
        votes[place * classes.length + classOf(name, classes)] += value;
      }
      return;
    }
    const label = classOf(chosen!.values[chosen!.codes[row]], classes);
    if (label < 0) {
      throw new Error(
        `${file}: expected a class in column ${named(chosen!.name)}, got ` +
          `${named(chosen!.values[chosen!.codes[row]])} in row ${row + 1}.`,
      );
    }
    votes[place * classes.length + label]++;
  });
  if (votes.every((value) => value === 0)) {
    throw new Error(`${file}: expected votes on the images here, ${named(imageIds[0])} first, got none.`);
  }
  return { votes, by: PUBLISHED.test(ids.name) ? 'published' : 'image_id' };
}

/** The class that a name or a number is; -1 for none. */
function classOf(text: string, classes: readonly string[]): number {
  const found = classes.findIndex((name) => name.toLowerCase() === text.toLowerCase());
  if (found >= 0) return found;
  return /^\d{1,5}$/.test(text) && Number(text) < classes.length ? Number(text) : -1;
}
