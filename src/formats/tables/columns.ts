import { bytesIndex } from '../bytes/bytesIndex';
import { shown } from '../check';
import type { ColumnReader } from '../columnReader';
import { parseDecimal } from '../csv/csv';
import { decodeCell } from '../csv/csvRecord';
import { withoutList } from './lists';
import { parseShare } from './share';

/**
 * A column of few distinct values: row r holds `values[codes[r]]`. `firstRows` says in which row (the first
 * is 1) each value came first; `numeric` whether the file stored numbers (Parquet) or every value reads as a
 * whole number (CSV).
 */
export type Categories = { values: string[]; codes: Uint32Array; firstRows: number[]; numeric: boolean };

const ZERO = 0x30;
/** What a column begins with: a table may have many thousand columns of a few rows. */
const SMALLEST = 16;

/**
 * No id or class has as many characters: such a cell is a mistake, and a page of them would fill the memory.
 */
const LONGEST_VALUE = 1 << 16;

/** Reads a column of text or whole numbers; every cell must hold something. */
export function categoryReader(file: string, column: string): ColumnReader<Categories> {
  const codes = growing((size) => new Uint32Array(size));
  const values: string[] = [];
  const firstRows: number[] = [];
  const byValue = new Map<unknown, number>();
  const byNumber = smallNumbers();
  const byBytes = bytesIndex();
  /** Of each dictionary the code of each place, -1 where it has not been seen. */
  const byDictionary = new WeakMap<ArrayLike<unknown>, Int32Array>();
  let stored: 'numbers' | 'text' | undefined;

  const missing = (row: number, got: string) =>
    new Error(`${file}: expected a value in column ${column}, row ${row}, got ${got}.`);
  const add = (value: string, row: number) => {
    if (value.length > LONGEST_VALUE) {
      throw new Error(
        `${file}: expected at most ${LONGEST_VALUE} characters in column ${column}, row ${row}, got ` +
          `${value.length}.`,
      );
    }
    firstRows.push(row);
    return values.push(value) - 1;
  };

  /** The code of a value of a file that stores numbers and texts apart. */
  const codeOf = (cell: unknown, row: number): number => {
    const value = textOf(cell);
    const known = byValue.get(value);
    if (known !== undefined) return known;
    const isNumber = (typeof value === 'number' && Number.isFinite(value)) || typeof value === 'bigint';
    const isText = typeof value === 'string' && value !== '';
    if (!isNumber && !isText && typeof value !== 'boolean') {
      throw missing(row, value == null || value === '' ? 'none' : shownCell(value));
    }
    stored = isNumber && stored !== 'text' ? 'numbers' : 'text';
    const code = add(String(value), row);
    byValue.set(value, code);
    return code;
  };

  const knownOf = (dictionary: ArrayLike<unknown>) => {
    const before = byDictionary.get(dictionary);
    if (before && before.length >= dictionary.length) return before;
    const known = new Int32Array(Math.max(dictionary.length, 2 * (before?.length ?? 0))).fill(-1);
    if (before) known.set(before);
    byDictionary.set(dictionary, known);
    return known;
  };

  return {
    expect: codes.reserve,
    cell(bytes, start, end, row) {
      if (start === end) throw missing(row, 'an empty cell');
      const number = smallWhole(bytes, start, end);
      let code = number < 0 ? -1 : byNumber.find(number);
      if (code < 0) {
        code = byBytes.find(bytes, start, end);
        if (code < 0) {
          code = add(decodeCell(bytes, start, end, file, row), row);
          byBytes.add(bytes, start, end);
        }
        byNumber.add(number, code, row);
      }
      codes.push(code);
    },
    run(run, firstRow) {
      const own = codes.extend(run.length);
      for (let i = 0; i < run.length; i++) {
        let code = byNumber.find(run[i]);
        if (code < 0) {
          code = codeOf(run[i], firstRow + i);
          byNumber.add(run[i], code, firstRow + i);
        }
        own[i] = code;
      }
    },
    coded({ dictionary, indices }, firstRow) {
      const known = knownOf(dictionary);
      const own = codes.extend(indices.length);
      for (let i = 0; i < indices.length; i++) {
        const index = indices[i];
        if (known[index] < 0) known[index] = codeOf(dictionary[index], firstRow + i);
        own[i] = known[index];
      }
    },
    finish() {
      const numeric = stored ? stored === 'numbers' : values.every((value) => /^-?(0|[1-9]\d*)$/.test(value));
      return { values, codes: codes.finish(), firstRows, numeric };
    },
  };
}

