/**
 * Walks the run-length and bit-packing hybrid of Parquet (apache/parquet-format, Encodings.md), of levels and
 * of indices.
 */

/** Writers may pad the last run of a page; more than this beyond its values is a false claim. */
const MOST_PADDING = 1 << 16;

/** The four bytes of a length. Throws where they are not there. */
export function lengthAt(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) throw new Error('lengths or levels that break off');
  return bytes[at] + 256 * (bytes[at + 1] + 256 * (bytes[at + 2] + 256 * bytes[at + 3]));
}

/**
 * Calls `run` with each run: where its bytes begin, how many of the values it gives, and whether they are
 * packed. Gives how many there are.
 */
function eachRun(
  bytes: Uint8Array,
  from: number,
  width: number,
  count: number,
  run: (at: number, used: number, packed: boolean, seen: number) => void,
  padding = MOST_PADDING,
): number {
  if (width > 32) throw new Error(`values of ${width} bits`);
  let at = from;
  let seen = 0;
  while (seen < count && at < bytes.length) {
    let header = 0;
    let factor = 1;
    let byte: number;
    do {
      byte = bytes[at++];
      header += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte & 0x80 && at < bytes.length);
    const packed = header % 2 === 1;
    const length = packed ? 8 * Math.floor(header / 2) : header / 2;
    if (length > count - seen + padding)
      throw new Error(`a run of ${length} values where ${count - seen} are left`);
    run(at, Math.min(length, count - seen), packed, seen);
    at += packed ? (length / 8) * width : Math.ceil(width / 8);
    seen += length;
  }
  return Math.min(seen, count);
}

/** Refuses runs of which one claims many more values than are left. */
export function checkRuns(bytes: Uint8Array, from: number, width: number, count: number): void {
  eachRun(bytes, from, width, count, () => undefined);
}

/** How many of `count` levels, of at most 8 bits each, are `wanted`. */
export function countLevels(
  bytes: Uint8Array,
  from: number,
  width: number,
  count: number,
  wanted: number,
): number {
  let found = 0;
  eachRun(bytes, from, width, count, (at, used, packed) => {
    if (!packed) found += bytes[at] === wanted ? used : 0;
    else for (let i = 0; i < used; i++) found += Number(packedAt(bytes, at, i, width) === wanted);
  });
  return found;
}

/** The levels of `count` values, of at most 8 bits each. Throws where there are fewer. */
export function readLevels(bytes: Uint8Array, width: number, count: number): Uint8Array {
  const levels = new Uint8Array(count);
  const seen = eachRun(bytes, 0, width, count, (at, used, packed, start) => {
    if (!packed) levels.fill(bytes[at] ?? 0, start, start + used);
    else for (let i = 0; i < used; i++) levels[start + i] = packedAt(bytes, at, i, width);
  });
  if (seen < count) throw new Error(`levels of ${seen} values where there are ${count}`);
  return levels;
}

/**
 * The first `count` places in a dictionary that a page gives, which was checked: behind a byte with their
 * width, runs of them. Throws where there are fewer.
 */
export function readIndices(bytes: Uint8Array, count: number): Uint32Array {
  const indices = new Uint32Array(count);
  // Writers leave out even the width where all values of a page are absent.
  if (count === 0) return indices;
  if (bytes.length === 0) throw new Error(`no indices where there are ${count}`);
  const width = bytes[0];
  // Those of a dictionary of one value may take no bits at all.
  if (width === 0) return indices;
  const take = (at: number, used: number, packed: boolean, start: number) => {
    if (!packed) indices.fill(bitsAt(bytes, at, 0, width), start, start + used);
    else for (let i = 0; i < used; i++) indices[start + i] = packedAt(bytes, at, i, width);
  };
  // A run goes on where the first values of a page are wanted alone.
  const seen = eachRun(bytes, 1, width, count, take, Number.POSITIVE_INFINITY);
  if (seen < count) throw new Error(`indices of ${seen} values where there are ${count}`);
  return indices;
}

/** Value `i` of a packed run: eight of them take as many bytes as one takes bits. */
function packedAt(bytes: Uint8Array, at: number, i: number, width: number): number {
  return bitsAt(bytes, at + (i >> 3) * width, (i & 7) * width, width);
}

/** At most 32 bits, the lowest first, `bit` bits after byte `at`; those behind the end are 0. */
function bitsAt(bytes: Uint8Array, at: number, bit: number, width: number): number {
  const first = at + (bit >> 3);
  const shift = bit & 7;
  const four = bytes[first] | (bytes[first + 1] << 8) | (bytes[first + 2] << 16) | (bytes[first + 3] << 24);
  const low = four >>> shift;
  const all = shift + width > 32 ? low | (bytes[first + 4] << (32 - shift)) : low;
  return width === 32 ? all >>> 0 : all & ((1 << width) - 1);
}
