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
  const whole = target.length & ~7;
  for (let i = 0; i < whole; i += 8) {
    const bits = kept[i >> 3];
    target[i] = from[i] & -(bits & 1);
    target[i + 1] = from[i + 1] & -((bits >> 1) & 1);
    target[i + 2] = from[i + 2] & -((bits >> 2) & 1);
    target[i + 3] = from[i + 3] & -((bits >> 3) & 1);
    target[i + 4] = from[i + 4] & -((bits >> 4) & 1);
    target[i + 5] = from[i + 5] & -((bits >> 5) & 1);
    target[i + 6] = from[i + 6] & -((bits >> 6) & 1);
    target[i + 7] = from[i + 7] & -((bits >> 7) & 1);
  }
  for (let i = whole; i < target.length; i++) target[i] = from[i] & -((kept[i >> 3] >> (i & 7)) & 1);
}
