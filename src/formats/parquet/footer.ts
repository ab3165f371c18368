/** Reads the footer of a Parquet file: what columns there are, and where their pages lie. */
import type { ColumnChunk, ColumnMetaData, FileMetaData, LogicalType, SchemaElement } from 'hyparquet';
import {
  CompressionCodecs,
  ConvertedTypes,
  FieldRepetitionTypes,
  ParquetTypes,
} from 'hyparquet/src/constants.js';
import { named } from '../check';
import { type ThriftReader, thriftReader } from './thrift';

const TAIL = 8;
const PLAIN = 0x31524150;
const ENCRYPTED = 0x45524150;
const LARGEST_FOOTER = 1 << 28;
const MOST_LEVELS = 64;
const MOST_COLUMNS = 1 << 18;

/** A column of a table, with all of it that is nested, as a file of its own. */
export type TopColumn = {
  name: string;
  element: SchemaElement;
  children: SchemaElement[];
  /**
   * The metadata of a file that has this column alone: what is read of it does not depend on how many others
   * there are.
   */
  metadata: FileMetaData;
};

/** Whether bytes begin as a Parquet file does whose footer is encrypted. */
export function isEncryptedParquet(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x41 && bytes[2] === 0x52 && bytes[3] === 0x45;
}

/** The sentence for a file, or a column of it, that is encrypted. */
export function encrypted(file: string, what = 'an encrypted one'): Error {
  return new Error(
    `${file}: expected Parquet that is not encrypted, got ${what}; open it with its key where it was made, ` +
      'and save it without encryption.',
  );
}

/**
 * The footer of a Parquet file (apache/parquet-format, parquet.thrift) of `size` bytes, as hyparquet takes
 * it; of it only what is used here. Time and memory follow the bytes of the footer. Throws what is wrong, or
 * one sentence where the file is encrypted.
 */
