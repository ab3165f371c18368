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

  return {
    cell(bytes, start, end, row) {
      if (start === end) throw missing(row, 'an empty cell');
      let code = byBytes.find(bytes, start, end);
      if (code < 0) {
        code = add(decodeCell(bytes, start, end, file, row), row);
        byBytes.add(bytes, start, end);
      }
      codes.push(code);
    },
    run(run, firstRow) {
      for (let i = 0; i < run.length; i++) {
        const known = byNumber.find(run[i]);
        if (known >= 0) {
          codes.push(known);
          continue;
        }
        const value = textOf(run[i]);
        let code = byValue.get(value);
        if (code === undefined) {
          const isNumber = (typeof value === 'number' && Number.isFinite(value)) || typeof value === 'bigint';
          const isText = typeof value === 'string' && value !== '';
          if (!isNumber && !isText && typeof value !== 'boolean') {
            throw missing(firstRow + i, value == null || value === '' ? 'none' : shownCell(value));
          }
          stored = isNumber && stored !== 'text' ? 'numbers' : 'text';
          code = add(String(value), firstRow + i);
          byValue.set(value, code);
        }
        byNumber.add(value, code, firstRow + i);
        codes.push(code);
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

/** A typed array that doubles as it fills. */
export function growing<T extends Uint32Array | Float32Array | Uint16Array>(make: (size: number) => T) {
  let data = make(SMALLEST);
  let length = 0;
  return {
    push(value: number) {
      if (length === data.length) {
        const larger = make(2 * length);
        larger.set(data);
        data = larger;
      }
      data[length++] = value;
    },
    finish: () => data.subarray(0, length) as T,
  };
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

/**
 * Numbers byte strings in the order in which they are added: a hash table that makes no string of a cell seen
 * before.
 */
function bytesIndex() {
  const keys: Uint8Array[] = [];
  let slots = new Int32Array(2 * SMALLEST).fill(-1);
  let hashes = new Int32Array(SMALLEST);

  const place = (hash: number) => {
    let slot = hash & (slots.length - 1);
    while (slots[slot] >= 0) slot = (slot + 1) & (slots.length - 1);
    return slot;
  };
  const grow = () => {
    const wider = new Int32Array(slots.length);
    wider.set(hashes);
    hashes = wider;
    slots = new Int32Array(2 * slots.length).fill(-1);
    for (let code = 0; code < keys.length; code++) slots[place(hashes[code])] = code;
  };

  return {
    find(bytes: Uint8Array, start: number, end: number): number {
      const hash = hashOf(bytes, start, end);
      const mask = slots.length - 1;
      for (let slot = hash & mask; slots[slot] >= 0; slot = (slot + 1) & mask) {
        const code = slots[slot];
        if (hashes[code] === hash && equal(keys[code], bytes, start, end)) return code;
      }
      return -1;
    },
    add(bytes: Uint8Array, start: number, end: number): void {
      if (keys.length === hashes.length) grow();
      const hash = hashOf(bytes, start, end);
      hashes[keys.length] = hash;
      slots[place(hash)] = keys.push(bytes.subarray(start, end)) - 1;
    },
  };
}

/** FNV-1a with a final mix: neighbouring ids would else crowd neighbouring slots. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ (hash >>> 13);
}

function equal(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false;
  return true;
}
