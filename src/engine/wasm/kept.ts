/**
 * Which weights pruning keeps: a bit a weight, the lowest of a byte first, each kernel from a byte of its own
 * on.
 */

/** Bytes that the bits of so many weights take. */
export const keptBytes = (size: number) => Math.ceil(size / 8);

/** The bits of each of the kernels that lie one after another and have so many weights. */
export function keptParts<Buffer extends ArrayBufferLike>(
  bits: Uint8Array<Buffer>,
  sizes: readonly number[],
): Uint8Array<Buffer>[] {
  let end = 0;
  return sizes.map((size) => {
    const start = end;
    end += keptBytes(size);
    return bits.subarray(start, end);
  });
}

/** 1 for each of `size` weights that is kept, 0 for the others. */
export function keptMask(kept: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(size);
  for (let i = 0; i < size; i++) mask[i] = (kept[i >> 3] >> (i & 7)) & 1;
  return mask;
}

/** Writes the values that are kept to `to`, which may be `values`, and +0 in place of the others. */
export function keepValues(values: Float32Array, kept: Uint8Array, to: Float32Array): void {
  const from = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const target = new Uint32Array(to.buffer, to.byteOffset, to.length);
  // A branch would be guessed wrong: where the small weights are follows no pattern.
  for (let i = 0; i < target.length; i++) target[i] = from[i] & -((kept[i >> 3] >> (i & 7)) & 1);
}
