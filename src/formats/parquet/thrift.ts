/** Reads what Parquet writes in Thrift's compact protocol; the numbers of its types. */
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;
const DEEPEST = 32;

export type ThriftReader = ReturnType<typeof thriftReader>;

/**
 * Walks a struct of the compact protocol (Apache Thrift, doc/specs/thrift-compact-protocol.md) field by
 * field. Nothing is kept or allocated but what the caller asks for, a list is only as long as it has
 * elements, and every step takes a byte at least. Throws what is wrong, where.
 */
export function thriftReader(bytes: Uint8Array, start = 0) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  let depth = 0;
  const wrong = (what: string) => new Error(`${what} at byte ${at} of its metadata`);
  const byte = () => {
    if (at >= bytes.length) throw wrong('an end');
    return bytes[at++];
  };
  const varint = (): number => {
    let value = 0;
    let factor = 1;
    for (let read = 0; read < 10; read++) {
      const next = byte();
      value += (next & 0x7f) * factor;
      if (next < 0x80) return value;
      factor *= 128;
    }
    throw wrong('a number of more than ten bytes');
  };
  /** How many bytes, or elements of a byte at least, follow. */
  const size = (claimed: number) => {
    if (claimed > bytes.length - at)
      throw wrong(`a claim of ${claimed} where ${bytes.length - at} bytes are left`);
    return claimed;
  };
  const expect = (type: number, ...types: number[]) => {
    if (!types.includes(type)) throw wrong(`a field of another type (${type})`);
  };

  /**
   * Calls `field` with the number and type of each field; it reads the value, or leaves it and says so by
   * returning true.
   */
  function struct(field: (id: number, type: number) => unknown): void {
    if (++depth > DEEPEST) throw wrong(`structures ${DEEPEST} deep`);
    let id = 0;
    for (;;) {
      const head = byte();
      const type = head & 15;
      if (type === 0) break;
      id = head >> 4 === 0 ? zigzag(varint()) : id + (head >> 4);
      if (field(id, type) === true) skip(type);
    }
    depth--;
  }

  function list(type: number, element: (type: number) => void): void {
    expect(type, LIST);
    if (++depth > DEEPEST) throw wrong(`lists ${DEEPEST} deep`);
    const head = byte();
    const count = size(head >> 4 === 15 ? varint() : head >> 4);
    const each = head & 15;
    for (let i = 0; i < count; i++) element(each === FALSE ? TRUE : each);
    depth--;
  }

  function skip(type: number, inList = false): void {
    if (type === TRUE || type === FALSE) {
      if (inList) byte();
    } else if (type === BYTE) byte();
    else if (type > BYTE && type <= I64) varint();
    else if (type === DOUBLE) at += size(8);
    else if (type === BINARY) {
      const length = size(varint());
      at += length;
    } else if (type === LIST) list(type, (each) => skip(each, true));
    else if (type === STRUCT) struct(() => true);
    else throw wrong(`a field of type ${type}`);
  }

  return {
    struct,
    /** Goes through the structs of a list. */
    structs: (type: number, element: () => void) =>
      list(type, (each) => {
        expect(each, STRUCT);
        element();
      }),
    /** Goes through the fields of a struct in a field. */
    inner(type: number, field: (id: number, type: number) => unknown) {
      expect(type, STRUCT);
      struct(field);
    },
    texts(type: number): string[] {
      const all: string[] = [];
      list(type, (each) => all.push(text(each)));
      return all;
    },
    integer(type: number): number {
      expect(type, BYTE, 4, 5, I64);
      return type === BYTE ? (byte() << 24) >> 24 : zigzag(varint());
    },
    flag(type: number): boolean {
      expect(type, TRUE, FALSE);
      return type === TRUE;
    },
    text,
    /** The first byte that was not read. */
    offset: () => at,
  };

  function text(type: number): string {
    expect(type, BINARY);
    const length = size(varint());
    at += length;
    return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at - length, length));
  }
}

/** Past 2^53 rounded, which no check of a count lets pass. */
function zigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
