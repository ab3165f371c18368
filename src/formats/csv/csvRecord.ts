/** Reads one record of CSV, byte by byte. */
import { shown } from '../check';

export const QUOTE = 0x22;
export const NEWLINE = 0x0a;
export const RETURN = 0x0d;
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A cell as text; an error names its row when the bytes are no UTF-8. */
export function decodeCell(bytes: Uint8Array, start: number, end: number, file: string, row: number): string {
  try {
    return UTF_8.decode(bytes.subarray(start, end));
  } catch {
    throw new Error(`${file}: expected UTF-8 text in row ${row}, got other bytes; save the file as UTF-8.`);
  }
}

/** Reads one record from `at`, giving every cell to `emit`; returns where the next record begins. */
export function readRecord(
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
      `${file}: expected a delimiter or line end after the quoted cell at byte ${at} (row ${row}), got ` +
        `${shown(String.fromCharCode(bytes[after]))}.`,
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
