import { concat } from './tarOf';

/**
 * A field of a struct in Thrift's compact protocol: a whole number, a text, a flag, a struct, or a list of
 * structs or texts.
 */
type Value = number | string | boolean | Fields | (Fields | string)[];
type Fields = { [id: number]: Value };

/**
 * A column of a Parquet file as its schema and its metadata tell it, by the numbers of parquet.thrift, and
 * its pages as they stand in the file.
 */
export type HandMadeColumn = {
  name: string;
  type: number;
  schema?: Fields;
  codec?: number;
  dictionary?: boolean;
  /** How many values it claims, where these are not as many as rows: lists. */
  values?: number;
  pages: { header: Fields; body: ArrayLike<number> }[];
};

/** A Parquet file of one row group made by hand, right or wrong. */
export function parquetOf(rows: number, columns: HandMadeColumn[]): Uint8Array<ArrayBuffer> {
  let offset = 4;
  const parts: ArrayLike<number>[] = [magic];
  const chunks = columns.map(({ name, type, codec = 0, dictionary, values = rows, pages }) => {
    const bytes = concat(...pages.flatMap(({ header, body }) => [struct(header), body]));
    const start = offset;
    parts.push(bytes);
    offset += bytes.length;
    const place: Fields = dictionary ? { 9: start, 11: start } : { 9: start };
    return {
      2: start,
      3: { 1: type, 3: [name], 4: codec, 5: values, 6: bytes.length, 7: bytes.length, ...place },
    };
  });
  const footer = struct({
    1: 1,
    2: [
      { 4: 'schema', 5: columns.length },
      ...columns.map(({ name, type, schema }) => ({ 1: type, 3: 0, 4: name, ...schema })),
    ],
    3: rows,
    4: [{ 1: chunks, 2: offset, 3: rows }],
  });
  return concat(...parts, footer, uint32(footer.length), magic);
}

const magic = [0x50, 0x41, 0x52, 0x31];

/** A file of a footer alone. */
export function parquetWithFooter(footer: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  return concat(magic, footer, uint32(footer.length), magic);
}

/** The header of a data page of the first version. */
export function pageHeader(count: number, bytes: number, encoding = 0): Fields {
  return { 1: 0, 2: bytes, 3: bytes, 5: { 1: count, 2: encoding, 3: 3, 4: 3 } };
}

function uint32(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 255);
}

/** A whole number of at most 2^53, seven bits a byte. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return [...bytes, left];
}

function struct(fields: Fields): Uint8Array {
  const parts = Object.entries(fields).map(([id, value]) => {
    const { type, bytes } = element(value);
    return concat([type], varint(2 * Number(id)), bytes);
  });
  return concat(...parts, [0]);
}

function element(value: Value): { type: number; bytes: ArrayLike<number> } {
  if (typeof value === 'number') return { type: 5, bytes: varint(value < 0 ? -2 * value - 1 : 2 * value) };
  if (typeof value === 'boolean') return { type: value ? 1 : 2, bytes: [] };
  if (typeof value === 'string') {
    const text = new TextEncoder().encode(value);
    return { type: 8, bytes: concat(varint(text.length), text) };
  }
  if (!Array.isArray(value)) return { type: 12, bytes: struct(value) };
  const elements = value.map(element);
  const head = [0xf0 | (elements[0]?.type ?? 12), ...varint(elements.length)];
  return { type: 9, bytes: concat(head, ...elements.map(({ bytes }) => bytes)) };
}
