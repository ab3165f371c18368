import { named } from '../check';
import type { Categories } from '../tables/columns';
import type { LabelTable, LongTable } from '../tables/longTable';
import { printedValue } from './printedValue';
import { byCodeUnit } from './vocabulary';

/** The images of several tables in one order. */
export type ImageOrder = {
  /** Ids as the first table gives them. */
  ids: (number | string)[];
  /** The image of each code of a table's image column. */
  imagesOf(table: LongTable): Uint32Array;
  /** The same of true labels; -1 for an image that no table has. */
  labelledBy(labels: LabelTable): Int32Array;
};

/**
 * Ways in which two files may write one id, each after the ones before it, with what is said where it was
 * needed.
 */
const WAYS: { plain: (id: string) => string; said: string }[] = [
  { plain: (id) => id, said: '' },
  {
    plain: (id) => printedValue(id.trim().normalize('NFC')),
    said: 'without spaces and what Python prints around them, and with composed letters',
  },
  {
    plain: (id) => (/^\d+(\.0*)?$/.test(id) ? id.replace(/\.0*$/, '').replace(/^0+(?=\d)/, '') : id),
    said: 'as numbers, without zeros around them',
  },
  { plain: (id) => lastFolders(id, 2), said: 'with their last two folders alone' },
  { plain: (id) => lastFolders(id, 1), said: 'with their last folder alone' },
  {
    plain: (id) => id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf('\\')) + 1),
    said: 'without their folders',
  },
  { plain: (id) => id.replace(/\.[a-z][a-z0-9]{1,4}$/i, ''), said: 'without the types of their files' },
  { plain: (id) => id.toLowerCase(), said: 'without the types of their files and without capitals' },
];

/** A path with so many folders before its name. */
function lastFolders(id: string, folders: number): string {
  return id
    .split(/[\\/]/)
    .slice(-folders - 1)
    .join('/');
}

function written(id: string, way: number): string {
  let text = id;
  for (let at = 1; at <= way; at++) text = WAYS[at].plain(text);
  return text;
}

/**
 * The order of the images that all tables have: numbers ascending, else text by code unit. Ids may not be the
 * same texts in all files. Then they are compared in the first way of writing them that makes all files name
 * the same images, each once, and `told` is given a sentence about it. A file that has ids is never paired by
 * row: beside one, a table without is refused.
 */
export function imageOrder(tables: LongTable[], told: (sentence: string) => void): ImageOrder {
  checkNumbered(tables, told);
  const [first] = tables;
  const order = idOrder(first.image);
  const way = wayFor(tables.map(({ image }) => image.values));
  if (way > 0) told(`Ids of images were compared ${WAYS[way].said}: so all files name the same ones.`);
  const index = new Map(order.map((id, position) => [written(id, way), position]));
  const ids = order.map((id) => (first.image.numeric && Number.isSafeInteger(Number(id)) ? Number(id) : id));
  return {
    ids,
    imagesOf: ({ file, image }) => exactly(image, index, way, file, first.file),
    labelledBy(labels) {
      const known = labels.image.values;
      const found = WAYS.findIndex((_, at) =>
        coversAll(known, new Set(order.map((id) => written(id, at))), at),
      );
      const own = found < 0 ? way : found;
      if (found > way) told(`${labels.file}: ids of images were compared ${WAYS[found].said}.`);
      const places = new Map(order.map((id, position) => [written(id, own), position]));
      return Int32Array.from(known, (id) => places.get(written(id, own)) ?? -1);
    },
  };
}

function wayFor(all: string[][]): number {
  if (areSame(all) && new Set(all[0]).size === all[0].length) return 0;
  const found = WAYS.findIndex((_, way) => {
    const [first, ...others] = all.map((values) => new Set(values.map((id) => written(id, way))));
    if (first.size !== all[0].length) return false;
    return others.every(
      (ids, at) =>
        ids.size === all[at + 1].length && ids.size === first.size && [...ids].every((id) => first.has(id)),
    );
  });
  return Math.max(found, 0);
}

