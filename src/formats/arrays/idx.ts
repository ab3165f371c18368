/** Greyscale images of an IDX file: u8 [count, height, width], row-major. */
export type IdxImages = { count: number; height: number; width: number; images: Uint8Array };

/** The images of an IDX file of bytes in three dimensions (http://yann.lecun.com/exdb/mnist/). `images` is a view. */
export function readIdxImages(bytes: Uint8Array, file: string): IdxImages {
  const { shape, data } = readIdx(bytes, 3, file);
  const [count, height, width] = shape;
  return { count, height, width, images: data };
}

/** The labels of an IDX file of bytes in one dimension, as a view. */
export function readIdxLabels(bytes: Uint8Array, file: string): Uint8Array {
  return readIdx(bytes, 1, file).data;
}

function readIdx(bytes: Uint8Array, dimensions: 1 | 3, file: string): { shape: number[]; data: Uint8Array } {
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
      `${file}: expected ${size} bytes of data for its shape ${shape.join(' x ')}, got ${bytes.length - header} after byte ${header}.`,
    );
  }
  return { shape, data: bytes.subarray(header) };
}

/** The bytes before the data of an IDX file. */
export function idxHeader(dimensions: 1 | 3): number {
  return 4 + 4 * dimensions;
}

/** The extents that the header of an IDX file of bytes says. */
export function readIdxShape(bytes: Uint8Array, dimensions: 1 | 3, file: string): number[] {
  const magic = [bytes[0], bytes[1], bytes[2], bytes[3]];
  if (magic[0] !== 0 || magic[1] !== 0 || magic[2] !== 8 || magic[3] !== dimensions) {
    throw new Error(
      `${file}: expected an IDX file of bytes in ${dimensions} dimension${dimensions > 1 ? 's' : ''} (first bytes 0 0 8 ${dimensions}), got first bytes ${magic.join(' ')}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
}