/** Reads a column of probabilities. A float32 softmax may pass 1 by its rounding: such values become 1. */
export function probabilityReader(file: string, column: string): ColumnReader<Float32Array> {
  const numbers = growing((size) => new Float32Array(size));
  const push = (value: number, got: () => string, row: number) => {
    if (!(value >= 0 && value <= 1.001)) {
      const advice = value > 1 && value <= 100 ? '; divide percentages by 100, or write them with %' : '';
      throw new Error(
        `${file}: expected a probability from 0 to 1 in column ${column}, row ${row}, got ${got()}${advice}.`,
      );
    }
    numbers.push(Math.min(value, 1));
  };
  return numberReader(push, () => numbers.finish());
}

/** Reads a column of ranks: whole numbers from 0 (first). */
export function rankReader(file: string, column: string): ColumnReader<Uint16Array> {
  const ranks = growing((size) => new Uint16Array(size));
  const push = (value: number, got: () => string, row: number) => {
    if (!(Number.isInteger(value) && value >= 0 && value <= 65_535)) {
      throw new Error(
        `${file}: expected a rank (a whole number from 0 to 65535) in column ${column}, row ${row}, got ` +
          `${got()}.`,
      );
    }
    ranks.push(value);
  };
  return numberReader(push, () => ranks.finish());
}

function numberReader<T>(
  push: (value: number, got: () => string, row: number) => void,
  finish: () => T,
): ColumnReader<T> {
  return {
    cell(bytes, start, end, row) {
      const text = () => new TextDecoder().decode(bytes.subarray(start, Math.min(end, start + 80)));
      const number = parseDecimal(bytes, start, end);
      push(Number.isNaN(number) ? parseShare(text()) : number, () => shown(text()), row);
    },
    run(values, firstRow) {
      for (let i = 0; i < values.length; i++) {
        const value = withoutList(values[i]);
        const isNumber = typeof value === 'number' || typeof value === 'bigint';
        const number = isNumber ? Number(value) : typeof value === 'string' ? parseShare(value) : Number.NaN;
        push(number, () => (value == null ? 'none' : shown(value)), firstRow + i);
      }
    },
    finish,
  };
}

/** Dates as ISO 8601 and bytes that are UTF-8 as text, the value of a list of one, anything else as it is. */
function textOf(cell: unknown): unknown {
  const value = withoutList(cell);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (!(value instanceof Uint8Array)) return value;
  try {
    return UTF_8.decode(value);
  } catch {
    return value;
  }
}

/** A value in a sentence that is neither a number nor a text. */
function shownCell(value: unknown): string {
  return value instanceof Uint8Array
    ? `${value.length} bytes that are no UTF-8 text; write the column as text`
    : shown(value);
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A typed array that doubles as it fills, unless as many values come as were expected. */
export function growing<T extends Uint32Array | Float32Array | Uint16Array>(make: (size: number) => T) {
  let data = make(SMALLEST);
  let length = 0;
  const grow = (size: number) => {
    const larger = make(size);
    larger.set(data);
    data = larger;
  };
  return {
    push(value: number) {
      if (length === data.length) grow(2 * length);
      data[length++] = value;
    },
    /** So many more values, to be filled in before anything else is done here. */
    extend(count: number): T {
      if (length + count > data.length) grow(Math.max(2 * length, length + count));
      length += count;
      return data.subarray(length - count, length) as T;
    },
    /** So many values will come in all. */
    reserve(count: number): void {
      if (count > data.length) grow(count);
    },
    finish: () => data.subarray(0, length) as T,
  };
}

/** The whole number of at most five digits that stands in `start`..`end` as it is printed; -1 for all else. */
function smallWhole(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 5 || (bytes[start] === ZERO && end - start > 1)) return -1;
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/**
 * Codes of whole numbers that classes can have, found without a map. Only those below the number of their row
 * are kept, so that this takes no more memory than the rows do.
 */
function smallNumbers() {
  let codes = new Int32Array(SMALLEST).fill(-1);
  return {
    /** -1 for all else. */
    find: (value: unknown): number => (typeof value === 'number' ? (codes[value] ?? -1) : -1),
    add(value: unknown, code: number, row: number): void {
      if (typeof value !== 'number' || !Number.isInteger(value)) return;
      if (value < 0 || value > 65_535 || value >= row) return;
      if (value >= codes.length) {
        const larger = new Int32Array(2 ** Math.ceil(Math.log2(value + 1))).fill(-1);
        larger.set(codes);
        codes = larger;
      }
      codes[value] = code;
    },
  };
}
