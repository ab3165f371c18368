/** Decodes the pages of a column chunk that were checked: their values through hyparquet, levels aside. */
import type { ColumnMetaData, FileMetaData, ParquetParsers } from 'hyparquet';
import { Encodings } from 'hyparquet/src/constants.js';
import {
  type CheckedPage,
  checkedPages,
  type Leaf,
  levelWidth,
  type PageBudget,
  type PageCodecs,
} from './parquetPages';
import { readLevels } from './runs';
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

/** What chunks are read with. */
export type Decoding = { codecs: PageCodecs; budget: PageBudget; parsers: Partial<ParquetParsers> };

/**
 * So many values are decoded at once: memory does not grow with the file, and no page is so small that the
 * dictionary is decoded for it alone.
 */
const AT_ONCE = 1 << 20;

/** Encodings of which the first values can be decoded without the others. */
const ONE_BY_ONE: unknown[] = ['PLAIN', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY'];

/**
 * The pages of a chunk, a few at a time and in order, with the values that are there in all of them; where
 * `most` are wanted, these at least. Throws what is wrong, where.
 */
export async function* decodedPages(
  { name, content, start, codec, values, leaf }: Chunk,
  { codecs, budget, parsers }: Decoding,
  most = AT_ONCE,
): AsyncGenerator<{ pages: CheckedPage[]; values: ArrayLike<unknown> }> {
  let dictionary: CheckedPage | null = null;
  let pages: CheckedPage[] = [];
  let waiting = 0;
  for (const page of checkedPages(content, start, codec, values, leaf, codecs, budget)) {
    if (page.header.kind === 'dictionary') {
      dictionary = page;
      continue;
    }
    pages.push(page);
    waiting += page.header.count;
    if (waiting < Math.min(AT_ONCE, most)) continue;
    const wanted = most < AT_ONCE ? firstOf(pages, most) : pages;
    yield { pages, values: await decode(name, leaf, dictionary, wanted, codec, codecs, parsers) };
    pages = [];
    waiting = 0;
  }
  if (pages.length === 0) return;
  yield { pages, values: await decode(name, leaf, dictionary, pages, codec, codecs, parsers) };
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
): AsyncGenerator<ArrayLike<unknown>> {
  const { leaf } = chunk;
  if (leaf.repetition > 0) throw new Error('a column of lists');
  for await (const { pages, values } of decodedPages(chunk, decoding, most)) {
    yield pages.every(({ there, header }) => there === header.count) ? values : spread(pages, values, leaf);
  }
}

function spread(pages: CheckedPage[], values: ArrayLike<unknown>, leaf: Leaf): unknown[] {
  const cells: unknown[] = [];
  let at = 0;
  for (const page of pages) {
    for (const level of definitionLevels(page, leaf)) {
      cells.push(level === leaf.definition ? values[at++] : null);
    }
  }
  return cells;
}

/** The values of pages, as of a column in which each stands by itself. */
async function decode(
  name: string,
  { element }: Leaf,
  dictionary: CheckedPage | null,
  pages: CheckedPage[],
  codec: ColumnMetaData['codec'],
  codecs: PageCodecs,
  parsers: Partial<ParquetParsers>,
): Promise<ArrayLike<unknown>> {
  const count = pages.reduce((sum, { there }) => sum + there, 0);
  if (count === 0) return [];
  const parts = pages
    .filter(({ there }) => there > 0)
    .map(({ header, there, values }) => plainPage('data', there, header.encoding, values));
  if (dictionary) {
    const { header, there, values } = dictionary;
    const inflated = codecs[codec]?.(values, header.inflated) ?? values;
    parts.unshift(plainPage('dictionary', there, header.encoding, inflated));
  }
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
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
              // Where the chunk begins, be it with a dictionary.
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
