/** Decodes the pages of a column chunk that were checked: their values through hyparquet, levels aside. */
import type { ColumnMetaData, FileMetaData, ParquetParsers } from 'hyparquet';
import { Encodings } from 'hyparquet/src/constants.js';
import { bytesIndex } from '../bytes/bytesIndex';
import { joinChunks } from '../bytes/joinChunks';
import { type Coded, isCoded } from '../columnReader';
import {
  type CheckedPage,
  checkedPages,
  type Leaf,
  levelWidth,
  type PageBudget,
  type PageCodecs,
} from './parquetPages';
import { lengthAt, readIndices, readLevels } from './runs';
import { plainPage } from './writePage';

/** A column chunk of a row group. */
export type Chunk = {
  name: string;
  /** The chunk, from byte `start` of the file. */
  content: Uint8Array;
  start: number;
  codec: ColumnMetaData['codec'];
  rows: number;
  /** Places of values; of lists also one for each row whose list is empty or absent. */
  values: number;
  leaf: Leaf;
};

/**
 * Texts of a column that stand without a dictionary, each once and as they come first; their values follow
 * one that is null, of what is absent.
 */
type KnownTexts = { index: ReturnType<typeof bytesIndex>; values: unknown[] };

/** None yet. */
export function knownTexts(): KnownTexts {
  return { index: bytesIndex(), values: [null] };
}

/** What chunks are read with; `texts` are known of the column's chunks before. */
export type Decoding = {
  codecs: PageCodecs;
  budget: PageBudget;
  parsers: Partial<ParquetParsers>;
  texts: KnownTexts;
};

/**
 * So many values are decoded at once: memory does not grow with the file, and no page is so small that the
 * dictionary is decoded for it alone.
 */
const AT_ONCE = 1 << 20;
/** Of a column with more texts than these, known ones are forgotten now and then. */
const MOST_KNOWN = 1 << 20;

/** Encodings of which the first values can be decoded without the others. */
const ONE_BY_ONE: unknown[] = ['PLAIN', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY'];

const PLAIN = Encodings.indexOf('PLAIN');
/** How many bytes a value takes where all of a type take as many. */
const WIDTHS: Partial<Record<string, number>> = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8 };
/** Pages in which values stand as places in a dictionary. */
const IN_DICTIONARY: unknown[] = ['PLAIN_DICTIONARY', 'RLE_DICTIONARY'];

/** Some pages of a chunk, and the values that are there in all of them. */
type Decoded = { pages: CheckedPage[]; values: ArrayLike<unknown> | Coded };

/**
 * The pages of a chunk, a few at a time and in order, with the values that are there in all of them; where
 * `most` are wanted, these at least. Values are told by a dictionary where the file has one, and texts by one
 * that is made here. Throws what is wrong, where.
 */
export async function* decodedPages(
  { name, content, start, codec, values, leaf }: Chunk,
  { codecs, budget, parsers, texts }: Decoding,
  most = AT_ONCE,
): AsyncGenerator<Decoded> {
  let dictionary: ArrayLike<unknown> | null = null;
  let pages: CheckedPage[] = [];
  let waiting = 0;
  const valuesOf = async (some: CheckedPage[]) =>
    dictionary !== null && refersToDictionary(some[0])
      ? { dictionary, indices: indicesOf(some, dictionary.length) }
      : plainValues(name, leaf, some, parsers, texts);
  for (const page of checkedPages(content, start, codec, values, leaf, codecs, budget)) {
    const { header } = page;
    if (header.kind === 'dictionary') {
      const inflated = codecs[codec]?.(page.values, header.inflated) ?? page.values;
      const plain = { ...page, header: { ...header, encoding: PLAIN }, values: inflated };
      dictionary = await decode(name, leaf, [plain], parsers);
      continue;
    }
    if (pages.length > 0 && refersToDictionary(page) !== refersToDictionary(pages[0])) {
      yield { pages, values: await valuesOf(pages) };
      pages = [];
    }
    pages.push(page);
    waiting += header.count;
    if (waiting < Math.min(AT_ONCE, most)) continue;
    yield { pages, values: await valuesOf(most < AT_ONCE ? firstOf(pages, most) : pages) };
    pages = [];
    waiting = 0;
  }
  if (pages.length > 0) yield { pages, values: await valuesOf(pages) };
}

