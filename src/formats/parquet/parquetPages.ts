import type { ColumnMetaData, FileMetaData, SchemaElement } from 'hyparquet';
import { Encodings } from 'hyparquet/src/constants.js';
import { named } from '../check';
import { LARGEST_PAGE } from '../limits';
import { checkDelta } from './deltaPages';
import { afterSubtree } from './footer';
import { type PageHeader, readPageHeader } from './pageHeader';
import { checkRuns, countLevels, lengthAt } from './runs';

/** Inflates a page to the length that it claims, or throws. */
export type InflatePage = (input: Uint8Array, length: number) => Uint8Array;
/** Decompressors by codec that check what a page claims. */
export type PageCodecs = Partial<Record<string, InflatePage>>;

/** Decimals of 38 digits, the most that readers agree on, take 16 bytes. */
const MOST_DECIMAL = 16;

/** How many bytes the pages that are still to be checked may inflate to. */
export type PageBudget = { left: number };

/** Where a column chunk lies in a file of `size` bytes. */
export function chunkRange(chunk: ColumnMetaData, size: number): { start: number; end: number } {
  const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
  const length = Number(chunk.total_compressed_size);
  if (!(start >= 0 && length >= 0 && start + length <= size)) {
    throw new Error(`a column chunk from byte ${start} to ${start + length} of ${size}`);
  }
  return { start, end: start + length };
}

/** What the values of a chunk are, by the schema of its file. */
export type Leaf = {
  element: SchemaElement;
  /**
   * How many fields on the way to a value may be absent or repeated, itself included: the level of a value
   * that is there.
   */
  definition: number;
  /** How many fields repeat: 1 in a column of lists. */
  repetition: number;
  /** From which level on there is a place in a list. */
  place: number;
};

