/** Which columns of a table are read, each with a reader of its own. */
import { named } from '../check';
import type { ColumnReader } from '../columnReader';
import { scanTable } from './longTable';

/** Columns that are asked for one after the other, and then read at once. */
export type WantedColumns = {
  /**
   * The reader of a column; null where there is no such column. A column that is asked for twice is refused.
   */
  want<T>(
    column: string | null,
    make: (file: string, column: string) => ColumnReader<T>,
  ): ColumnReader<T> | null;
  /** Reads them. Gives the number of rows. */
  read(bytes: Uint8Array<ArrayBuffer>): Promise<number>;
};

/** The columns of a file that are wanted. */
export function wantedColumns(file: string): WantedColumns {
  const readers = new Map<string, ColumnReader<unknown>>();
  return {
    want(column, make) {
      if (column === null) return null;
      if (readers.has(column)) throw twice(file, column);
      const reader = make(file, column);
      readers.set(column, reader);
      return reader;
    },
    read: (bytes) => scanTable(bytes, file, (header) => readersFor(header, readers, file)),
  };
}

/** The sentence for a column that was given two meanings. */
export function twice(file: string, column: string): Error {
  return new Error(`${file}: expected every column to have one meaning, got ${named(column)} with two.`);
}

function readersFor(
  header: string[],
  wanted: Map<string, ColumnReader<unknown>>,
  file: string,
): (ColumnReader<unknown> | null)[] {
  const counts = new Map<string, number>();
  for (const name of header) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const column of wanted.keys()) {
    const count = counts.get(column) ?? 0;
    if (count !== 1) {
      throw new Error(
        `${file}: expected one column ${named(column)}, got ${count} (the columns are ` +
          `${header.slice(0, 12).map(named).join(', ')}).`,
      );
    }
  }
  return header.map((name) => wanted.get(name) ?? null);
}
