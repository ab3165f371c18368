import { sizeOf } from '../../model/sizeOf';
import { halfToFloat } from '../bytes/half';
import { named } from '../check';

type Numbers =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/**
 * An array of numpy in row-major (C) order. Float16 is widened to float32; whole numbers of 64 bits become
 * float64, exactly; booleans are 0 and 1. An array of text has `texts` and no numbers.
 */
export type NpyArray =
  | { kind: 'numbers'; dtype: string; shape: number[]; values: Numbers }
  | { kind: 'text'; shape: number[]; texts: string[] };

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const LONGEST_HEADER = 1 << 16;
const MOST_AXES = 32;

type Read = (bytes: Uint8Array<ArrayBuffer>, file: string) => Numbers;
const view =
  <T>(make: new (buffer: ArrayBuffer, offset: number, length: number) => T, width: number) =>
  ({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): T =>
    new make(buffer, byteOffset, length / width);

const READERS: Record<string, { width: number; read: Read }> = {
  '|b1': { width: 1, read: view(Uint8Array, 1) },
  '|u1': { width: 1, read: view(Uint8Array, 1) },
  '|i1': { width: 1, read: view(Int8Array, 1) },
  '<u2': { width: 2, read: view(Uint16Array, 2) },
  '<i2': { width: 2, read: view(Int16Array, 2) },
  '<u4': { width: 4, read: view(Uint32Array, 4) },
  '<i4': { width: 4, read: view(Int32Array, 4) },
  '<u8': { width: 8, read: (bytes, file) => exact(view(BigUint64Array, 8)(bytes), file) },
  '<i8': { width: 8, read: (bytes, file) => exact(view(BigInt64Array, 8)(bytes), file) },
  '<f2': { width: 2, read: (bytes) => halfToFloat(view(Uint16Array, 2)(bytes)) },
  '<f4': { width: 4, read: view(Float32Array, 4) },
  '<f8': { width: 8, read: view(Float64Array, 8) },
};

/** How numbers of a type are read: the bytes of each, and from bytes; throws where the type is no number. */
export function npyNumbers(
  dtype: string,
  file: string,
): { width: number; read: (bytes: Uint8Array) => Numbers } {
  if (!Object.hasOwn(READERS, dtype)) throw unsupported(dtype, file);
  const { width, read } = READERS[dtype];
  return {
    width,
    read: (bytes) => read(width > 1 ? bytes.slice() : (bytes as Uint8Array<ArrayBuffer>), file),
  };
}

/** How many bytes come before the data, as the first twelve of an npy file say. */
export function npyDataStart(first: Uint8Array): number {
  const fields = new DataView(first.buffer, first.byteOffset, first.byteLength);
  return first[6] === 1 ? 10 + fields.getUint16(8, true) : 12 + fields.getUint32(8, true);
}

/** Whether bytes begin with the magic of npy. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

/**
 * Reads an npy file (numpy.lib.format, versions 1 to 3): little-endian whole numbers, floats and booleans in
 * C or Fortran order, and text (`<U`). Arrays of Python objects are pickles, which run code when they are
 * opened: they are refused.
 */
export function readNpy(bytes: Uint8Array<ArrayBuffer>, file: string): NpyArray {
  const { dtype: type, fortran, shape, start } = readNpyHeader(bytes, file);
  const characters = /^<U(\d{1,6})$/.exec(type)?.[1];
  if (characters === undefined && !Object.hasOwn(READERS, type)) throw unsupported(type, file);
  const width = characters === undefined ? READERS[type].width : 4 * Number(characters);
  const count = shape.reduce((product, extent) => product * BigInt(extent), 1n);
  const size = count * BigInt(width);
  if (size !== BigInt(bytes.length - start)) {
    const after = bytes.subarray(Number(size) + start);
    const advice =
      size > bytes.length - start
        ? 'the file may have been cut off'
        : isNpy(after)
          ? 'another array follows (numpy.save was called more than once): save them with numpy.savez'
          : 'something else follows the array; save it again';
    throw new Error(
      `${file}: expected ${size} bytes of data for shape (${shape.join(', ')}) and type ${type}, got ` +
        `${bytes.length - start}; ${advice}.`,
    );
  }
  if (characters !== undefined) {
    if (width === 0 && count > 0n) throw unsupported(type, file);
    const texts = readTexts(bytes.subarray(start), Number(characters), file);
    return { kind: 'text', shape, texts: fortran ? toRowMajor(texts, shape, []) : texts };
  }
  const data = (bytes.byteOffset + start) % width === 0 ? bytes.subarray(start) : bytes.slice(start);
  const values = READERS[type].read(data, file);
  return {
    kind: 'numbers',
    dtype: type,
    shape,
    values: fortran && shape.length > 1 ? toRowMajor(values, shape, values.slice()) : values,
  };
}

function unsupported(dtype: string, file: string): Error {
  const advice = dtype.includes('O')
    ? 'Python objects, which are never opened; save plain numbers'
    : 'convert the array with astype';
  return new Error(
    `${file}: expected one of the types bool, u1, i1, <u2, <i2, <u4, <i4, <u8, <i8, <f2, <f4, <f8 or <U, ` +
      `got ${JSON.stringify(named(dtype))}; ${advice}.`,
  );
}

/**
 * The header of an npy file that `bytes` begin with: its type (`|u1` for bytes), order, extents, and where
 * the data start.
 */
export function readNpyHeader(
  bytes: Uint8Array,
  file: string,
): { dtype: string; fortran: boolean; shape: number[]; start: number } {
  if (!isNpy(bytes) || bytes.length < 10) {
    throw new Error(
      `${file}: expected an npy file (it begins with \\x93NUMPY), got bytes ` +
        `${bytes.subarray(0, 6).join(' ') || 'none'}.`,
    );
  }
  const version = bytes[6];
  if (version < 1 || version > 3 || bytes[7] !== 0) {
    throw new Error(`${file}: expected npy version 1.0, 2.0 or 3.0, got ${version}.${bytes[7]}.`);
  }
  const before = version === 1 ? 10 : 12;
  const fields = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length =
    bytes.length < before ? Infinity : version === 1 ? fields.getUint16(8, true) : fields.getUint32(8, true);
  const start = before + length;
  if (length > LONGEST_HEADER || start > bytes.length) {
    throw new Error(
      `${file}: expected an npy header within the ${bytes.length} bytes of the file and ${LONGEST_HEADER}, ` +
        `got a header length of ${length}.`,
    );
  }
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(before, start));
  const dtype = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  // Python 2 writes whole numbers as 2L.
  const extents = /'shape'\s*:\s*\(([\dL,\s]*)\)/.exec(text)?.[1];
  const shape = extents
    ?.split(',')
    .map((extent) => extent.trim())
    .filter((extent) => extent !== '')
    .map((extent) => (/^\d+L?$/.test(extent) ? Number.parseInt(extent, 10) : Number.NaN));
  if (
    dtype === undefined ||
    !order ||
    !shape ||
    shape.length > MOST_AXES ||
    !shape.every(Number.isSafeInteger)
  ) {
    throw new Error(
      `${file}: expected an npy header with descr (one type), fortran_order and shape, got ` +
        `${JSON.stringify(named(text.trim()))}.`,
    );
  }
  const type = /^[<>|]?([bui]1)$/.test(dtype) ? `|${dtype.slice(-2)}` : dtype;
  return { dtype: type, fortran: order === 'True', shape, start };
}

