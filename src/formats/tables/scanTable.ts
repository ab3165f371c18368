import { inflate } from '../bytes/gzip';
import { columnNames } from '../columnNames';
import type { ColumnReader } from '../columnReader';
import { tableReader } from '../kinds/formats';
import { LARGEST_TABLE } from '../limits';

/**
 * Reads the columns of a table of any format, gzipped or not, told apart by content: `readersFor` is told the
 * header and gives a reader, or null, for each column. Returns the number of rows, at least 1.
 */
export async function scanTable(
  stored: Uint8Array<ArrayBuffer>,
  file: string,
  readersFor: (header: string[]) => (ColumnReader<unknown> | null)[],
): Promise<number> {
  const bytes = await inflate(stored, LARGEST_TABLE, file);
  const rows = await tableReader(bytes)(bytes, file, (header) => readersFor(columnNames(header)));
  if (rows === 0) throw new Error(`${file}: expected at least one row, got none.`);
  return rows;
}
