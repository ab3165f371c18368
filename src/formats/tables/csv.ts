import { shown } from '../check';
import type { CellSink } from '../columnReader';
import { checkCells, MOST_CELLS } from '../limits';

const SPACE = 0x20;
const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const APOSTROPHE = 0x27;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const DELIMITERS = [0x2c, 0x09, 0x3b, 0x7c];

/**
 * Reads CSV (RFC 4180; comma, tab, semicolon or bar; LF, CRLF or CR; with or without a byte order mark) without an object a row:
 * `sinksFor` is told the header and gives a sink, or null, for each column. Blank lines and spaces around
 * unquoted cells are skipped. Returns the number of data rows.
 */
export function scanCsv(
  bytes: Uint8Array,
  file: string,
  sinksFor: (header: string[]) => (CellSink | null)[],
): number {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const delimiter = guessDelimiter(bytes, start);
  const header: string[] = [];
  const afterHeader = readRecord(bytes, start, delimiter, file, 0, (_, cell, from, to) => {
    header.push(decodeCell(cell, from, to, file, 0).trim());
  });
  if (header.length === 0) throw new Error(`${file}: expected CSV with a header row, got an empty file.`);
  if (hasRowNames(bytes, afterHeader, delimiter, file, header.length)) header.unshift('');
  const sinks = sinksFor(header);

  let row = 0;
  let at = afterHeader;
  let cells = 0;
  const emit = (column: number, cell: Uint8Array, start: number, end: number) => {
    let [from, to] = [start, end];
    cells++;
    const sink = sinks[column];
    if (!sink) return;
    const quoted = cell !== bytes || bytes[from - 1] === QUOTE;
    while (!quoted && from < to && cell[from] === SPACE) from++;
    while (!quoted && from < to && cell[to - 1] === SPACE) to--;
    sink(cell, afterGuard(cell, from, to), to, row);
  };
  while (at < bytes.length) {
    if (bytes[at] === NEWLINE || bytes[at] === RETURN) {
      at++;
      continue;
    }
    if (++row > MOST_CELLS) checkCells(row, 'rows', file, 'more');
    cells = 0;
    at = readRecord(bytes, at, delimiter, file, row, emit);
    if (cells !== header.length) {
      throw new Error(
        `${file}: expected ${header.length} cells in row ${row}, as in the header, got ${cells}.`,
      );
    }
  }
  return row;
}

/** A cell as text; an error names its row when the bytes are no UTF-8. */
export function decodeCell(bytes: Uint8Array, start: number, end: number, file: string, row: number): string {
  try {
    return UTF_8.decode(bytes.subarray(start, end));
  } catch {
    throw new Error(`${file}: expected UTF-8 text in row ${row}, got other bytes; save the file as UTF-8.`);
  }
}

/**
 * A cell of CSV, quoted where it must be. Text that a spreadsheet would take for a formula (it begins with =, +, -, @, a tab or a carriage
 * return, and is no number) gets an apostrophe in front, which reading takes away again; so does text that begins with apostrophes and then such
 * a character, so that all texts come back as they were.
 */
export function csvCell(text: string): string {
  const guarded = isFormula(text.replace(/^'+/, '')) ? `'${text}` : text;
  return /[",\r\n]|^ | $/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function isFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text) && !NUMBER.test(text);
}

/** Where the text of a cell begins: after the apostrophe that `csvCell` set, if it did. */
function afterGuard(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== APOSTROPHE) return start;
  let at = start;
  while (at < end && bytes[at] === APOSTROPHE) at++;
  return isFormula(new TextDecoder().decode(bytes.subarray(at, end))) ? start + 1 : start;
}

/**
 * The decimal number in `start`..`end`, or NaN. Up to 15 digits with a small exponent are exact in a double without a detour
 * through text; the rest goes through Number.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === 0x2d;
  if (negative) at++;
  let digits = 0;
  let scale = 0;
  let mantissa = 0;
  let point = false;
  for (; at < end; at++) {
    const digit = bytes[at] - 0x30;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
      if (point) scale++;
    } else if (bytes[at] === 0x2e && !point) point = true;
    else break;
  }
  if (at === end && digits > 0 && digits <= 15) return (negative ? -mantissa : mantissa) / 10 ** scale;
  const text = new TextDecoder().decode(bytes.subarray(start, end)).trim();
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}

/** Whether the first row has a cell more than the header and does not just end in a delimiter: R writes the names of rows so. */
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

/** Reads one record from `at`, giving every cell to `emit`; returns where the next record begins. */
function readRecord(
  bytes: Uint8Array,
  at: number,
  delimiter: number,
  file: string,
  row: number,
  emit: (column: number, bytes: Uint8Array, start: number, end: number) => void,
): number {
  const length = bytes.length;
  if (at >= length) return at;
  let position = at;
  for (let column = 0; ; column++) {
    if (bytes[position] === QUOTE) {
      position = readQuoted(bytes, position, delimiter, file, row, (cell, start, end) =>
        emit(column, cell, start, end),
      );
    } else {
      const start = position;
      let byte = bytes[position];
      while (position < length && byte !== delimiter && byte !== NEWLINE && byte !== RETURN) {
        byte = bytes[++position];
      }
      emit(column, bytes, start, position);
    }
    if (position >= length) return position;
    const end = bytes[position++];
    if (end === delimiter) continue;
    return end === RETURN && bytes[position] === NEWLINE ? position + 1 : position;
  }
}

function readQuoted(
  bytes: Uint8Array,
  at: number,
  delimiter: number,
  file: string,
  row: number,
  emit: (bytes: Uint8Array, start: number, end: number) => void,
): number {
  const start = at + 1;
  let escaped = 0;
  let end = bytes.indexOf(QUOTE, start);
  while (end >= 0 && bytes[end + 1] === QUOTE) {
    escaped++;
    end = bytes.indexOf(QUOTE, end + 2);
  }
  if (end < 0) {
    throw new Error(
      `${file}: expected a closing quote for the cell at byte ${at} (row ${row}), got the end of the file.`,
    );
  }
  const after = end + 1;
  if (after < bytes.length && ![delimiter, NEWLINE, RETURN].includes(bytes[after])) {
    throw new Error(
      `${file}: expected a delimiter or line end after the quoted cell at byte ${at} (row ${row}), got ${shown(String.fromCharCode(bytes[after]))}.`,
    );
  }
  if (escaped === 0) emit(bytes, start, end);
  else {
    const cell = new Uint8Array(end - start - escaped);
    let length = 0;
    for (let i = start; i < end; i++) {
      cell[length++] = bytes[i];
      if (bytes[i] === QUOTE) i++;
    }
    emit(cell, 0, length);
  }
  return after;
}
