import type { ColumnMetaData, FileMetaData } from 'hyparquet';
import { messageOf } from '../../text/messageOf';
import { inflationLimit } from '../bytes/gzip';
import { named } from '../check';
import { ANSWERS } from '../columnNames';
import {
  type CellKind,
  type Coded,
  type ColumnReader,
  isCoded,
  type ReadersFor,
  uncoded,
} from '../columnReader';
import { checkCells, LARGEST_TABLE } from '../limits';
import { type Chunk, flatValues, knownTexts } from './decodePages';
import {
  encrypted,
  isEncryptedParquet,
  isListColumn,
  readFooter,
  type TopColumn,
  topColumns,
} from './footer';
import { listsOf } from './listPages';
import { codecsFor } from './parquetCodecs';
import { chunkRange, leafOf } from './parquetPages';

/** A column to write. */
export type ParquetColumn = { name: string; type: 'INT32' | 'FLOAT' | 'STRING'; data: ArrayLike<unknown> };

/** Run-length encoding packs many equal values in a byte, but rows of predictions are not all equal. */
const MOST_ROWS_A_BYTE = 10_000n;

/**
 * Reads columns of a Parquet file, a row group at a time. `readersFor` is told the names of the columns and
 * what their cells hold, and gives a reader, or null, for each. The values of a column of lists are lists, an
 * absent one being empty. Returns the number of rows. With `mostRows`, stops after so many rows of the first
 * row group.
 */
export async function scanParquet(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  readersFor: ReadersFor,
  mostRows = Number.POSITIVE_INFINITY,
): Promise<number> {
  if (isEncryptedParquet(bytes)) throw encrypted(file);
  const whole = await readable(file, () =>
    readFooter(bytes.length, async (start, end) => bytes.subarray(start, end), file),
  );
  const metadata = Number.isFinite(mostRows) ? { ...whole, row_groups: whole.row_groups.slice(0, 1) } : whole;
  const tops = await readable(file, () => topColumns(metadata));
  const header = tops.map(({ name }) => name);
  const kinds = tops.map(kindOf);
  const rows = rowCount(whole, bytes.length, file);
  const readers = readersFor(header, kinds);
  const nested = header.find((_, column) => readers[column] && kinds[column] === 'nested');
  if (nested !== undefined) throw new Error(ofStructs(file, named(nested)));
  const budget = { left: inflationLimit(bytes.length, LARGEST_TABLE) };
  const texts = tops.map(knownTexts);
  // A file may claim far more rows than it has bytes: these take memory when they are there.
  if (rows <= Math.min(bytes.length, mostRows)) for (const reader of readers) reader?.expect?.(rows);
  for (const [group, range] of rowRanges(metadata).entries()) {
    const end = Math.min(range.end, mostRows);
    for (const [column, reader] of readers.entries()) {
      if (!reader) continue;
      const { name } = tops[column];
      const codecs = await codecsFor(metadata, [name], file);
      const decoding = { codecs, budget, parsers: PARSERS, texts: texts[column] };
      const found = await readable(file, () => {
        const chunk = chunkOf(tops[column], group, bytes);
        return kinds[column] === 'lists'
          ? listsOf(chunk, decoding, range.start + 1)
          : flatValues(chunk, decoding, end - range.start);
      });
      let row = range.start;
      while (row < end) {
        const { value: some, done } = await readable(file, () => found.next());
        if (done) break;
        row += hand(reader, some, row, end);
      }
      await found.return(undefined);
    }
  }
  return rows;
}

/** Gives a reader the values from `row` on, but none from `end` on. Returns how many there were. */
function hand(
  reader: ColumnReader<unknown>,
  some: ArrayLike<unknown> | Coded,
  row: number,
  end: number,
): number {
  const { length } = isCoded(some) ? some.indices : some;
  const wanted = length > end - row ? firstOf(some, end - row) : some;
  if (isCoded(wanted) && reader.coded) reader.coded(wanted, row + 1);
  else reader.run(uncoded(wanted), row + 1);
  return length;
}

/** The first of some values. */
function firstOf(values: ArrayLike<unknown> | Coded, count: number): ArrayLike<unknown> | Coded {
  if (isCoded(values)) return { ...values, indices: values.indices.subarray(0, count) };
  return Array.isArray(values)
    ? values.slice(0, count)
    : (values as unknown as Float64Array).subarray(0, count);
}