function refersToDictionary({ header }: CheckedPage): boolean {
  return IN_DICTIONARY.includes(Encodings[header.encoding]);
}

/** The places in a dictionary of `size` values that pages give. */
function indicesOf(pages: CheckedPage[], size: number): Uint32Array {
  const all = new Uint32Array(pages.reduce((sum, { there }) => sum + there, 0));
  let at = 0;
  for (const { there, values } of pages) {
    all.set(readIndices(values, there), at);
    at += there;
  }
  // By its places: going through millions by an iterator takes as long as decoding them.
  for (let i = 0; i < all.length; i++) {
    if (all[i] >= size) throw new Error(`place ${all[i]} in a dictionary of ${size} values`);
  }
  return all;
}

/** Values of pages without a dictionary; texts that come again are decoded once. */
async function plainValues(
  name: string,
  leaf: Leaf,
  pages: CheckedPage[],
  parsers: Partial<ParquetParsers>,
  texts: KnownTexts,
): Promise<ArrayLike<unknown> | Coded> {
  const { type = '' } = leaf.element;
  if (pages.some(({ header }) => Encodings[header.encoding] !== 'PLAIN')) {
    return decode(name, leaf, pages, parsers);
  }
  if (type === 'BYTE_ARRAY') {
    if (texts.values.length > MOST_KNOWN) Object.assign(texts, knownTexts());
    const { index, values } = texts;
    const known = index.keys.length;
    const indices = indicesAmong(index, pages);
    const distinct = { ...pages[0], there: index.keys.length - known, values: index.own(known) };
    const fresh = await decode(name, leaf, [distinct], parsers);
    for (let i = 0; i < fresh.length; i++) values.push(fresh[i]);
    return { dictionary: values, indices };
  }
  const width = WIDTHS[type];
  return decode(name, leaf, width === undefined ? pages : [onePage(pages, width)], parsers);
}

/** Pages of values of `width` bytes as one: of one page comes one typed array, of several a list of numbers. */
function onePage(pages: CheckedPage[], width: number): CheckedPage {
  return {
    ...pages[0],
    there: pages.reduce((sum, { there }) => sum + there, 0),
    values: joined(pages.map(({ there, values }) => values.subarray(0, there * width))),
  };
}

/** Places of the texts of pages, each behind its length, from 1 on; those that come first are added. */
function indicesAmong(known: KnownTexts['index'], pages: CheckedPage[]): Uint32Array {
  const indices = new Uint32Array(pages.reduce((sum, { there }) => sum + there, 0));
  let row = 0;
  for (const { there, values } of pages) {
    for (let i = 0, at = 0; i < there; i++) {
      const end = at + 4 + lengthAt(values, at);
      let code = known.find(values, at, end);
      if (code < 0) {
        code = known.keys.length;
        known.add(values, at, end);
      }
      indices[row++] = code + 1;
      at = end;
    }
  }
  return indices;
}

/** Pages of which the last says that it holds no more values than are wanted, where it can be cut there. */
function firstOf(pages: CheckedPage[], most: number): CheckedPage[] {
  const last = pages.at(-1)!;
  const before = pages.slice(0, -1);
  const left = before.reduce((rest, { there }) => rest - there, most);
  const canCut = ONE_BY_ONE.includes(Encodings[last.header.encoding]);
  return canCut ? [...before, { ...last, there: Math.min(last.there, left) }] : pages;
}

