import type { ColumnMetaData, FileMetaData, PageHeader } from 'hyparquet';
import { inflationLimit } from '../bytes/gzip';

type HeaderReader = typeof import('hyparquet/src/column.js')['parquetHeader'];

/** Inflates a page to the length that it claims, or throws. */
export type InflatePage = (input: Uint8Array, length: number) => Uint8Array;
/** Decompressors by codec that check what a page claims. */
export type PageCodecs = Partial<Record<string, InflatePage>>;

/** No page of a Parquet file inflates past this, */
export const LARGEST_PAGE = 1 << 29;
/** nor all pages of a table together. */
const LARGEST_TABLE = 1 << 30;

/** How many bytes the pages that are still to be checked may inflate to. */
export type PageBudget = { left: number };

/** Writers may pad the last run of a page; more than this beyond its values is a false claim. */
const MOST_PADDING = 1 << 16;

/**
 * Walks the pages of the (flat) columns to be read before any is decoded. hyparquet allocates and loops as the headers of
 * pages and of runs say, so a false count of a few bytes would hang it or fill the memory. Throws what is wrong, where.
 */
export function checkPages(
  metadata: FileMetaData,
  bytes: Uint8Array,
  columns: string[],
  readHeader: HeaderReader,
  codecs: PageCodecs,
): void {
  const budget = { left: inflationLimit(bytes.length, LARGEST_TABLE) };
  for (const { num_rows: rows, columns: chunks } of metadata.row_groups) {
    for (const { meta_data: chunk } of chunks) {
      if (!chunk) throw new Error('a column chunk without metadata');
      if (!columns.includes(chunk.path_in_schema[0])) continue;
      const { start, end } = chunkRange(chunk, bytes.length);
      const content = bytes.subarray(start, end);
      checkChunk(content, start, chunk, Number(rows), levelBits(metadata, chunk), readHeader, codecs, budget);
    }
  }
}

/** Where a column chunk lies in a file of `size` bytes. */
export function chunkRange(chunk: ColumnMetaData, size: number): { start: number; end: number } {
  const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
  const length = Number(chunk.total_compressed_size);
  if (!(start >= 0 && length >= 0 && start + length <= size)) {
    throw new Error(`a column chunk from byte ${start} to ${start + length} of ${size}`);
  }
  return { start, end: start + length };
}

/** Bits of a definition level: how many fields on the way to a column's values may be absent, itself included. Lists are refused. */
export function levelBits({ schema }: FileMetaData, { path_in_schema: path }: ColumnMetaData): number {
  let index = 0;
  let optional = 0;
  for (const name of path) {
    let child = index + 1;
    let left = schema[index].num_children ?? 0;
    while (left > 0 && schema[child] && schema[child].name !== name) {
      child = afterSubtree(schema, child);
      left--;
    }
    if (left === 0 || !schema[child]) throw new Error('a column that the schema lacks');
    index = child;
    if (schema[index].repetition_type === 'REPEATED') throw new Error('a column of lists');
    if (schema[index].repetition_type !== 'REQUIRED') optional++;
  }
  return 32 - Math.clz32(optional);
}

function afterSubtree(schema: FileMetaData['schema'], index: number): number {
  let next = index;
  for (let open = 1; open > 0 && next < schema.length; open--) open += schema[next++].num_children ?? 0;
  return next;
}

/** Walks the pages of one column chunk, `content` from byte `start` of the file. */
export function checkChunk(
  content: Uint8Array,
  start: number,
  chunk: ColumnMetaData,
  rows: number,
  levels: number,
  readHeader: HeaderReader,
  codecs: PageCodecs,
  budget: PageBudget,
): void {
  const length = content.length;
  const reader = { view: new DataView(content.buffer, content.byteOffset, length), offset: 0 };
  let values = 0;
  while (values < rows && reader.offset < length - 1) {
    const at = start + reader.offset;
    const page = readHeader(reader);
    const { type, compressed_page_size: stored, uncompressed_page_size: inflated } = page;
    const isDictionary = type === 'DICTIONARY_PAGE';
    const count = valueCount(page);
    const fits =
      stored >= 0 &&
      reader.offset + stored <= length &&
      inflated >= 0 &&
      inflated <= LARGEST_PAGE &&
      (isDictionary ? count >= 0 && count <= 8 * inflated : count > 0 && count <= rows - values);
    if (!fits) throw new Error(`a page at byte ${at} that claims ${count} values in ${stored} bytes`);
    budget.left -= inflated;
    if (budget.left < 0)
      throw new Error(`pages up to byte ${at} that claim to hold far more than the file can`);
    if (!isDictionary) {
      const body = content.subarray(reader.offset, reader.offset + stored);
      try {
        checkRuns(page, body, chunk, levels, codecs);
      } catch (error) {
        throw new Error(`a page at byte ${at} with ${(error as Error).message}`);
      }
      values += count;
    }
    reader.offset += stored;
  }
  if (values !== rows)
    throw new Error(`${values} values for ${rows} rows in a column chunk at byte ${start}`);
}

