/** How a column of a table is read, whatever file it stands in. */

/** Takes one cell: the bytes `start`..`end` of `bytes` without quotes, in data row `row` (the first is 1). */
export type CellSink = (bytes: Uint8Array, start: number, end: number, row: number) => void;

/** A column that is being read, cell by cell (CSV) or in runs of values (Parquet, `firstRow` being the first one's). */
export type ColumnReader<T> = {
  cell: CellSink;
  run(values: ArrayLike<unknown>, firstRow: number): void;
  finish(): T;
};