function exact(values: BigInt64Array | BigUint64Array, file: string): Float64Array<ArrayBuffer> {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    numbers[i] = Number(values[i]);
    if (!Number.isSafeInteger(numbers[i])) {
      throw new Error(`${file}: expected whole numbers below 2^53, got ${values[i]} at position ${i}.`);
    }
  }
  return numbers;
}

function readTexts(bytes: Uint8Array<ArrayBuffer>, characters: number, file: string): string[] {
  const points = view(Uint32Array, 4)(bytes.byteOffset % 4 === 0 ? bytes : bytes.slice());
  const texts: string[] = [];
  for (let at = 0; at < points.length; at += characters) {
    const text = points.subarray(at, at + characters);
    const end = text.findLastIndex((point) => point !== 0) + 1;
    const bad = text.findIndex((point) => point > 0x10ffff || (point >= 0xd800 && point < 0xe000));
    if (bad >= 0)
      throw new Error(`${file}: expected text in element ${texts.length}, got code ${text[bad]}.`);
    texts.push(Array.from(text.subarray(0, end), (point) => String.fromCodePoint(point)).join(''));
  }
  return texts;
}

/** Column-major values in row-major order, written to `into`. */
function toRowMajor<T extends { [index: number]: unknown; length: number }>(
  values: T,
  shape: number[],
  into: T,
): T {
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  let from = 0;
  for (let to = 0; to < values.length; to++) {
    into[to] = values[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return into;
}
