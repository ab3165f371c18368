import type { Attribute } from '../../model/shard';
import { isNpy, type NpyArray, readNpy } from '../arrays/npy';
import { readNpz } from '../arrays/npz';
import { inflate } from '../bytes/gzip';
import { bytesSource } from '../bytes/source';
import { named } from '../check';
import type { ColumnReader } from '../columnReader';
import { fileKind } from '../kinds/formats';
import { LARGEST_TABLE } from '../limits';
import { type Categories, categoryReader } from '../tables/columns';
import { scanTable } from '../tables/scanTable';

/** Numbers that take no more values than this, all of them whole, are codes of categories. */
const MOST_CODES = 10;

/**
 * Reads attributes of images from Parquet or CSV bytes: a column image_id and one or more others, a row for
 * each of `imageIds`. They are returned in that order; rows of other images are ignored. Or from arrays (npy,
 * npz) of a value an image, whose places are the ids, numbers from 0. These go up to the last of `imageIds`,
 * or of `all` images that there are. A column of numbers is numeric, unless they are ten whole ones or fewer;
 * any other has its values as categories, sorted. Throws one sentence on anything else.
 */
export async function readAttributes(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  imageIds: readonly (number | string)[],
  all?: number,
): Promise<Attribute[]> {
  const content = await inflate(bytes, LARGEST_TABLE, file);
  const kind = fileKind(content);
  if (kind === 'npy' || kind === 'zip')
    return arrayAttributes(await arraysOf(content, file), file, imageIds, all);
  let readers: { name: string; reader: ColumnReader<Categories> }[] = [];
  await scanTable(bytes, file, (header) => {
    checkHeader(header, file);
    readers = header.map((name) => ({ name, reader: categoryReader(file, name) }));
    return readers.map(({ reader }) => reader);
  });
  const columns = readers.map(({ name, reader }) => ({ name, ...reader.finish() }));
  const ids = columns.find(({ name }) => name === 'image_id');
  if (!ids) return [];
  const rows = rowsOf(ids, file, imageIds);
  return columns.filter((column) => column !== ids).map((column) => attributeOf(column, rows));
}

async function arraysOf(content: Uint8Array<ArrayBuffer>, file: string): Promise<Map<string, NpyArray>> {
  if (!isNpy(content)) return readNpz(bytesSource(content, file));
  const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.npy(\.gz)?$/i, '');
  return new Map([[stem, readNpy(content, file)]]);
}

function arrayAttributes(
  arrays: Map<string, NpyArray>,
  file: string,
  imageIds: readonly (number | string)[],
  known?: number,
): Attribute[] {
  const places = imageIds.map(Number);
  const stranger = places.findIndex((place) => !(Number.isInteger(place) && place >= 0));
  if (stranger >= 0) {
    throw new Error(
      `${file}: expected ids of images that are their places in an array, from 0, got ` +
        `${named(String(imageIds[stranger]))}; give CSV or Parquet with image_id.`,
    );
  }
  const least = 1 + places.reduce((most, place) => Math.max(most, place), -1);
  return Array.from(arrays, ([name, array]) => {
    const { shape } = array;
    const values = array.kind === 'numbers' ? Array.from(array.values, String) : array.texts;
    // Other numbers of values are of other images: of which of them these are is not said.
    const fits = values.length === (known ?? least) || values.length === least;
    if (!fits || (shape.length !== 1 && shape[1] !== 1)) {
      const wanted = known === undefined || known === least ? least : `${known} or ${least}`;
      throw new Error(
        `${file}: expected ${wanted} values in ${named(name)}, one for each of the images 0 to ` +
          `${least - 1} ` +
          `that are compared${known === undefined ? '' : `, or of all ${known}`}, got ` +
          `${shape.join(' x ') || 'one'}; give CSV or Parquet with image_id where they are of others.`,
      );
    }
    const all = [...new Set(values)];
    const codeOf = new Map(all.map((value, code) => [value, code]));
    const codes = Uint32Array.from(values, (value) => codeOf.get(value) ?? 0);
    return attributeOf({ name, values: all, codes }, places);
  });
}

function checkHeader(header: string[], file: string): void {
  const shown = header.slice(0, 12).map(named).join(', ');
  if (!header.includes('image_id') || header.length < 2) {
    throw new Error(`${file}: expected a column image_id and one or more attributes, got ${shown}.`);
  }
  const twice = header.find((name, place) => name === '' || header.indexOf(name) !== place);
  if (twice !== undefined) {
    throw new Error(`${file}: expected each column to have a name of its own, got ${shown}.`);
  }
}

/** The row of every image. */
function rowsOf(
  { values, codes }: Categories,
  file: string,
  imageIds: readonly (number | string)[],
): number[] {
  const first = new Int32Array(values.length).fill(-1);
  codes.forEach((code, row) => {
    if (first[code] >= 0) {
      throw new Error(
        `${file}: expected one row an image, got image ${named(values[code])} again in row ${row + 1}.`,
      );
    }
    first[code] = row;
  });
  const codeOf = new Map(values.map((value, code) => [value, code]));
  return imageIds.map((id) => {
    const code = codeOf.get(String(id));
    if (code === undefined) {
      throw new Error(`${file}: expected a row for image ${named(String(id))}, got none.`);
    }
    return first[code];
  });
}

function attributeOf(
  { name, values, codes }: Pick<Categories, 'values' | 'codes'> & { name: string },
  rows: number[],
): Attribute {
  const numbers = values.map((value) => (value.trim() === '' ? Number.NaN : Number(value)));
  const areNumbers = numbers.every(Number.isFinite);
  if (areNumbers && (values.length > MOST_CODES || !numbers.every(Number.isInteger))) {
    return { name, values: Float64Array.from(rows, (row) => numbers[codes[row]]) };
  }
  const order = values.map((_, code) => code);
  order.sort((a, b) => (areNumbers ? numbers[a] - numbers[b] : values[a] < values[b] ? -1 : 1));
  const place = new Map(order.map((code, index) => [code, index]));
  return {
    name,
    categories: order.map((code) => values[code]),
    codes: Uint16Array.from(rows, (row) => place.get(codes[row]) ?? 0),
  };
}
