import { crc32 } from '../bytes/crc32';

/** A file to pack. `name` is its path with slashes. */
export type FileToPack = { name: string; bytes: Uint8Array<ArrayBuffer> };

/** 1 January 1980, the first day that zip knows: the same files give the same bytes. */
const DATE = 0x21;
const UTF_8 = 0x800;
const LARGEST = 0xffffffff;

/**
 * A zip file that stores `files` as they are, with CRC-32, in pieces to lay end to end (`new Blob(pieces)`):
 * contents are not copied. Equal files give equal bytes. Throws past 4 GiB or 65,535 files.
 */
export function writeZip(files: FileToPack[]): Uint8Array<ArrayBuffer>[] {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const path = new TextEncoder().encode(name);
    const common = [UTF_8, 0, 0, DATE];
    const sizes = [crc32(bytes), bytes.length, bytes.length];
    pieces.push(record(0x04034b50, [20, ...common], sizes, [path.length, 0]), path, bytes);
    directory.push(
      record(0x02014b50, [20, 20, ...common], sizes, [path.length, 0, 0, 0, 0, 0, 0], [offset]),
      path,
    );
    offset += 30 + path.length + bytes.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  if (offset + size + 22 > LARGEST || files.length > 65_535) {
    throw new Error(
      `Expected at most 65,535 files and 4 GiB to pack, got ${files.length} files and ${offset} bytes; ` +
        'leave images or networks out.',
    );
  }
  return [
    ...pieces,
    ...directory,
    record(0x06054b50, [0, 0, files.length, files.length], [size, offset], [0]),
  ];
}

/** A signature, 16-bit, 32-bit, 16-bit and again 32-bit fields, little-endian. */
function record(
  signature: number,
  first: number[],
  wide: number[],
  second: number[],
  last: number[] = [],
): Uint8Array<ArrayBuffer> {
  const view = new DataView(
    new ArrayBuffer(4 + 2 * (first.length + second.length) + 4 * (wide.length + last.length)),
  );
  let at = 0;
  const put32 = (value: number) => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const put16 = (value: number) => {
    view.setUint16(at, value, true);
    at += 2;
  };
  put32(signature);
  first.forEach(put16);
  wide.forEach(put32);
  second.forEach(put16);
  last.forEach(put32);
  return new Uint8Array(view.buffer);
}
