import { crc32 } from './crc32';

/** Extra bits and bases of lengths and distances (RFC 1951, 3.2.5). */
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BITS = Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1));
const LENGTHS = bases(LENGTH_BITS, 3);
LENGTHS[28] = 258;
const DISTANCES = bases(DISTANCE_BITS, 1);
/** The order in which the lengths of code lengths stand. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Codes by their bits, the first read being the lowest: symbol * 16 + length; 0 where no code begins so. */
type Codes = { table: Uint16Array; bits: number };

const FIXED_LENGTHS = Uint8Array.from({ length: 288 }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);
const FIXED = { symbols: codesOf(FIXED_LENGTHS), distances: codesOf(new Uint8Array(30).fill(5)) };

/** How far back a copy reaches, and how many new bytes are given at a time. */
const WINDOW = 1 << 15;
const PORTION = 1 << 16;
/**
 * Bytes that one step reads at most: a symbol with its distance, the codes of a block, the header of a
 * member.
 */
const SYMBOL_BYTES = 8;
const CODES_BYTES = 1024;
const HEADER_BYTES = 1 << 16;

/** More content than was asked for. */
export class TooLong extends Error {}

/**
 * Inflates a gzip file of one member or several, padded with zeros or not (RFC 1952, RFC 1951), of at most
 * `most` bytes. Asked for more, it gives a portion of the content, a view that holds until the next call, or
 * 'more' where it waits for bytes. `next` is then called with some, or with null at the end. Every step is
 * checked against both ends, so that no more work is done than the content and the bytes ask for. Checksums
 * are compared where `checked` says so. Throws what is wrong.
 */
export function* gunzip(
  most: number,
  checked = true,
): Generator<Uint8Array | 'more', void, Uint8Array | null> {
  let input: Uint8Array = new Uint8Array(0);
  let isLast = false;
  let at = 0;
  let held = 0;
  let count = 0;
  const output = new Uint8Array(WINDOW + PORTION + 258);
  /**
   * Bytes of the member: all, and where the next one stands in `output`, and the first that was not given.
   */
  let length = 0;
  let to = 0;
  let given = 0;
  let total = 0;
  let crc = 0;
  const need = (bits: number) => {
    while (count < bits) {
      if (at >= input.length) throw new Error('gzip data that breaks off');
      held |= input[at++] << count;
      count += 8;
    }
  };
  const take = (bits: number) => {
    if (bits === 0) return 0;
    need(bits);
    const value = held & ((1 << bits) - 1);
    held >>>= bits;
    count -= bits;
    return value;
  };
  const symbolOf = ({ table, bits }: Codes) => {
    // The last codes may end before as many bits are there.
    while (count < bits && at < input.length) {
      held |= input[at++] << count;
      count += 8;
    }
    const code = table[held & ((1 << bits) - 1)];
    const used = code & 15;
    if (used === 0 || used > count) throw new Error('gzip data with a code that is none');
    held >>>= used;
    count -= used;
    return code >> 4;
  };
  const blockCodes = (): { symbols: Codes; distances: Codes } => {
    const symbolCount = take(5) + 257;
    const distanceCount = take(5) + 1;
    const orderCount = take(4) + 4;
    const lengthLengths = new Uint8Array(19);
    for (let i = 0; i < orderCount; i++) lengthLengths[ORDER[i]] = take(3);
    const codes = codesOf(lengthLengths);
    const lengths = new Uint8Array(symbolCount + distanceCount);
    for (let i = 0; i < lengths.length; ) {
      const symbol = symbolOf(codes);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      const repeat = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7);
      if (i + repeat > lengths.length || (symbol === 16 && i === 0)) {
        throw new Error('gzip data with a run of code lengths past the end');
      }
      lengths.fill(symbol === 16 ? lengths[i - 1] : 0, i, i + repeat);
      i += repeat;
    }
    return {
      symbols: codesOf(lengths.subarray(0, symbolCount)),
      distances: codesOf(lengths.subarray(symbolCount)),
    };
  };
  /** What was not given yet; the window is kept. */
  const portion = (): Uint8Array => {
    const part = output.subarray(given, to);
    if (checked) crc = crc32(part, crc);
    length += part.length;
    total += part.length;
    if (total > most) throw new TooLong(`more than ${most} bytes of gzip data`);
    return part;
  };
  const slide = () => {
    const kept = Math.min(to, WINDOW);
    output.copyWithin(0, to - kept, to);
    given = kept;
    to = kept;
  };
  /** Waits until `bytes` more are there, or all. */
  function* wait(bytes: number): Generator<'more', void, Uint8Array | null> {
    while (!isLast && input.length - at < bytes) {
      const next = yield 'more';
      if (next === null) isLast = true;
      else {
        const left = input.subarray(at);
        input = left.length === 0 ? next : joined(left, next);
        at = 0;
      }
    }
  }
  /**
   * Whether another member follows; zeros may stand before it or at the end, as tapes and block devices leave
   * them.
   */
  function* another(): Generator<'more', boolean, Uint8Array | null> {
    for (;;) {
      while (at < input.length && input[at] === 0) at++;
      if (at < input.length || isLast) return at < input.length;
      yield* wait(1);
    }
  }
  for (let members = 0; ; members++) {
    if (members > 0 && !(yield* another())) return;
    yield* wait(HEADER_BYTES);
    at += headerEnd(input.subarray(at));
    [held, count, length, to, given, crc] = [0, 0, 0, 0, 0, 0];
    for (let final = false; !final; ) {
      yield* wait(CODES_BYTES);
      final = take(1) === 1;
      const type = take(2);
      if (type === 0) {
        // Whole bytes that were read ahead go back.
        at -= count >> 3;
        held = 0;
        count = 0;
        if (at + 4 > input.length) throw new Error('gzip data that breaks off');
        const size = input[at] | (input[at + 1] << 8);
        if ((size ^ (input[at + 2] | (input[at + 3] << 8))) !== 0xffff) {
          throw new Error('a stored block of gzip data with two lengths');
        }
        at += 4;
        for (let left = size; left > 0; ) {
          yield* wait(1);
          const part = input.subarray(at, at + Math.min(left, WINDOW + PORTION - to));
          if (part.length === 0) throw new Error('a stored block past the end of gzip data');
          output.set(part, to);
          at += part.length;
          to += part.length;
          left -= part.length;
          if (to >= WINDOW + PORTION) {
            yield portion();
            slide();
          }
        }
        continue;
      }
      if (type === 3) throw new Error('gzip data with a block of no kind');
      const { symbols, distances } = type === 1 ? FIXED : blockCodes();
      for (;;) {
        if (!isLast && input.length - at < SYMBOL_BYTES) yield* wait(SYMBOL_BYTES);
        const symbol = symbolOf(symbols);
        if (symbol < 256) output[to++] = symbol;
        else if (symbol === 256) break;
        else {
          if (symbol > 285) throw new Error('gzip data with a length that is none');
          const size = LENGTHS[symbol - 257] + take(LENGTH_BITS[symbol - 257]);
          const code = symbolOf(distances);
          if (code > 29) throw new Error('gzip data with a distance that is none');
          const distance = DISTANCES[code] + take(DISTANCE_BITS[code]);
          if (distance > to) throw new Error('a copy of gzip data from outside');
          for (const end = to + size; to < end; to++) output[to] = output[to - distance];
        }
        if (to >= WINDOW + PORTION) {
          yield portion();
          slide();
        }
      }
    }
    if (to > given) yield portion();
    at -= count >> 3;
    yield* wait(8);
    if (checked) checkEnd(input.subarray(at, at + 8), crc, length);
    at += 8;
  }
}

