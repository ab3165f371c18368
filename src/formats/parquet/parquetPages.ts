import type { ColumnMetaData, FileMetaData, SchemaElement } from 'hyparquet';
import { Encodings } from 'hyparquet/src/constants.js';
import { named } from '../check';
import { checkDelta } from './deltaPages';
import { afterSubtree } from './footer';
import { type PageHeader, readPageHeader } from './pageHeader';

/** Inflates a page to the length that it claims, or throws. */
export type InflatePage = (input: Uint8Array, length: number) => Uint8Array;
/** Decompressors by codec that check what a page claims. */
export type PageCodecs = Partial<Record<string, InflatePage>>;

/** No page of a Parquet file inflates past this, */
export const LARGEST_PAGE = 1 << 29;
/** nor all pages of a table together. */
export const LARGEST_TABLE = 1 << 30;

/** Decimals of 38 digits, the most that readers agree on, take 16 bytes. */
const MOST_DECIMAL = 16;

/** How many bytes the pages that are still to be checked may inflate to. */
export type PageBudget = { left: number };

/** Writers may pad the last run of a page; more than this beyond its values is a false claim. */
const MOST_PADDING = 1 << 16;

/** Where a column chunk lies in a file of `size` bytes. */
export function chunkRange(chunk: ColumnMetaData, size: number): { start: number; end: number } {
  const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
  const length = Number(chunk.total_compressed_size);
  if (!(start >= 0 && length >= 0 && start + length <= size)) {
    throw new Error(`a column chunk from byte ${start} to ${start + length} of ${size}`);
  }
  return { start, end: start + length };
}

/** The element of a column's values, and how many fields on the way to them may be absent, itself included. Lists are refused. */
export type Leaf = { element: SchemaElement; optional: number };

/** What the values of a chunk are, by the schema of its file. */
export function leafOf({ schema }: FileMetaData, { path_in_schema: path }: ColumnMetaData): Leaf {
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
  const element = schema[index];
  // Their digits are multiplied out one by one: time would follow the square of what they claim.
  const { converted_type: kind, type, type_length: width = 0 } = element;
  if (
    kind === 'DECIMAL' &&
    (type === 'BYTE_ARRAY' || (type === 'FIXED_LEN_BYTE_ARRAY' && width > MOST_DECIMAL))
  ) {
    throw new Error(
      `decimals of ${type === 'BYTE_ARRAY' ? 'any number of' : width} bytes in column ${named(element.name)}; save them as floats`,
    );
  }
  return { element, optional };
}

/** How many bits a value takes at least where each stands by itself. */
function leastBits({ type, type_length: width = 0 }: SchemaElement): number {
  switch (type) {
    case 'BOOLEAN':
      return 1;
    case 'INT64':
    case 'DOUBLE':
      return 64;
    case 'INT96':
      return 96;
    case 'FIXED_LEN_BYTE_ARRAY':
      return 8 * Math.max(1, width);
    default:
      return 32;
  }
}

/**
 * Walks the pages of one column chunk, `content` from byte `start` of the file, before any is decoded. hyparquet allocates and loops as the headers of
 * pages and of runs say, so a false count of a few bytes would hang it or fill the memory. Throws what is wrong, where.
 */
export function checkChunk(
  content: Uint8Array,
  start: number,
  chunk: ColumnMetaData,
  rows: number,
  leaf: Leaf,
  codecs: PageCodecs,
  budget: PageBudget,
): void {
  const length = content.length;
  let offset = 0;
  let values = 0;
  let hasDictionary = false;
  while (values < rows && offset < length - 1) {
    const at = start + offset;
    const page = readPageHeader(content, offset);
    offset = page.end;
    const { kind, stored, inflated, count } = page;
    const isDictionary = kind === 'dictionary';
    const fits =
      stored >= 0 &&
      offset + stored <= length &&
      inflated >= 0 &&
      inflated <= LARGEST_PAGE &&
      (isDictionary
        ? count >= 0 && count * leastBits(leaf.element) <= 8 * inflated
        : count > 0 && count <= rows - values);
    if (!fits) throw new Error(`a page at byte ${at} that claims ${count} values in ${stored} bytes`);
    budget.left -= inflated;
    if (budget.left < 0)
      throw new Error(`pages up to byte ${at} that claim to hold far more than the file can`);
    if (isDictionary) hasDictionary = true;
    else {
      const body = content.subarray(offset, offset + stored);
      try {
        checkValues(page, body, chunk.codec, leaf, hasDictionary, codecs);
      } catch (error) {
        throw new Error(`a page at byte ${at} with ${(error as Error).message}`);
      }
      values += count;
    }
    offset += stored;
  }
  if (values !== rows)
    throw new Error(`${values} values for ${rows} rows in a column chunk at byte ${start}`);
}

