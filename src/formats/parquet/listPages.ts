/**
 * Reads a column of lists, a page or a few at a time: the levels here, the values between them through
 * hyparquet as a column without lists.
 */
import type { ColumnMetaData, FileMetaData, ParquetParsers } from 'hyparquet';
import { MOST_LIST_VALUES } from '../limits';
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

/** A column chunk of lists of a row group. */
export type ListChunk = {
  name: string;
  /** The chunk, from byte `start` of the file. */
  content: Uint8Array;
  start: number;
  codec: ColumnMetaData['codec'];
  rows: number;
  /** Places of lists, and of rows whose list is empty or absent. */
  values: number;
  leaf: Leaf;
};

/**
 * So many values are decoded at once: memory does not grow with the file, and no page is so small that the
 * dictionary is decoded for it alone.
 */
const AT_ONCE = 1 << 20;
/** No list is longer. */
const LONGEST_LIST = 65_534;

type Placed = { repetition: Uint8Array; definition: Uint8Array };

/**
 * The lists of a column chunk, some rows at a time and in order; a list that is absent is empty. Throws what
 * is wrong, where; an empty place in a list is told as its row, `firstRow` being the chunk's first.
 */
export async function* listsOf(
  { name, content, start, codec, rows, values, leaf }: ListChunk,
  codecs: PageCodecs,
  budget: PageBudget,
  parsers: Partial<ParquetParsers>,
  firstRow: number,
): AsyncGenerator<ArrayLike<unknown>[]> {
  if (leaf.repetition !== 1) throw new Error('lists within lists');
  if (!(values >= rows && values <= MOST_LIST_VALUES)) {
    throw new Error(`${values} places in the lists of ${rows} rows`);
  }
  const lists = listBuilder(leaf, firstRow);
  let dictionary: CheckedPage | null = null;
  let pages: CheckedPage[] = [];
  let waiting = 0;
  let done = 0;
  const flush = async () => {
    const decoded = await decode(name, leaf, dictionary, pages, codec, codecs, parsers);
    const levels = pages.map((page) => levelsOf(page, leaf));
    pages = [];
    waiting = 0;
    return lists.add(decoded, levels);
  };
  for (const page of checkedPages(content, start, codec, values, leaf, codecs, budget)) {
    if (page.header.kind === 'dictionary') {
      dictionary = page;
      continue;
    }
    pages.push(page);
    waiting += page.header.count;
    if (waiting < AT_ONCE) continue;
    const some = await flush();
    done += some.length;
    yield some;
  }
  const rest = [...(pages.length > 0 ? await flush() : []), ...lists.last()];
  done += rest.length;
  if (done !== rows) throw new Error(`lists of ${done} rows where there are ${rows}`);
  if (rest.length > 0) yield rest;
}

/** The levels of a page; those of a column whose values are always there are not written. */
function levelsOf({ header: { count }, repetition, definition, there }: CheckedPage, leaf: Leaf): Placed {
  const levels = {
    repetition: readLevels(repetition, levelWidth(leaf.repetition), count),
    definition: readLevels(definition, levelWidth(leaf.definition), count),
  };
  let found = 0;
  for (const level of levels.definition) if (level === leaf.definition) found++;
  if (found !== there) throw new Error(`${there} values where the levels say ${found}`);
  return levels;
}

/** Puts values into lists by their levels; the last list of what was added may go on in what comes next. */
function listBuilder({ definition: there, place }: Leaf, firstRow: number) {
  let open: unknown[] | null = null;
  let row = firstRow - 1;
  return {
    add(values: ArrayLike<unknown>, pages: Placed[]): ArrayLike<unknown>[] {
      const lists: ArrayLike<unknown>[] = [];
      let from = 0;
      let at = 0;
      const close = () => {
        if (open)
          lists.push(open.length > 0 ? [...open, ...slice(values, from, at)] : slice(values, from, at));
        from = at;
        open = [];
      };
      for (const { repetition, definition } of pages) {
        for (let i = 0; i < repetition.length; i++) {
          if (repetition[i] === 0) {
            close();
            row++;
          } else if (!open) throw new Error('a first list that goes on before it began');
          if (definition[i] === there) at++;
          else if (definition[i] >= place) throw new Error(`an empty place in the list of row ${row}`);
          if (at - from + (open?.length ?? 0) > LONGEST_LIST) {
            throw new Error(`a list of more than ${LONGEST_LIST} values in row ${row}`);
          }
        }
      }
      if (open) open = [...(open as unknown[]), ...slice(values, from, at)];
      return lists;
    },
    last: (): ArrayLike<unknown>[] => (open ? [open] : []),
  };
}

function slice(values: ArrayLike<unknown>, from: number, to: number): ArrayLike<unknown> & Iterable<unknown> {
  return Array.isArray(values)
    ? values.slice(from, to)
    : (values as unknown as Float64Array).subarray(from, to);
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
  if (values.length !== count) throw new Error(`${values.length} values in lists that have ${count}`);
  return values;
}
