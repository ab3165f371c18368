/** So few bytes are copied sooner one by one than by a call. */
const SHORT = 32;
/** Bytes that are copied at once where they do not run into themselves. */
const WORD = 4;

/**
 * Inflates raw Snappy data of `length` bytes
 * (https://github.com/google/snappy/blob/main/format_description.txt). Every element is checked against both
 * ends, so that broken data cannot run in circles: hyparquet's own decoder goes backwards on a literal of
 * 2^31 bytes.
 */
export function inflateSnappy(input: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const output = new Uint8Array(length);
  const words = new DataView(output.buffer);
  let from = 0;
  let to = 0;
  const integer = (bytes: number) => {
    if (from + bytes > input.length) throw new Error('Snappy data that breaks off');
    let value = 0;
    for (let i = bytes - 1; i >= 0; i--) value = value * 256 + input[from + i];
    from += bytes;
    return value;
  };
  while (from < input.length && input[from] >= 128) from++;
  from++;
  while (from < input.length) {
    const tag = input[from++];
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const size = 1 + (short < 60 ? short : integer(short - 59));
      if (from + size > input.length || to + size > length) throw new Error('a Snappy literal past the end');
      if (size > SHORT) output.set(input.subarray(from, from + size), to);
      else for (let i = 0; i < size; i++) output[to + i] = input[from + i];
      from += size;
      to += size;
    } else {
      const size = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
      const offset = kind === 1 ? (tag >> 5) * 256 + integer(1) : integer(kind === 2 ? 2 : 4);
      if (offset < 1 || offset > to || to + size > length)
        throw new Error('a Snappy copy from outside the data');
      if (size > SHORT && offset >= size) output.copyWithin(to, to - offset, to - offset + size);
      else {
        const end = to + size;
        let at = to;
        if (offset >= WORD) {
          for (; at + WORD <= end; at += WORD) words.setUint32(at, words.getUint32(at - offset, true), true);
        }
        for (; at < end; at++) output[at] = output[at - offset];
      }
      to += size;
    }
  }
  if (to !== length) throw new Error(`${to} bytes of Snappy data instead of ${length}`);
  return output;
}
