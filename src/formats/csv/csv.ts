import type { CellSink } from '../columnReader';
import { checkCells, MOST_CELLS } from '../limits';
import { readHeader } from './csvHeader';
import { NEWLINE, QUOTE, RETURN, readRecord } from './csvRecord';

const SPACE = 0x20;
const APOSTROPHE = 0x27;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/**
 * Reads CSV (RFC 4180; comma, tab, semicolon or bar; LF, CRLF or CR; with or without a byte order mark)
 * without an object a row. `sinksFor` is told the header, of one row or several (`readHeader`), and gives a
 * sink, or null, for each column. Blank lines and spaces around unquoted cells are skipped. Returns the
 * number of data rows; with `mostRows`, stops after so many.
 */
export function scanCsv(
  bytes: Uint8Array,
  file: string,
  sinksFor: (header: string[]) => (CellSink | null)[],
  mostRows = Number.POSITIVE_INFINITY,
): number {
  const { header, delimiter, end: afterHeader, line } = readHeader(bytes, file);
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
  while (at < bytes.length && row < mostRows) {
    if (bytes[at] === NEWLINE || bytes[at] === RETURN) {
      at++;
      continue;
    }
    if (++row > MOST_CELLS) checkCells(row, 'rows', file, 'more');
    if (line && isLineAt(bytes, at, line)) throw headerAgain(file, row);
    cells = 0;
    at = readRecord(bytes, at, delimiter, file, row, emit);
    if (cells !== header.length) {
      throw new Error(
        `${file}: expected ${header.length} cells in row ${row}, as in the header, got ${cells}` +
          `${header.length === 1 ? '; the first line is the header: take out what stands above it' : ''}.`,
      );
    }
  }
  return row;
}

/** Whether a line stands at a place, after a byte order mark where there is one. */
function isLineAt(bytes: Uint8Array, at: number, line: Uint8Array): boolean {
  const start = bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? at + 3 : at;
  const after = bytes[start + line.length];
  if (after !== undefined && after !== NEWLINE && after !== RETURN) return false;
  return line.every((byte, place) => bytes[start + place] === byte);
}

function headerAgain(file: string, row: number): Error {
  return new Error(
    `${file}: expected one header, got it again in row ${row}, as where files are put one after the other ` +
      '(cat a.csv b.csv); choose each of them by itself, or take that line out.',
  );
}

/**
 * A cell of CSV, quoted where it must be. Text that a spreadsheet would take for a formula gets an apostrophe
 * in front, which reading takes away again. Such text begins with =, +, -, @, a tab or a carriage return, and
 * is no number. Text that begins with apostrophes and then such a character gets one too, so that all texts
 * come back as they were.
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
 * The decimal number in `start`..`end`, or NaN. Up to 15 digits with a small exponent are exact in a double
 * without a detour through text; the rest goes through Number.
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
