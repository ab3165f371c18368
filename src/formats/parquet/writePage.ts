/**
 * Writes a page of values without levels, not compressed, as it stands in a column chunk
 * (apache/parquet-format, parquet.thrift).
 */

const DATA = 0;
const RLE = 3;

/** A data page of `count` values in the encoding of this number. */
export function plainPage(count: number, encoding: number, values: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = [
    ...field(1, DATA),
    ...field(1, values.length),
    ...field(1, values.length),
    // The struct of a data page has the number 5.
    (2 << 4) | 12,
    ...[count, encoding, RLE, RLE].flatMap((value) => field(1, value)),
    0,
    0,
  ];
  const page = new Uint8Array(header.length + values.length);
  page.set(header);
  page.set(values, header.length);
  return page;
}

/** A whole number of 32 bits in a field `step` behind the one before it, in Thrift's compact protocol. */
function field(step: number, value: number): number[] {
  const bytes = [(step << 4) | 5];
  let left = value * 2;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return [...bytes, left];
}