/** Checks a data page: runs of which values are there (definition levels), and that its values fit into it. */
function checkValues(
  page: PageHeader,
  content: Uint8Array,
  codec: ColumnMetaData['codec'],
  { element, optional }: Leaf,
  hasDictionary: boolean,
  codecs: PageCodecs,
): void {
  const inflate = (input: Uint8Array, length: number) => codecs[codec]?.(input, length) ?? input;
  const { count, second } = page;
  const levelWidth = 32 - Math.clz32(optional);
  let values: Uint8Array;
  let at = 0;
  let there = count;
  if (second) {
    const { rows, nulls, repetition, definition } = second;
    const levels = repetition + definition;
    // A writer may give levels of lists to a column that has none: they are passed over.
    const isFalse =
      rows !== count ||
      !(nulls >= 0 && nulls <= count) ||
      !(repetition >= 0 && definition >= 0 && levels <= content.length) ||
      (levelWidth === 0 && definition > 0);
    if (isFalse) throw new Error(`false counts of rows, nulls or levels (${rows}, ${nulls}, ${levels})`);
    if (levelWidth > 0) walkRuns(content.subarray(repetition, levels), 0, levelWidth, count);
    there = count - nulls;
    const rest = content.subarray(levels);
    values = second.packed ? inflate(rest, page.inflated - levels) : rest;
  } else {
    values = inflate(content, page.inflated);
    if (levelWidth > 0) {
      const end = 4 + lengthAt(values, 0);
      there = walkRuns(values.subarray(0, end), 4, levelWidth, count, optional);
      at = end;
    }
  }
  const encoding = Encodings[page.encoding];
  const { type } = element;
  const room = values.length - at;
  switch (encoding) {
    case 'PLAIN':
    case 'BYTE_STREAM_SPLIT':
      if (there * leastBits(element) > 8 * room) throw new Error(`${room} bytes for ${there} values`);
      if (type === 'BYTE_ARRAY') walkTexts(values, at, there);
      return;
    case 'DELTA_BINARY_PACKED':
    case 'DELTA_LENGTH_BYTE_ARRAY':
      checkDelta(values.subarray(at), there);
      return;
    case 'RLE':
    case 'RLE_DICTIONARY':
    case 'PLAIN_DICTIONARY':
      if (type === 'BOOLEAN') walkRuns(values, at + 4, 1, there);
      else if (!hasDictionary) throw new Error('values of a dictionary before there is one');
      else if (room > 0 && values[at] > 0) walkRuns(values, at + 1, values[at], there);
      return;
    default:
      // Each value of DELTA_BYTE_ARRAY names how many bytes of its own it needs, whatever the file holds.
      throw new Error(`the encoding ${encoding ?? page.encoding}, which is not supported`);
  }
}

/** Texts of a page, each behind its length, end within it. */
function walkTexts(bytes: Uint8Array, from: number, count: number): void {
  let at = from;
  for (let i = 0; i < count; i++) {
    at += 4 + lengthAt(bytes, at);
    if (at > bytes.length) throw new Error('a text past its end');
  }
}

function lengthAt(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) throw new Error('lengths or levels that break off');
  return bytes[at] + 256 * (bytes[at + 1] + 256 * (bytes[at + 2] + 256 * bytes[at + 3]));
}

/**
 * Walks runs of the run-length and bit-packing hybrid; one may not claim many more values than are left. Gives the number of values that are
 * `wanted`, where that is asked for.
 */
function walkRuns(bytes: Uint8Array, from: number, width: number, count: number, wanted = -1): number {
  if (width > 32) throw new Error(`values of ${width} bits`);
  let at = from;
  let seen = 0;
  let found = 0;
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
    const used = Math.min(run, count - seen);
    if (wanted < 0) found += used;
    else if (!packed) found += bytes[at] === wanted ? used : 0;
    else for (let i = 0; i < used; i++) found += Number(bitsAt(bytes, at, i * width, width) === wanted);
    at += packed ? (run / 8) * width : Math.ceil(width / 8);
    seen += run;
  }
  return found;
}

/** At most 8 bits, the lowest first, `bit` bits after byte `at`. */
function bitsAt(bytes: Uint8Array, at: number, bit: number, width: number): number {
  const first = at + (bit >> 3);
  const two = (bytes[first] ?? 0) | ((bytes[first + 1] ?? 0) << 8);
  return (two >> (bit & 7)) & ((1 << width) - 1);
}
