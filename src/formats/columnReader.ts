/** How a column of a table is read, whatever file it stands in. */

/** Takes one cell: the bytes `start`..`end` of `bytes` without quotes, in data row `row` (the first is 1). */
export type CellSink = (bytes: Uint8Array, start: number, end: number, row: number) => void;

/**
 * Values told one after the other by their places in a dictionary, which has all of these places. Runs of one
 * column may share a dictionary: it is the same object then, to which a later run may have added values.
 */
export type Coded = { dictionary: ArrayLike<unknown>; indices: Uint32Array };

/**
 * A column that is being read, cell by cell (CSV) or in runs of values (Parquet, `firstRow` being the first
 * one's). A reader with `coded` takes values by their places in a dictionary; others are given them in runs.
 * One with `expect` may be told how many cells will come.
 */
export type ColumnReader<T> = {
  expect?(cells: number): void;
  cell: CellSink;
  run(values: ArrayLike<unknown>, firstRow: number): void;
  coded?(values: Coded, firstRow: number): void;
  finish(): T;
};

/**
 * What the cells of a column hold: values, text in which lists may stand, lists of values, or what is nested
 * otherwise, which is not read.
 */
export type CellKind = 'values' | 'text' | 'lists' | 'nested';

/** Told the names of the columns and what their cells hold, gives a reader, or null, for each. */
export type ReadersFor = (header: string[], kinds: CellKind[]) => (ColumnReader<unknown> | null)[];

/**
 * Reads the columns of a table, inflated; returns the number of rows. With `mostRows`, it may stop after so
 * many.
 */
export type ScanTable = (
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  readersFor: ReadersFor,
  mostRows?: number,
) => Promise<number>;

export function isCoded(values: ArrayLike<unknown> | Coded): values is Coded {
  return 'dictionary' in values;
}

/** Values as such, be they told by a dictionary; as numbers of the kind that it has. */
export function uncoded(values: ArrayLike<unknown> | Coded): ArrayLike<unknown> {
  if (!isCoded(values)) return values;
  const { dictionary, indices } = values;
  if (!ArrayBuffer.isView(dictionary)) return Array.from(indices, (index) => dictionary[index]);
  const typed = dictionary as unknown as Float64Array;
  const numbers = new (typed.constructor as Float64ArrayConstructor)(indices.length);
  for (let i = 0; i < indices.length; i++) numbers[i] = typed[indices[i]];
  return numbers;
}
