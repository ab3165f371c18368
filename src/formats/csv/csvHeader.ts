/** Reads the header of a CSV file, of one row or, as pandas writes columns of several levels, of more. */
import { roleOfColumn } from '../columnNames';
import { decodeCell, NEWLINE, QUOTE, RETURN, readRecord } from './csvRecord';

const HASH = 0x23;
const DELIMITERS = [0x2c, 0x09, 0x3b, 0x7c];
/** No header has more levels. */
const MOST_LEVELS = 4;

/**
 * The names of the columns, where the first row of data begins, and the bytes of the header's line; null
 * where it has several, or may be data.
 */
export type CsvHeader = { header: string[]; delimiter: number; end: number; line: Uint8Array | null };

/**
 * The header of a CSV file. Where names are repeated, the rows below may be further levels of them (pandas'
 * MultiIndex). They are joined by `_` where that tells all columns apart. Further, the row below must hold
 * the names of the index alone, or the rows of levels have no id or a word for networks in its place.
 */
export function readHeader(bytes: Uint8Array, file: string): CsvHeader {
  const begin = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  checkText(bytes, begin, file);
  const told = toldDelimiter(bytes, begin);
  const start = withoutComments(bytes, told?.end ?? begin);
  const delimiter = told?.delimiter ?? guessDelimiter(bytes, start);
  const record = (from: number, row: number) => {
    const cells: string[] = [];
    let at = from;
    while (row > 0 && (bytes[at] === NEWLINE || bytes[at] === RETURN)) at++;
    const end = readRecord(bytes, at, delimiter, file, row, (_, cell, begin, to) => {
      cells.push(decodeCell(cell, begin, to, file, row).trim());
    });
    return { cells, end };
  };
  const first = record(start, 0);
  const header = first.cells;
  if (header.length === 0) throw new Error(`${file}: expected CSV with a header row, got an empty file.`);
  const names = header.filter((name) => name !== '');
  if (new Set(names).size < names.length) {
    const rows = [first];
    for (let row = 1; row <= MOST_LEVELS; row++) rows.push(record(rows[row - 1].end, row));
    const levels = joinedLevels(rows.map(({ cells }) => cells));
    if (levels) return { header: levels.header, delimiter, end: rows[levels.rows - 1].end, line: null };
  }
  const line = header.length > 1 && !header.some(isNumber) ? lineOf(bytes.subarray(start, first.end)) : null;
  if (hasRowNames(bytes, first.end, delimiter, file, header.length)) header.unshift('');
  return { header, delimiter, end: first.end, line };
}

function isNumber(name: string): boolean {
  return name !== '' && Number.isFinite(Number(name));
}

/** The bytes without the ends of lines around them; null where there are some within. */
function lineOf(bytes: Uint8Array): Uint8Array | null {
  const isEnd = (byte: number) => byte === NEWLINE || byte === RETURN;
  let [from, to] = [0, bytes.length];
  while (from < to && isEnd(bytes[from])) from++;
  while (to > from && isEnd(bytes[to - 1])) to--;
  const line = bytes.subarray(from, to);
  return line.some(isEnd) ? null : line;
}

/** Refuses bytes that are no text, and text of two bytes a character, as PowerShell and Excel write it. */
function checkText(bytes: Uint8Array, start: number, file: string): void {
  const head = String.fromCharCode(...bytes.subarray(start, start + 4));
  if (!/^(\xff\xfe|\xfe\xff|[\t-~]\0[\t-~]\0|\0[\t-~]\0[\t-~])/.test(head)) {
    if (bytes.subarray(start, start + 512).includes(0)) throw noText(bytes, file);
    return;
  }
  throw new Error(
    `${file}: expected UTF-8 text, got UTF-16, as PowerShell's > and Excel's "Unicode text" write ` +
      'it; save the ' +
      'file as UTF-8.',
  );
}

function noText(bytes: Uint8Array, file: string): Error {
  return new Error(
    `${file}: expected predictions as text (CSV), Parquet, npz, npy or safetensors, got a file of an ` +
      `unknown kind (first bytes ${bytes.subarray(0, 4).join(' ')}); save it as one of these.`,
  );
}

/** Where the header begins: after empty lines, and lines of a comment (`#`) that have no delimiter. */
function withoutComments(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length) {
    let end = at;
    while (end < bytes.length && bytes[end] !== NEWLINE && bytes[end] !== RETURN) end++;
    const isComment =
      bytes[at] === HASH && !bytes.subarray(at, end).some((byte) => DELIMITERS.includes(byte));
    if (end > at && !(isComment && end < bytes.length)) return at;
    at = end + 1;
  }
  return start;
}

/**
 * The delimiter that a first line `sep=;` names, which Excel writes and reads, and where the header begins;
 * null without one.
 */
function toldDelimiter(bytes: Uint8Array, start: number): { delimiter: number; end: number } | null {
  const line = new TextDecoder('latin1').decode(bytes.subarray(start, start + 10));
  const [whole, delimiter] = /^"?sep=([,\t;|])"?\r?\n/.exec(line) ?? [];
  return whole === undefined ? null : { delimiter: delimiter.charCodeAt(0), end: start + whole.length };
}

/**
 * One name a column from the levels of a header, and how many rows they take; null where it is not certain
 * that there are several.
 */
function joinedLevels(rows: string[][]): { header: string[]; rows: number } | null {
  const [{ length: width }] = rows;
  for (let depth = 2; depth < rows.length; depth++) {
    const levels = rows.slice(0, depth);
    if (levels.some((level) => level.length !== width)) return null;
    const names = rows[0].map((_, column) => nameOf(levels.map((level) => level[column])));
    const below = rows[depth];
    const indices = below.indexOf('');
    const isNames =
      below.length === width && indices > 0 && below.slice(indices).every((cell) => cell === '');
    const header = isNames ? [...below.slice(0, indices), ...names.slice(indices)] : names;
    if (!isNames) {
      const corner = levels.map(([cell]) => cell);
      const isEmpty = corner.every((cell) => cell === '');
      if (!isEmpty && !corner.every((cell) => roleOfColumn(cell) !== null)) continue;
      header[0] = '';
    }
    const own = header.filter((name) => name !== '');
    if (new Set(own).size === own.length) return { header, rows: isNames ? depth + 1 : depth };
  }
  return null;
}

/** The levels of a column as one name, without those that are empty or that pandas names itself. */
function nameOf(levels: string[]): string {
  return levels.filter((level) => level !== '' && !/^Unnamed: \d+(_level_\d+)?$/.test(level)).join('_');
}

/**
 * Whether the first row has a cell more than the header and does not just end in a delimiter: R writes the
 * names of rows so.
 */
function hasRowNames(
  bytes: Uint8Array,
  afterHeader: number,
  delimiter: number,
  file: string,
  columns: number,
): boolean {
  let at = afterHeader;
  while (bytes[at] === NEWLINE || bytes[at] === RETURN) at++;
  let cells = 0;
  let last = 0;
  readRecord(bytes, at, delimiter, file, 1, (_, __, start, end) => {
    cells++;
    last = end - start;
  });
  return cells === columns + 1 && last > 0;
}

function guessDelimiter(bytes: Uint8Array, start: number): number {
  const counts = DELIMITERS.map(() => 0);
  let quoted = false;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) quoted = !quoted;
    else if (!quoted && (byte === NEWLINE || byte === RETURN)) break;
    else if (!quoted && DELIMITERS.includes(byte)) counts[DELIMITERS.indexOf(byte)]++;
  }
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}
