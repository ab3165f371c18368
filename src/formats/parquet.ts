import type { FileMetaData } from 'hyparquet';
import type { ColumnReader } from './columns';

/** A column to write. */
export type ParquetColumn = { name: string; type: 'INT32' | 'FLOAT' | 'STRING'; data: ArrayLike<unknown> };

/** No page of a Parquet file inflates past this. */
const LARGEST_PAGE = 1 << 29;

/** Whether bytes begin with the magic of Parquet. */
export function isParquet(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 && bytes[0] === 0x50 && bytes[1] === 0x41 && bytes[2] === 0x52 && bytes[3] === 0x31
  );
}

/**
 * Reads flat columns of a Parquet file, a row group at a time: `readersFor` is told the names of the columns and gives a reader, or
 * null, for each. Returns the number of rows.
 */
export async function scanParquet(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  readersFor: (header: string[]) => (ColumnReader<unknown> | null)[],
): Promise<number> {
  const { parquetMetadataAsync, parquetScan, parquetSchema, snappyUncompress } = await import('hyparquet');
  const buffer = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer,
  };
  const compressors = {
    SNAPPY(input: Uint8Array, length: number) {
      refuseBomb(length, input.length);
      const output = new Uint8Array(length);
      snappyUncompress(input, output);
      return output;
    },
  };
  const metadata = await readable(file, () => parquetMetadataAsync(buffer));
  const header = await readable(file, async () => {
    const { children } = parquetSchema(metadata);
    return children.map(({ element, children: nested }) => (nested.length ? '' : element.name));
  });
  const rows = rowCount(metadata, bytes.length, file);
  const readers = readersFor(header);
  const columns = header.filter((_, column) => readers[column]);
  const scan = await readable(file, () => parquetScan({ file: buffer, metadata, columns, compressors }));
  for (const { rowStart, rowEnd } of scan.ranges) {
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

async function readable<T>(file: string, read: () => T | Promise<T>): Promise<T> {
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

function rowCount(metadata: FileMetaData, fileBytes: number, file: string): number {
  let rows = 0n;
  for (const group of metadata.row_groups) {
    rows += group.num_rows;
    for (const { meta_data: column } of group.columns) {
      if (!column || column.num_values < 0n || column.num_values > group.num_rows) {
        throw new Error(
          `${file}: expected ${group.num_rows} values in each column of a row group, got ${column ? `${column.num_values} in ${column.path_in_schema.join('.')}` : 'a column without metadata'}.`,
        );
      }
    }
  }
  // Run-length encoding packs some 2^31 equal values in a few bytes; a file that needs more than this for its rows is no table of predictions.
  if (rows !== metadata.num_rows || rows < 0n || rows > BigInt(fileBytes) * 10_000n) {
    throw new Error(
      `${file}: expected as many rows as its ${fileBytes} bytes and row groups hold (${rows}), got ${metadata.num_rows}.`,
    );
  }
  return Number(rows);
}

function refuseBomb(length: number, compressed: number): void {
  // A Snappy element of 3 bytes yields at most 64.
  if (length > LARGEST_PAGE || length > 22 * compressed + 1024) {
    throw new Error(`a page of ${compressed} bytes claims to hold ${length}`);
  }
}