/** The levels of definition of a page; throws where they say otherwise how many values are there. */
export function definitionLevels(
  { header: { count }, definition, there }: CheckedPage,
  { definition: most }: Leaf,
): Uint8Array {
  const levels = readLevels(definition, levelWidth(most), count);
  let found = 0;
  for (const level of levels) if (level === most) found++;
  if (found !== there) throw new Error(`${there} values where the levels say ${found}`);
  return levels;
}

/**
 * The values of a chunk without lists, some rows at a time and in order; null where one is absent. Only the
 * first `most` are sure to be there.
 */
export async function* flatValues(
  chunk: Chunk,
  decoding: Decoding,
  most: number,
): AsyncGenerator<ArrayLike<unknown> | Coded> {
  const { leaf } = chunk;
  if (leaf.repetition > 0) throw new Error('a column of lists');
  // What is absent stands in a dictionary as well; made once, however many pages refer to it.
  const extended = new WeakMap<ArrayLike<unknown>, ArrayLike<unknown>>();
  for await (const { pages, values } of decodedPages(chunk, decoding, most)) {
    if (pages.every(({ there, header }) => there === header.count)) yield values;
    else if (!isCoded(values)) yield spread(pages, values, null, leaf);
    else {
      const { dictionary, indices } = values;
      const isOwn = dictionary === decoding.texts.values;
      const all = isOwn ? dictionary : (extended.get(dictionary) ?? [...Array.from(dictionary), null]);
      extended.set(dictionary, all);
      const absent = isOwn ? 0 : dictionary.length;
      yield { dictionary: all, indices: Uint32Array.from(spread(pages, indices, absent, leaf)) };
    }
  }
}

/** The values of all places of pages, with `absent` where there is none. */
function spread<T>(pages: CheckedPage[], values: ArrayLike<T>, absent: T, leaf: Leaf): T[] {
  const cells: T[] = [];
  let at = 0;
  for (const page of pages) {
    for (const level of definitionLevels(page, leaf)) {
      cells.push(level === leaf.definition ? values[at++] : absent);
    }
  }
  return cells;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joinChunks(
    chunks,
    chunks.reduce((sum, { length }) => sum + length, 0),
  );
}

/** The values of pages that need no dictionary, as of a column in which each stands by itself. */
async function decode(
  name: string,
  { element }: Leaf,
  pages: CheckedPage[],
  parsers: Partial<ParquetParsers>,
): Promise<ArrayLike<unknown>> {
  const count = pages.reduce((sum, { there }) => sum + there, 0);
  if (count === 0) return [];
  const parts = pages
    .filter(({ there }) => there > 0)
    .map(({ header, there, values }) => plainPage(there, header.encoding, values));
  const bytes = parts.length === 1 ? parts[0] : joined(parts);
  const metadata: FileMetaData = {
    version: 1,
    schema: [
      { name: 'schema', num_children: 1, repetition_type: 'REQUIRED' },
      { ...element, name, num_children: undefined, repetition_type: 'REQUIRED' },
    ],
    num_rows: BigInt(count),
    row_groups: [
      {
        columns: [
          {
            file_offset: 0n,
            meta_data: {
              type: element.type ?? 'BYTE_ARRAY',
              encodings: [],
              path_in_schema: [name],
              codec: 'UNCOMPRESSED',
              num_values: BigInt(count),
              total_uncompressed_size: BigInt(bytes.length),
              total_compressed_size: BigInt(bytes.length),
              data_page_offset: 0n,
            },
          },
        ],
        num_rows: BigInt(count),
        total_byte_size: BigInt(bytes.length),
      },
    ],
    metadata_length: 0,
  };
  const { parquetScan } = await import('hyparquet');
  const file = {
    byteLength: bytes.length,
    slice: (from: number, to?: number) => bytes.slice(from, to).buffer,
  };
  const scan = await parquetScan({ file, metadata, columns: [name], parsers, useOffsetIndex: false });
  const values = await scan.readColumn({ column: name, rowStart: 0, rowEnd: count });
  if (values.length !== count) throw new Error(`${values.length} values where there are ${count}`);
  return values;
}
