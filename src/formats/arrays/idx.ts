/** Greyscale images of an IDX file: u8 [count, height, width], row-major. */
export type IdxImages = { count: number; height: number; width: number; images: Uint8Array };

/**
 * The images of an IDX file of bytes in three dimensions (http://yann.lecun.com/exdb/mnist/). `images` is a
 * view.
 */
export function readIdxImages(bytes: Uint8Array, file: string): IdxImages {
  const { shape, data } = readIdx(bytes, 3, file);
  const [count, height, width] = shape;
  return { count, height, width, images: data };
}

/** The labels of an IDX file of bytes in one dimension, as a view. */
export function readIdxLabels(bytes: Uint8Array, file: string): Uint8Array {
  return readIdx(bytes, 1, file).data;
}

/** The rows of an IDX file of bytes in two dimensions: `count` of `width` bytes each, as a view. */
export function readIdxRows(
  bytes: Uint8Array,
  file: string,
): { count: number; width: number; rows: Uint8Array } {
  const { shape, data } = readIdx(bytes, 2, file);
  return { count: shape[0], width: shape[1], rows: data };
}

function readIdx(
  bytes: Uint8Array,
  dimensions: 1 | 2 | 3,
  file: string,
): { shape: number[]; data: Uint8Array } {
  const header = idxHeader(dimensions);
  if (bytes.length < header) {
    throw new Error(
      `${file}: expected an IDX header of ${header} bytes, got a file of ${bytes.length} bytes.`,
    );
  }
  const shape = readIdxShape(bytes, dimensions, file);
  const size = shape.reduce((product, extent) => product * BigInt(extent), 1n);
  if (size !== BigInt(bytes.length - header)) {
    throw new Error(
      `${file}: expected ${size} bytes of data for its shape ${shape.join(' x ')}, got ` +
        `${bytes.length - header} after byte ${header}.`,
    );
  }
  return { shape, data: bytes.subarray(header) };
}

/** The bytes before the data of an IDX file. */
export function idxHeader(dimensions: 1 | 2 | 3 | 4): number {
  return 4 + 4 * dimensions;
}

/** The extents that the header of an IDX file of bytes says. */
function readIdxShape(bytes: Uint8Array, dimensions: 1 | 2 | 3 | 4, file: string): number[] {
  const magic = [bytes[0], bytes[1], bytes[2], bytes[3]];
  if (magic[0] !== 0 || magic[1] !== 0 || magic[2] !== 8 || magic[3] !== dimensions) {
    throw new Error(
      `${file}: expected an IDX file of bytes in ${dimensions} dimension${dimensions > 1 ? 's' : ''} ` +
        `(first bytes 0 0 8 ${dimensions}), got first bytes ${magic.join(' ')}${adviceFor(magic)}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
}

/** What to do with numbers that are no bytes. */
function adviceFor([first, second, type]: number[]): string {
  const isOfNumbers = first === 0 && second === 0 && type >= 9 && type <= 14;
  return isOfNumbers ? ', which are wider numbers; save them as bytes from 0 to 255' : '';
}

/** The extents of an IDX file of images that `bytes` begin with: grey in three dimensions, or in four. */
export function readPictureShape(bytes: Uint8Array, file: string): number[] {
  return readIdxShape(bytes, bytes[3] === 4 ? 4 : 3, file);
}

/** Bytes that a number takes by the third byte of the magic, and how it is read (big-endian). */
const NUMBERS: Record<number, { width: number; read: (view: DataView, at: number) => number }> = {
  8: { width: 1, read: (view, at) => view.getUint8(at) },
  9: { width: 1, read: (view, at) => view.getInt8(at) },
  11: { width: 2, read: (view, at) => view.getInt16(at) },
  12: { width: 4, read: (view, at) => view.getInt32(at) },
};
/**
 * Numbers an image of QMNIST's files of labels (https://github.com/facebookresearch/qmnist): the class comes
 * first.
 */
const QMNIST = 8;

/** Whether bytes begin as an IDX file does, and in how many dimensions; null where they do not. */
export function idxDimensions(bytes: Uint8Array): number | null {
  const isIdx = bytes[0] === 0 && bytes[1] === 0 && [8, 9, 11, 12, 13, 14].includes(bytes[2]);
  return isIdx && bytes[3] >= 1 && bytes[3] <= 4 ? bytes[3] : null;
}

/**
 * The classes that an IDX file of labels holds: whole numbers [images], [images, 1], or [images, 8] as QMNIST
 * has them.
 */
export function readIdxClasses(bytes: Uint8Array, file: string): Int32Array {
  const kind = NUMBERS[bytes[2]];
  const dimensions = idxDimensions(bytes);
  if (!kind || (dimensions !== 1 && dimensions !== 2) || bytes.length < 4 + 4 * dimensions) {
    throw new Error(
      `${file}: expected an IDX file of labels (whole numbers in one dimension), got first bytes ` +
        `${[...bytes.subarray(0, 4)].join(' ') || 'none'}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(4);
  const each = dimensions === 2 ? view.getUint32(8) : 1;
  if (each !== 1 && each !== QMNIST) {
    throw new Error(
      `${file}: expected one label an image, got ${each} numbers (${count} x ${each}); save the column of ` +
        'classes alone.',
    );
  }
  const start = 4 + 4 * dimensions;
  if (count * each * kind.width !== bytes.length - start) {
    throw new Error(
      `${file}: expected ${count * each * kind.width} bytes of data for its shape ` +
        `${dimensions === 2 ? `${count} x ${each}` : count}, got ${bytes.length - start} after byte ` +
        `${start}.`,
    );
  }
  return Int32Array.from({ length: count }, (_, image) => kind.read(view, start + image * each * kind.width));
}

/**
 * The classes that the beginning of an IDX file of labels holds, as many as are whole; null where it holds
 * none.
 */
export function firstIdxClasses(head: Uint8Array): Int32Array | null {
  const kind = NUMBERS[head[2]];
  const dimensions = idxDimensions(head);
  if (!kind || (dimensions !== 1 && dimensions !== 2) || head.length < 4 + 4 * dimensions) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const each = dimensions === 2 ? view.getUint32(8) : 1;
  const start = 4 + 4 * dimensions;
  const count = Math.floor((head.length - start) / (each * kind.width));
  if (!(each >= 1 && each <= QMNIST)) return null;
  return Int32Array.from({ length: count }, (_, image) => kind.read(view, start + image * each * kind.width));
}

/** What is taken of labels of several numbers, in words; `head` is the beginning of the file. */
export function idxLabelsNote(head: Uint8Array): string | null {
  if (idxDimensions(head) !== 2 || head.length < 12) return null;
  return new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(8) === QMNIST
    ? 'Labels have 8 numbers an image, as those of QMNIST: the first is its class.'
    : null;
}
