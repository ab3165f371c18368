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

/**
 * Inflates one gzip member of `length` bytes at once (RFC 1952, RFC 1951): for pages of Parquet, which are decoded without waiting. Every step
 * is checked against both ends, so that it does no more work than `length` and the input ask for; the checksum is not looked at.
 */
export function gunzipPage(input: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const output = new Uint8Array(length);
  let at = headerEnd(input);
  let held = 0;
  let count = 0;
  let to = 0;
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
  const compressed = ({ symbols, distances }: { symbols: Codes; distances: Codes }) => {
    for (;;) {
      const symbol = symbolOf(symbols);
      if (symbol === 256) return;
      if (symbol < 256) {
        if (to >= length) throw new Error(`more than ${length} bytes of gzip data`);
        output[to++] = symbol;
        continue;
      }
      if (symbol > 285) throw new Error('gzip data with a length that is none');
      const size = LENGTHS[symbol - 257] + take(LENGTH_BITS[symbol - 257]);
      const code = symbolOf(distances);
      if (code > 29) throw new Error('gzip data with a distance that is none');
      const distance = DISTANCES[code] + take(DISTANCE_BITS[code]);
      if (distance > to || to + size > length) throw new Error('a copy of gzip data from outside');
      for (const end = to + size; to < end; to++) output[to] = output[to - distance];
    }
  };
  for (let final = false; !final; ) {
    final = take(1) === 1;
    const type = take(2);
    if (type === 0) {
      // Whole bytes that were read ahead go back.
      at -= count >> 3;
      held = 0;
      count = 0;
      const size = input[at] | (input[at + 1] << 8);
      at += 4;
      if (at + size > input.length || to + size > length) throw new Error('a stored block past the end');
      output.set(input.subarray(at, at + size), to);
      at += size;
      to += size;
    } else if (type === 1) compressed(FIXED);
    else if (type === 2) compressed(blockCodes());
    else throw new Error('gzip data with a block of no kind');
  }
  if (to !== length) throw new Error(`${to} bytes of gzip data instead of ${length}`);
  return output;
}

/** Where the deflated data begin. */
function headerEnd(input: Uint8Array): number {
  if (input[0] !== 0x1f || input[1] !== 0x8b || input[2] !== 8) throw new Error('a page that is no gzip');
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