/** Whether all files name the same images in the same order. */
function areSame([first, ...others]: string[][]): boolean {
  return others.every((ids) => ids.length === first.length && ids.every((id, at) => id === first[at]));
}

function coversAll(known: string[], wanted: Set<string>, way: number): boolean {
  const there = known.map((id) => written(id, way)).filter((id) => wanted.has(id));
  return there.length === wanted.size && new Set(there).size === wanted.size;
}

/**
 * The image of each code of a table's image column; the table must have exactly the images of the first one.
 */
function exactly(
  image: Categories,
  index: Map<string, number>,
  way: number,
  file: string,
  first: string,
): Uint32Array {
  const indices = Uint32Array.from(image.values, (id, code) => {
    const found = index.get(written(id, way));
    if (found === undefined) {
      throw new Error(
        `${file}: expected the same images as in ${first}, got image ${named(id)} (row ` +
          `${image.firstRows[code]}), which that file lacks.`,
      );
    }
    return found;
  });
  if (indices.length < index.size) {
    const here = new Set(image.values.map((id) => written(id, way)));
    const missing = [...index.keys()].find((id) => !here.has(id));
    throw new Error(
      `${file}: expected the same images as in ${first}, got none with image_id ${named(missing ?? '')}.`,
    );
  }
  return indices;
}

/** Refuses rows beside ids; says which files go by row. Positions in arrays are the ids 0, 1, 2 and so on. */
function checkNumbered(tables: LongTable[], told: (sentence: string) => void): void {
  const without = tables.filter(({ isNumbered }) => isNumbered !== undefined);
  if (without.length === 0) return;
  const withIds = tables.find(({ isNumbered }) => isNumbered === undefined);
  // Populations of one file have its rows.
  const own = [...new Set(without.map(({ file }) => file.replace(/ \([^()]*\)$/, '')))];
  const files = own.join(', ');
  if (!withIds) {
    if (own.length === 1) return;
    told(
      `Caution: ${files} ${own.length > 1 ? 'have' : 'has'} no ids of images: images are paired by row, ` +
        'the first with the first, so that every file must list the same images in the same order.',
    );
    return;
  }
  const byRow = without.find(({ isNumbered }) => isNumbered === 'row');
  if (byRow || !arePositions(withIds.image.values)) {
    throw new Error(
      `${(byRow ?? without[0]).file}: expected ids of images, as ${withIds.file} has (such as ` +
        `${named(withIds.image.values[0])}), got none; where one file has ids, images are not ` +
        'paired by row: ' +
        'add a column image_id, or name the one that holds them (--columns image=NAME).',
    );
  }
  told(`${files}: has no ids of images; its first image is taken for image 0 of ${withIds.file}, and so on.`);
}

/** Whether ids are the numbers from 0 on, each once. */
export function arePositions(ids: string[]): boolean {
  const seen = new Set(ids);
  return seen.size === ids.length && ids.every((_, position) => seen.has(`${position}`));
}

/** Ascending ids: shuffled rows give the same images in the same order. */
function idOrder({ values, numeric }: Categories): string[] {
  if (!numeric) return [...values].sort(byCodeUnit);
  return [...values].sort((a, b) => Number(a) - Number(b) || byCodeUnit(a, b));
}

/** By the numbers in it and the text between: k2 before k10. */
function naturally(a: string, b: string): number {
  const [one, other] = [a, b].map((text) => text.split(/(\d+)/));
  for (let part = 0; part < Math.min(one.length, other.length); part++) {
    // Digits stand at every second part.
    const [first, second] = [one[part], other[part]].map((text) =>
      part % 2 ? text.replace(/^0+(?=\d)/, '') : text,
    );
    const longer = part % 2 ? first.length - second.length : 0;
    const order = longer || byCodeUnit(first, second);
    if (order !== 0) return order;
  }
  return one.length - other.length || byCodeUnit(a, b);
}

/** The ids of networks, those with numbers in them in the order of these: draws of networks depend on it. */
export function networkOrder(model: Categories): string[] {
  return model.numeric ? idOrder(model) : [...model.values].sort(naturally);
}
