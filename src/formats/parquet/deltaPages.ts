/**
 * Walks the blocks of whole numbers packed as differences that `count` values take (apache/parquet-format,
 * Encodings.md, DELTA_BINARY_PACKED). hyparquet trusts the number of miniblocks and their widths, and goes
 * back and forth for ever where they are false. Throws what is wrong.
 */
export function checkDelta(bytes: Uint8Array, count: number): void {
  if (count === 0) return;
  let at = 0;
  const varint = () => {
    let value = 0;
    let factor = 1;
    for (let read = 0; read < 10; read++) {
      if (at >= bytes.length) throw new Error('differences that break off');
      const byte = bytes[at++];
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
    throw new Error('a difference of more than ten bytes');
  };
  const block = varint();
  const parts = varint();
  const claimed = varint();
  varint();
  const perPart = block / parts;
  if (!(parts >= 1 && parts <= bytes.length && perPart >= 8 && perPart % 8 === 0 && block < 2 ** 31)) {
    throw new Error(`blocks of ${block} differences in ${parts} parts`);
  }
  if (claimed !== count) throw new Error(`${claimed} differences for ${count} values`);
  for (let left = count - 1; left > 0; ) {
    varint();
    const widths = at;
    at += parts;
    for (let part = 0; part < parts && left > 0; part++) {
      const width = bytes[widths + part];
      if (width === undefined || width > 64) throw new Error(`differences of ${width} bits`);
      at += (width * perPart) / 8;
      left -= perPart;
      // The last part may break off where no more values are.
      if (at > bytes.length && left > 0) throw new Error('differences that break off');
    }
  }
}