/** What the values of a chunk are, by the schema of its file. */
export function leafOf({ schema }: FileMetaData, { path_in_schema: path }: ColumnMetaData): Leaf {
  let index = 0;
  let [definition, repetition, place] = [0, 0, 0];
  for (const name of path) {
    let child = index + 1;
    let left = schema[index].num_children ?? 0;
    while (left > 0 && schema[child] && schema[child].name !== name) {
      child = afterSubtree(schema, child);
      left--;
    }
    if (left === 0 || !schema[child]) throw new Error('a column that the schema lacks');
    index = child;
    if (schema[index].repetition_type !== 'REQUIRED') definition++;
    if (schema[index].repetition_type === 'REPEATED') {
      repetition++;
      place = definition;
    }
  }
  const element = schema[index];
  // Their digits are multiplied out one by one: time would follow the square of what they claim.
  const { converted_type: kind, type, type_length: width = 0 } = element;
  if (
    kind === 'DECIMAL' &&
    (type === 'BYTE_ARRAY' || (type === 'FIXED_LEN_BYTE_ARRAY' && width > MOST_DECIMAL))
  ) {
    throw new Error(
      `decimals of ${type === 'BYTE_ARRAY' ? 'any number of' : width} bytes in column ` +
        `${named(element.name)}; save them as floats`,
    );
  }
  return { element, definition, repetition, place };
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

/** A page whose claims were checked: its values as they are encoded, and the runs of levels before them. */
export type CheckedPage = {
  header: PageHeader;
  /** How many values are there: those that are absent have none. */
  there: number;
  values: Uint8Array;
  repetition: Uint8Array;
  definition: Uint8Array;
};

/**
 * Walks the pages of one column chunk of `count` values, `content` from byte `start` of the file, before any
 * is decoded. hyparquet allocates and loops as the headers of pages and of runs say. So a false count of a
 * few bytes would hang it or fill the memory. Throws what is wrong, where.
 */
export function* checkedPages(
  content: Uint8Array,
  start: number,
  codec: ColumnMetaData['codec'],
  count: number,
  leaf: Leaf,
  codecs: PageCodecs,
  budget: PageBudget,
): Generator<CheckedPage> {
  const length = content.length;
  let offset = 0;
  let values = 0;
  let hasDictionary = false;
  while (values < count && offset < length - 1) {
    const at = start + offset;
    const header = readPageHeader(content, offset);
    offset = header.end;
    const { kind, stored, inflated } = header;
    const isDictionary = kind === 'dictionary';
    const fits =
      stored >= 0 &&
      offset + stored <= length &&
      inflated >= 0 &&
      inflated <= LARGEST_PAGE &&
      (isDictionary
        ? header.count >= 0 && header.count * leastBits(leaf.element) <= 8 * inflated
        : header.count > 0 && header.count <= count - values);
    if (isDictionary && hasDictionary) throw new Error(`a second dictionary at byte ${at}`);
    if (!fits) throw new Error(`a page at byte ${at} that claims ${header.count} values in ${stored} bytes`);
    budget.left -= inflated;
    if (budget.left < 0)
      throw new Error(`pages up to byte ${at} that claim to hold far more than the file can`);
    const body = content.subarray(offset, offset + stored);
    if (isDictionary) {
      hasDictionary = true;
      yield { header, there: header.count, values: body, repetition: NONE, definition: NONE };
    } else {
      try {
        const page = pageOf(header, body, codec, leaf, codecs);
        checkValues(page, leaf.element, hasDictionary);
        yield page;
      } catch (error) {
        throw new Error(`a page at byte ${at} with ${(error as Error).message}`);
      }
      values += header.count;
    }
    offset += stored;
  }
  if (values !== count)
    throw new Error(`${values} values for ${count} rows in a column chunk at byte ${start}`);
}

const NONE = new Uint8Array(0);

/** Checks the pages of one column chunk of a flat column (`checkedPages`). Throws what is wrong, where. */
export function checkChunk(
  content: Uint8Array,
  start: number,
  { codec }: ColumnMetaData,
  rows: number,
  leaf: Leaf,
  codecs: PageCodecs,
  budget: PageBudget,
): void {
  if (leaf.repetition > 0) throw new Error('a column of lists');
  for (const _ of checkedPages(content, start, codec, rows, leaf, codecs, budget));
}

/** How many bits the levels of a column take whose highest is `most`. */
export function levelWidth(most: number): number {
  return 32 - Math.clz32(most);
}

/** A data page, inflated and in its parts; runs of levels (which values are there) are checked. */
function pageOf(
  header: PageHeader,
  content: Uint8Array,
  codec: ColumnMetaData['codec'],
  leaf: Leaf,
  codecs: PageCodecs,
): CheckedPage {
  const inflate = (input: Uint8Array, length: number) => codecs[codec]?.(input, length) ?? input;
  const { count, second } = header;
  const width = levelWidth(leaf.definition);
  if (!second) {
    const bytes = inflate(content, header.inflated);
    let at = 0;
    const levels = (most: number) => {
      if (most === 0) return NONE;
      const begin = at + 4;
      at = begin + lengthAt(bytes, at);
      return bytes.subarray(begin, at);
    };
    const repetition = levels(leaf.repetition);
    const definition = levels(leaf.definition);
    if (at > bytes.length) throw new Error('lengths or levels that break off');
    const there = width === 0 ? count : countLevels(definition, 0, width, count, leaf.definition);
    return { header, there, values: bytes.subarray(at), repetition, definition };
  }
  const levels = second.repetition + second.definition;
  // A writer may give levels of lists to a column that has none: they are passed over.
  const isFalse =
    (leaf.repetition === 0 ? second.rows !== count : second.rows > count) ||
    !(second.nulls >= 0 && second.nulls <= count) ||
    !(second.repetition >= 0 && second.definition >= 0 && levels <= content.length) ||
    (width === 0 && second.definition > 0);
  if (isFalse)
    throw new Error(`false counts of rows, nulls or levels (${second.rows}, ${second.nulls}, ${levels})`);
  const definition = content.subarray(second.repetition, levels);
  checkRuns(definition, 0, width, count);
  const rest = content.subarray(levels);
  return {
    header,
    there: count - second.nulls,
    values: second.packed ? inflate(rest, header.inflated - levels) : rest,
    repetition: content.subarray(0, second.repetition),
    definition,
  };
}

/** Checks that the values of a page fit into it. */
function checkValues(
  { header, there, values }: CheckedPage,
  element: SchemaElement,
  hasDictionary: boolean,
): void {
  const encoding = Encodings[header.encoding];
  const { type } = element;
  const room = values.length;
  switch (encoding) {
    case 'PLAIN':
    case 'BYTE_STREAM_SPLIT':
      if (there * leastBits(element) > 8 * room) throw new Error(`${room} bytes for ${there} values`);
      if (type === 'BYTE_ARRAY') walkTexts(values, there);
      return;
    case 'DELTA_BINARY_PACKED':
    case 'DELTA_LENGTH_BYTE_ARRAY':
      checkDelta(values, there);
      return;
    case 'RLE':
    case 'RLE_DICTIONARY':
    case 'PLAIN_DICTIONARY':
      if (type === 'BOOLEAN') checkRuns(values, 4, 1, there);
      else if (!hasDictionary) throw new Error('values of a dictionary before there is one');
      else if (room > 0 && values[0] > 0) checkRuns(values, 1, values[0], there);
      return;
    default:
      // Each value of DELTA_BYTE_ARRAY names how many bytes of its own it needs, whatever the file holds.
      throw new Error(`the encoding ${encoding ?? header.encoding}, which is not supported`);
  }
}

/** Texts of a page, each behind its length, end within it. */
function walkTexts(bytes: Uint8Array, count: number): void {
  let at = 0;
  for (let i = 0; i < count; i++) {
    at += 4 + lengthAt(bytes, at);
    if (at > bytes.length) throw new Error('a text past its end');
  }
}