export async function readFooter(
  size: number,
  read: (start: number, end: number) => Promise<Uint8Array>,
  file: string,
): Promise<FileMetaData> {
  if (size < TAIL + 4) throw new Error(`${size} bytes`);
  const tail = viewOf(await read(size - TAIL, size));
  const length = tail.getUint32(0, true);
  const magic = tail.getUint32(4, true);
  if (magic === ENCRYPTED) throw encrypted(file);
  if (magic !== PLAIN) throw new Error('no PAR1 at its end');
  if (length > size - TAIL || length > LARGEST_FOOTER)
    throw new Error(`a footer of ${length} of ${size} bytes`);
  return footerOf(await read(size - TAIL - length, size - TAIL), file);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function footerOf(bytes: Uint8Array, file: string): FileMetaData {
  const thrift = thriftReader(bytes);
  const schema: SchemaElement[] = [];
  const groups: FileMetaData['row_groups'] = [];
  const pairs: { key: string; value: string }[] = [];
  let rows = -1;
  thrift.struct((id, type) => {
    if (id === 2) {
      thrift.structs(type, () => {
        if (schema.push(elementOf(thrift)) > MOST_COLUMNS)
          throw new Error(`more than ${MOST_COLUMNS} columns`);
      });
    } else if (id === 3) rows = thrift.integer(type);
    else if (id === 4) thrift.structs(type, () => groups.push(groupOf(thrift, file)));
    else if (id === 5) {
      thrift.structs(type, () => {
        const pair = pairOf(thrift);
        if (pair.key !== '') pairs.push(pair);
      });
    } else return true;
  });
  if (schema.length === 0) throw new Error('a footer without a schema');
  return {
    version: 1,
    schema,
    num_rows: count(rows),
    row_groups: groups,
    key_value_metadata: pairs,
    metadata_length: bytes.length,
  };
}

/** A count as hyparquet has it; one that is none is -1, which no check lets pass. */
function count(value: number): bigint {
  return Number.isSafeInteger(value) ? BigInt(value) : -1n;
}

function pairOf(thrift: ThriftReader): { key: string; value: string } {
  const pair = { key: '', value: '' };
  thrift.struct((id, type) => {
    if (id === 1) pair.key = thrift.text(type);
    else if (id === 2) pair.value = thrift.text(type);
    else return true;
  });
  return pair;
}

function elementOf(thrift: ThriftReader): SchemaElement {
  const element: Partial<SchemaElement> = {};
  thrift.struct((id, type) => {
    if (id === 1) element.type = ParquetTypes[thrift.integer(type)];
    else if (id === 2) element.type_length = thrift.integer(type);
    else if (id === 3) element.repetition_type = FieldRepetitionTypes[thrift.integer(type)];
    else if (id === 4) element.name = thrift.text(type);
    else if (id === 5) element.num_children = thrift.integer(type);
    else if (id === 6) element.converted_type = ConvertedTypes[thrift.integer(type)];
    else if (id === 7) element.scale = thrift.integer(type);
    else if (id === 8) element.precision = thrift.integer(type);
    else if (id === 10) element.logical_type = logicalType(thrift, type);
    else return true;
  });
  const { name } = element;
  if (name === undefined) throw new Error('a column without a name');
  return { ...element, name };
}

/** The types of columns without further fields, by their numbers in the union of logical types. */
const LOGICAL: Record<number, LogicalType> = {
  1: { type: 'STRING' },
  2: { type: 'MAP' },
  3: { type: 'LIST' },
  4: { type: 'ENUM' },
  6: { type: 'DATE' },
  11: { type: 'NULL' },
  12: { type: 'JSON' },
  13: { type: 'BSON' },
  14: { type: 'UUID' },
  15: { type: 'FLOAT16' },
};

/** What hyparquet turns values into; of others they stay as they are. */
function logicalType(thrift: ThriftReader, type: number): LogicalType | undefined {
  let found: LogicalType | undefined;
  thrift.inner(type, (id, each) => {
    if (id === 8) found = timestamp(thrift, each);
    else if (id === 10) found = integerType(thrift, each);
    else {
      found = LOGICAL[id];
      return true;
    }
  });
  return found;
}

function timestamp(thrift: ThriftReader, type: number): LogicalType {
  let isAdjustedToUTC = false;
  let unit: 'MILLIS' | 'MICROS' | 'NANOS' = 'MILLIS';
  thrift.inner(type, (id, each) => {
    if (id === 1) isAdjustedToUTC = thrift.flag(each);
    else if (id === 2) {
      thrift.inner(each, (which) => {
        unit = which === 3 ? 'NANOS' : which === 2 ? 'MICROS' : 'MILLIS';
        return true;
      });
    } else return true;
  });
  return { type: 'TIMESTAMP', isAdjustedToUTC, unit };
}

function integerType(thrift: ThriftReader, type: number): LogicalType {
  let [bitWidth, isSigned] = [64, true];
  thrift.inner(type, (id, each) => {
    if (id === 1) bitWidth = thrift.integer(each);
    else if (id === 2) isSigned = thrift.flag(each);
    else return true;
  });
  return { type: 'INTEGER', bitWidth, isSigned };
}

function groupOf(thrift: ThriftReader, file: string): FileMetaData['row_groups'][number] {
  const columns: ColumnChunk[] = [];
  let rows = -1;
  thrift.struct((id, type) => {
    if (id === 1) thrift.structs(type, () => columns.push(chunkOf(thrift, file)));
    else if (id === 3) rows = thrift.integer(type);
    else return true;
  });
  if (rows < 0) throw new Error('a row group without a number of rows');
  return { columns, num_rows: count(rows), total_byte_size: 0n };
}

function chunkOf(thrift: ThriftReader, file: string): ColumnChunk {
  let data: ColumnMetaData | undefined;
  let hidden = false;
  let elsewhere = '';
  thrift.struct((id, type) => {
    if (id === 1) elsewhere = thrift.text(type);
    else if (id === 3) data = columnData(thrift, type);
    else if (id === 8) {
      hidden = true;
      return true;
    } else return true;
  });
  if (hidden) throw encrypted(file, `column ${named(data?.path_in_schema.join('.') ?? 'unknown')} encrypted`);
  if (elsewhere !== '') throw new Error(`a column in another file, ${named(elsewhere)}`);
  if (!data) throw new Error('a column chunk without metadata');
  return { file_offset: 0n, meta_data: data };
}

function columnData(thrift: ThriftReader, type: number): ColumnMetaData {
  const data: ColumnMetaData = {
    type: 'BYTE_ARRAY',
    encodings: [],
    path_in_schema: [],
    codec: 'UNCOMPRESSED',
    num_values: -1n,
    total_uncompressed_size: 0n,
    total_compressed_size: -1n,
    data_page_offset: -1n,
  };
  thrift.inner(type, (id, each) => {
    if (id === 1) data.type = ParquetTypes[thrift.integer(each)];
    else if (id === 3) data.path_in_schema = thrift.texts(each);
    else if (id === 4) {
      const codec = thrift.integer(each);
      data.codec = CompressionCodecs[codec] ?? (`number ${codec}` as ColumnMetaData['codec']);
    } else if (id === 5) data.num_values = count(thrift.integer(each));
    else if (id === 7) data.total_compressed_size = count(thrift.integer(each));
    else if (id === 9) data.data_page_offset = count(thrift.integer(each));
    else if (id === 11) data.dictionary_page_offset = count(thrift.integer(each));
    else return true;
  });
  if (data.path_in_schema.length === 0 || data.total_compressed_size < 0n || data.data_page_offset < 0n) {
    throw new Error('a column chunk that does not say where it is');
  }
  return data;
}

/**
 * The columns of a file's table, those of columns in columns among them; throws where the schema does not add
 * up.
 */
export function topColumns({ schema, row_groups: groups, ...rest }: FileMetaData): TopColumn[] {
  const [root] = schema;
  const width = root.num_children ?? 0;
  const chunks = groups.map(({ columns }, group) => {
    if (columns.length < width)
      throw new Error(`${columns.length} of ${width} columns in row group ${group}`);
    const byName = new Map<string, ColumnChunk[]>();
    for (const chunk of columns) {
      const name = chunk.meta_data?.path_in_schema[0] ?? '';
      const before = byName.get(name);
      if (before) before.push(chunk);
      else byName.set(name, [chunk]);
    }
    return byName;
  });
  const tops: TopColumn[] = [];
  let index = 1;
  for (let left = width; left > 0; left--) {
    const end = afterSubtree(schema, index);
    const part = schema.slice(index, end);
    const [element] = part;
    const { name } = element;
    tops.push({
      name,
      element,
      children: childrenOf(part),
      metadata: {
        ...rest,
        key_value_metadata: undefined,
        schema: [{ ...root, num_children: 1 }, ...part],
        row_groups: groups.map((group, at) => ({ ...group, columns: chunks[at].get(name) ?? [] })),
      },
    });
    index = end;
  }
  if (index !== schema.length)
    throw new Error(`a schema of ${schema.length} columns that ends after ${index}`);
  return tops;
}

/** Whether a column holds lists of single values: one field on the way repeats, and none has a sibling. */
export function isListColumn({ metadata: { schema } }: TopColumn): boolean {
  const path = schema.slice(1);
  const isLine = path.every(
    ({ num_children: children = 0 }, at) => children === (at < path.length - 1 ? 1 : 0),
  );
  return isLine && path.filter(({ repetition_type: type }) => type === 'REPEATED').length === 1;
}

/** Where the next element after the one at `start` and all below it stands. */
export function afterSubtree(schema: SchemaElement[], start: number): number {
  const open: number[] = [];
  let index = start;
  do {
    const element = schema[index++];
    if (!element) throw new Error('a schema with fewer columns than it says');
    const children = element.num_children ?? 0;
    if (children < 0 || open.length > MOST_LEVELS) throw new Error(`a schema more than ${MOST_LEVELS} deep`);
    if (open.length > 0) open[open.length - 1]--;
    if (children > 0) open.push(children);
    while (open.length > 0 && open[open.length - 1] === 0) open.pop();
  } while (open.length > 0);
  return index;
}

function childrenOf(part: SchemaElement[]): SchemaElement[] {
  const children: SchemaElement[] = [];
  for (let index = 1; index < part.length; index = afterSubtree(part, index)) children.push(part[index]);
  return children;
}