function kindOf(top: TopColumn): CellKind {
  if (isListColumn(top)) return 'lists';
  return top.children.length > 0 || top.element.repetition_type === 'REPEATED' ? 'nested' : 'values';
}

/** The chunk of a column in a row group that has rows. */
function chunkOf({ name, metadata }: TopColumn, group: number, bytes: Uint8Array<ArrayBuffer>): Chunk {
  const { num_rows: rows, columns } = metadata.row_groups.filter(hasRows)[group];
  const chunk = onlyChunk(columns, name);
  const { start, end } = chunkRange(chunk, bytes.length);
  const leaf = leafOf(metadata, chunk);
  if (leaf.repetition > 0 && chunk.num_values > BigInt(bytes.length) * MOST_ROWS_A_BYTE) {
    throw new Error(`${chunk.num_values} values in lists of a file of ${bytes.length} bytes`);
  }
  return {
    name,
    content: bytes.subarray(start, end),
    start,
    codec: chunk.codec,
    rows: Number(rows),
    values: Number(leaf.repetition > 0 ? chunk.num_values : rows),
    leaf,
  };
}

/** The one chunk of a column in a row group. */
function onlyChunk(columns: FileMetaData['row_groups'][number]['columns'], name: string): ColumnMetaData {
  const [chunk, ...others] = columns;
  if (!chunk?.meta_data || others.length > 0) {
    throw new Error(`${columns.length} chunks of column ${named(name)} in one row group`);
  }
  return chunk.meta_data;
}

function hasRows({ num_rows: rows }: FileMetaData['row_groups'][number]): boolean {
  return rows > 0n;
}

/** The rows of each row group that has some. */
function rowRanges({ row_groups: groups }: FileMetaData): { start: number; end: number }[] {
  let start = 0;
  return groups.flatMap(({ num_rows: count }) => {
    const range = { start, end: start + Number(count) };
    start = range.end;
    return count > 0n ? [range] : [];
  });
}

const TEXT = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * A mark at the beginning of a text belongs to it, and times keep all their digits: as ids, they must not
 * become one.
 */
const PARSERS = {
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && TEXT.decode(bytes),
  timestampFromMicroseconds: (micros: bigint) => timeOf(micros, 1_000n),
  timestampFromNanoseconds: (nanos: bigint) => timeOf(nanos, 1_000_000n),
};

/** A time in ISO 8601, `scale` units a millisecond. */
function timeOf(units: bigint, scale: bigint): string {
  const rest = ((units % scale) + scale) % scale;
  const digits = `${rest}`.padStart(`${scale}`.length - 1, '0');
  const time = new Date(Number((units - rest) / scale));
  if (Number.isNaN(time.getTime())) throw new Error('a time that no calendar has');
  return time.toISOString().replace('Z', rest === 0n ? 'Z' : `${digits}Z`);
}

function ofStructs(file: string, column: string): string {
  return (
    `${file}: expected one value or one list a cell in column ${column}, got structs or lists within ` +
    `lists; make columns of them with pandas, as pd.json_normalize(df["${column}"]).`
  );
}

/** Who gave the answers in a Parquet file, on what, by its metadata; null where that is not said. */
export async function answersIn(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<string | null> {
  const read = async (start: number, end: number) => bytes.subarray(start, end);
  const { key_value_metadata: pairs } = await readable(file, () => readFooter(bytes.length, read, file));
  return pairs?.find(({ key }) => key === ANSWERS)?.value || null;
}

/** A Parquet file (Snappy) of columns of equal length; `answers` says who gave them, on what. */
export async function writeParquet(
  columns: ParquetColumn[],
  answers?: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const columnData = columns.map(({ name, type, data }) => ({
    name,
    type,
    data: data as Int32Array | Float32Array | string[],
    nullable: false,
  }));
  const kvMetadata = answers === undefined ? undefined : [{ key: ANSWERS, value: answers }];
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 1_000_000, kvMetadata }));
}

/** What `read` gives, or one sentence with the reason why the file cannot be read. */
export async function readable<T>(file: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith(`${file}: `)) throw error;
    const reason = messageOf(error).replace(/\s+/g, ' ').slice(0, 160);
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
      `${file}: expected as many rows as its ${fileBytes} bytes and row groups can hold (${rows}), got ` +
        `${metadata.num_rows}.`,
    );
  }
  checkCells(Number(rows), 'rows', file);
  return Number(rows);
}