function valueCount(page: PageHeader): number {
  switch (page.type) {
    case 'DATA_PAGE':
      return page.data_page_header?.num_values ?? -1;
    case 'DATA_PAGE_V2':
      return page.data_page_header_v2?.num_values ?? -1;
    case 'DICTIONARY_PAGE':
      return page.dictionary_page_header?.num_values ?? -1;
    default:
      return -1;
  }
}

/** Checks the runs of a data page: which values are there (definition levels), and indices into the dictionary. */
function checkRuns(
  page: PageHeader,
  content: Uint8Array,
  { codec, type }: ColumnMetaData,
  levelWidth: number,
  codecs: PageCodecs,
): void {
  const inflate = (input: Uint8Array, length: number) => codecs[codec]?.(input, length) ?? input;
  const count = valueCount(page);
  const second = page.data_page_header_v2;
  let values: Uint8Array;
  let at = 0;
  if (page.type === 'DATA_PAGE_V2' && second) {
    const {
      num_rows,
      num_nulls,
      repetition_levels_byte_length: repetition,
      definition_levels_byte_length: levels,
    } = second;
    if (
      num_rows !== count ||
      !(num_nulls >= 0 && num_nulls <= count) ||
      repetition !== 0 ||
      !(levels >= 0 && levels <= content.length)
    ) {
      throw new Error(`false counts of rows, nulls or levels (${num_rows}, ${num_nulls}, ${levels})`);
    }
    if (levelWidth > 0) walkRuns(content.subarray(0, levels), 0, levelWidth, count);
    const rest = content.subarray(levels);
    values = second.is_compressed === false ? rest : inflate(rest, page.uncompressed_page_size - levels);
  } else {
    values = inflate(content, page.uncompressed_page_size);
    if (levelWidth > 0) {
      walkRuns(values, 4, levelWidth, count);
      at = 4 + lengthAt(values, 0);
    }
  }
  const encoding = second?.encoding ?? page.data_page_header?.encoding;
  // Each value of this encoding names how many bytes of its own it needs, whatever the file holds.
  if (encoding === 'DELTA_BYTE_ARRAY')
    throw new Error('the encoding DELTA_BYTE_ARRAY, which is not supported');
  if (encoding !== 'RLE' && encoding !== 'RLE_DICTIONARY' && encoding !== 'PLAIN_DICTIONARY') return;
  if (type === 'BOOLEAN') walkRuns(values, at + 4, 1, count);
  else if (at < values.length && values[at] > 0) walkRuns(values, at + 1, values[at], count);
}

function lengthAt(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) throw new Error('levels that break off');
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
}

/** Walks runs of the run-length and bit-packing hybrid; one may not claim many more values than are left. */
function walkRuns(bytes: Uint8Array, from: number, width: number, count: number): void {
  if (width > 32) throw new Error(`values of ${width} bits`);
  let at = from;
  let seen = 0;
  while (seen < count && at < bytes.length) {
    let header = 0;
    let factor = 1;
    let byte: number;
    do {
      byte = bytes[at++];
      header += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte & 0x80 && at < bytes.length);
    const packed = header % 2 === 1;
    const run = packed ? 8 * Math.floor(header / 2) : header / 2;
    if (run > count - seen + MOST_PADDING)
      throw new Error(`a run of ${run} values where ${count - seen} are left`);
    at += packed ? (run / 8) * width : Math.ceil(width / 8);
    seen += run;
  }
}
