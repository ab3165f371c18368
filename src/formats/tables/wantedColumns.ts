/** Which columns of a table are read, each with a reader of its own. */
import { named } from '../check';
import type { ColumnReader } from '../columnReader';
import { scanTable } from './scanTable';

/** Columns that are asked for one after the other, and then read at once. */
export type WantedColumns = {
  /**
   * The reader of a column; null where there is no such column. A column that is asked for twice is refused.
   */
  want<T>(
    column: string | null,
    make: (file: string, column: string) => ColumnReader<T>,
  ): ColumnReader<T> | null;
  /** As `want`, of a column that may be missing: gives, once it is read, what it held, or null. */
  mayHave<T>(column: string, make: (file: string, column: string) => ColumnReader<T>): () => T | null;
  /** Reads them. Gives the number of rows. */
  read(bytes: Uint8Array<ArrayBuffer>): Promise<number>;
};

/** The columns of a file that are wanted. */
export function wantedColumns(file: string): WantedColumns {
  const readers = new Map<string, ColumnReader<unknown>>();
  /** Those that may be missing. */
  const optional = new Set<string>();
  let header: string[] = [];
  return {
    mayHave(column, make) {
      const reader = make(file, column);
      readers.set(column, reader);
      optional.add(column);
      return () => (header.includes(column) ? reader.finish() : null);
    },
    want(column, make) {
      if (column === null) return null;
      if (readers.has(column)) throw twice(file, column);
      const reader = make(file, column);
      readers.set(column, reader);
      return reader;
    },
    read: (bytes) =>
      scanTable(bytes, file, (names) => {
        header = names;
        checkHeader(header, [...readers.keys()], optional, file);
        return header.map((name) => readers.get(name) ?? null);
      }),
  };
}

/** The sentence for a column that was given two meanings. */
export function twice(file: string, column: string): Error {
  return new Error(`${file}: expected every column to have one meaning, got ${named(column)} with two.`);
}

function checkHeader(header: string[], wanted: string[], optional: Set<string>, file: string): void {
  const counts = new Map<string, number>();
  for (const name of header) counts.set(name, (counts.get(name) ?? 0) + 1);
  const there = header.slice(0, 12).map(named).join(', ');
  const missing = wanted.filter((column) => !counts.has(column) && !optional.has(column));
  if (missing.length > 0) {
    const list = missing.slice(0, 12).map(named).join(', ');
    const columns = missing.length === 1 ? 'a column' : 'the columns';
    throw new Error(`${file}: expected ${columns} ${list}, got ${there}.`);
  }
  const repeated = wanted.find((column) => (counts.get(column) ?? 0) > 1);
  if (repeated === undefined) return;
  throw new Error(
    `${file}: expected one column ${named(repeated)}, got ${counts.get(repeated)} (the columns are ` +
      `${there}).`,
  );
}
