import { thriftReader } from './thrift';

/** What the header of a page says of it; counts are as claimed, -1 where there is none. */
export type PageHeader = {
  kind: 'data' | 'dictionary';
  /** Bytes that follow, and how many they are inflated. */
  stored: number;
  inflated: number;
  count: number;
  /** The number of the encoding of its values. */
  encoding: number;
  /** What pages of the second version say besides: bytes of levels, and whether the values are packed. */
  second: { rows: number; nulls: number; repetition: number; definition: number; packed: boolean } | null;
  /** Where the page's bytes begin. */
  end: number;
};

const DATA = 0;
const DICTIONARY = 2;
const DATA_2 = 3;

/**
 * Reads the header of a page (apache/parquet-format, parquet.thrift) at `start` of a column chunk. Throws
 * what is wrong.
 */
export function readPageHeader(bytes: Uint8Array, start: number): PageHeader {
  const thrift = thriftReader(bytes, start);
  let [type, stored, inflated] = [-1, -1, -1];
  const counts = new Map<number, { count: number; encoding: number }>();
  const second = { rows: -1, nulls: -1, repetition: 0, definition: 0, packed: true };
  const plain = (id: number, each: number) => {
    const found = { count: -1, encoding: -1 };
    thrift.inner(each, (field, of) => {
      if (field === 1) found.count = thrift.integer(of);
      else if (field === 2) found.encoding = thrift.integer(of);
      else return true;
    });
    counts.set(id, found);
  };
  const versionTwo = (each: number) => {
    const found = { count: -1, encoding: -1 };
    thrift.inner(each, (field, of) => {
      if (field === 1) found.count = thrift.integer(of);
      else if (field === 2) second.nulls = thrift.integer(of);
      else if (field === 3) second.rows = thrift.integer(of);
      else if (field === 4) found.encoding = thrift.integer(of);
      else if (field === 5) second.definition = thrift.integer(of);
      else if (field === 6) second.repetition = thrift.integer(of);
      else if (field === 7) second.packed = thrift.flag(of);
      else return true;
    });
    counts.set(8, found);
  };
  thrift.struct((id, each) => {
    if (id === 1) type = thrift.integer(each);
    else if (id === 2) inflated = thrift.integer(each);
    else if (id === 3) stored = thrift.integer(each);
    else if (id === 5 || id === 7) plain(id, each);
    else if (id === 8) versionTwo(each);
    else return true;
  });
  const own = counts.get(type === DATA ? 5 : type === DICTIONARY ? 7 : type === DATA_2 ? 8 : -1);
  return {
    kind: type === DICTIONARY ? 'dictionary' : 'data',
    stored,
    inflated,
    count: own?.count ?? -1,
    encoding: own?.encoding ?? -1,
    second: type === DATA_2 ? second : null,
    end: thrift.offset(),
  };
}
