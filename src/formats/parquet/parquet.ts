import type { FileMetaData } from 'hyparquet';
import type { ColumnReader } from '../columnReader';
import { checkCells } from '../limits';
import { codecsFor } from './parquetCodecs';
import { checkPages } from './parquetPages';

/** A column to write. */
export type ParquetColumn = { name: string; type: 'INT32' | 'FLOAT' | 'STRING'; data: ArrayLike<unknown> };

/** Run-length encoding packs many equal values in a byte, but rows of predictions are not all equal. */
const MOST_ROWS_A_BYTE = 10_000n;

/** Whether bytes begin with the magic of Parquet. */
export function isParquet(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 && bytes[0] === 0x50 && bytes[1] === 0x41 && bytes[2] === 0x52 && bytes[3] === 0x31
  );
}

/**
 * Reads flat columns of a Parquet file, a row group at a time: `readersFor` is told the names of the columns and gives a reader, or
 * null, for each. Returns the number of rows. With `mostRows`, stops after so many rows of the first row group.
 */
export async function scanParquet(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  readersFor: (header: string[]) => (ColumnReader<unknown> | null)[],
  mostRows = Number.POSITIVE_INFINITY,
): Promise<number> {
  const { parquetMetadataAsync, parquetScan, parquetSchema } = await import('hyparquet');
  const { parquetHeader } = await import('hyparquet/src/column.js');
  const buffer = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer,
  };
  const whole = await readable(file, () => parquetMetadataAsync(buffer));
  const metadata = Number.isFinite(mostRows) ? { ...whole, row_groups: whole.row_groups.slice(0, 1) } : whole;
  const header = await readable(file, async () => {
    const { children } = parquetSchema(metadata);
    return children.map(({ element, children: nested }) =>
      nested.length || element.repetition_type === 'REPEATED' ? '' : element.name,
    );
  });
  const rows = rowCount(whole, bytes.length, file);
  const readers = readersFor(header);
  const columns = header.filter((_, column) => readers[column]);
  const compressors = await codecsFor(metadata, columns, file);
  const scan = await readable(file, () => {
    checkPages(metadata, bytes, columns, parquetHeader, compressors);
    return parquetScan({ file: buffer, metadata, columns, compressors, useOffsetIndex: false });
  });
  for (const { rowStart, rowEnd: groupEnd } of scan.ranges) {
    const rowEnd = Math.min(groupEnd, mostRows);
    for (const [column, reader] of readers.entries()) {
      if (!reader) continue;
      const values = await readable(file, () =>
        scan.readColumn({ column: header[column], rowStart, rowEnd }),
      );
      if (values.length !== rowEnd - rowStart) {
        throw new Error(
          `${file}: expected ${rowEnd - rowStart} values of column ${header[column]} from row ${rowStart + 1}, got ${values.length}; the file is damaged.`,
        );
      }
      reader.run(values, rowStart + 1);
    }
  }
  return rows;
}

/** A Parquet file (Snappy) of columns of equal length. */
export async function writeParquet(columns: ParquetColumn[]): Promise<Uint8Array<ArrayBuffer>> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const columnData = columns.map(({ name, type, data }) => ({
    name,
    type,
    data: data as Int32Array | Float32Array | string[],
    nullable: false,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 1_000_000 }));
}

/** What `read` gives, or one sentence with the reason why the file cannot be read. */
export async function readable<T>(file: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error))
      .replace(/\s+/g, ' ')
      .slice(0, 160);
    throw new Error(
      `${file}: expected a whole Parquet file, got one that cannot be read (${reason.replace(/\.$/, '')}).`,
    );
  }
}

/** The number of rows, when the row groups agree and a file of `fileBytes` bytes can hold as many. */
export function rowCount(metadata: FileMetaData, fileBytes: number, file: string): number {
  const counts = metadata.row_groups.map((group) => group.num_rows);
  const rows = counts.every((count) => typeof count === 'bigint' && count >= 0n)
    ? counts.reduce((sum, count) => sum + count, 0n)
    : -1n;
  if (rows !== metadata.num_rows || rows < 0n || rows > BigInt(fileBytes) * MOST_ROWS_A_BYTE) {
    throw new Error(
      `${file}: expected as many rows as its ${fileBytes} bytes and row groups can hold (${rows}), got ${metadata.num_rows}.`,
    );
  }
  checkCells(Number(rows), 'rows', file);
  return Number(rows);
}