/** Compares what stands at the end of a member, its checksum and its length modulo 2^32. */
function checkEnd(end: Uint8Array, crc: number, length: number): void {
  if (end.length < 8) throw new Error('gzip data that breaks off');
  const fields = new DataView(end.buffer, end.byteOffset, 8);
  if (fields.getUint32(0, true) !== crc >>> 0 || fields.getUint32(4, true) !== length % 2 ** 32) {
    throw new Error('gzip data with another checksum or length');
  }
}

/**
 * Inflates gzip data of `length` bytes at once: for pages of Parquet, which are decoded without waiting and
 * have no more room than they claim.
 */
export function gunzipPage(input: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const output = new Uint8Array(length);
  const parts = gunzip(length, false);
  let to = 0;
  let isGiven = false;
  for (let step = parts.next(null); !step.done; ) {
    if (step.value === 'more') {
      step = parts.next(isGiven ? null : input);
      isGiven = true;
      continue;
    }
    output.set(step.value, to);
    to += step.value.length;
    step = parts.next(null);
  }
  if (to !== length) throw new Error(`${to} bytes of gzip data instead of ${length}`);
  return output;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Where the deflated data begin. */
function headerEnd(input: Uint8Array): number {
  if (input[0] !== 0x1f || input[1] !== 0x8b || input[2] !== 8)
    throw new Error('no gzip data where they should be');
  const flags = input[3];
  let at = 10;
  if (flags & 4) at += 2 + (input[at] | (input[at + 1] << 8));
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    while (at < input.length && input[at] !== 0) at++;
    at++;
  }
  return flags & 2 ? at + 2 : at;
}

function bases(extra: number[], first: number): number[] {
  let next = first;
  return extra.map((bits) => {
    const base = next;
    next += 1 << bits;
    return base;
  });
}

/** Canonical Huffman codes of symbols by their lengths, as a table over the next bits (RFC 1951, 3.2.2). */
function codesOf(lengths: Uint8Array): Codes {
  const bits = Math.max(1, ...lengths);
  const table = new Uint16Array(1 << bits);
  let code = 0;
  for (let size = 1; size <= bits; size++) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== size) continue;
      if (code >= 1 << size) throw new Error('gzip data with more codes than fit');
      for (let slot = reversed(code, size); slot < table.length; slot += 1 << size) {
        table[slot] = symbol * 16 + size;
      }
      code++;
    }
    code <<= 1;
  }
  return { table, bits };
}

function reversed(code: number, size: number): number {
  let turned = 0;
  for (let bit = 0; bit < size; bit++) turned |= ((code >> bit) & 1) << (size - 1 - bit);
  return turned;
}
