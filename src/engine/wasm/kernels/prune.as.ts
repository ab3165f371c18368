// The algorithm, its keys and its ties are described and tested in src/model/prune.ts.

// @ts-ignore: decorator
@inline
function mix(value: u32): u32 {
  let h = value;
  h = (h ^ (h >>> 16)) * 0x7feb352d;
  h = (h ^ (h >>> 15)) * 0x846ca68b;
  return h ^ (h >>> 16);
}

/** The bits of |w| for each of `count` weights. */
export function magnitudeKeys(weights: usize, keys: usize, count: i32): void {
  const bits = i32x4.splat(0x7fffffff);
  let i: usize = 0;
  for (; i < (<usize>count & ~3); i += 4) {
    v128.store(keys + (i << 2), v128.and(v128.load(weights + (i << 2)), bits));
  }
  for (; i < <usize>count; i++) store<u32>(keys + (i << 2), load<u32>(weights + (i << 2)) & 0x7fffffff);
}

/** The seeded keys of `count` weights, the first of which has index `first` in its network. */
export function randomKeys(seed: u32, memberSeed: u32, first: u32, keys: usize, count: i32): void {
  const start = mix(mix(seed + 0x9e3779b9) ^ memberSeed);
  for (let i: u32 = 0; i < <u32>count; i++) store<u32>(keys + (<usize>i << 2), mix(start ^ (first + i)));
}

/**
 * Writes the cut that removes the `count` smallest of `total` keys: (key, ties). `bins` has room for 2,048
 * u32, and `room` for those keys that begin like the cut's, which no pass but the first looks beyond: for all
 * and one more.
 */
export function selectCut(
  keys: usize, total: i32, count: u32, bins: usize, room: usize, cut: usize,
): void {
  let from = keys;
  let end = keys + (<usize>total << 2);
  let prefix: u32 = 0;
  let left = count;
  for (let pass = 0; pass < 3; pass++) {
    const shift: u32 = pass == 0 ? 21 : pass == 1 ? 10 : 0;
    const width: u32 = pass == 2 ? 10 : 11;
    const mask: u32 = (1 << width) - 1;
    memory.fill(bins, 0, 2048 << 2);
    for (let at = from; at < end; at += 4) {
      const bin = bins + (<usize>((load<u32>(at) >>> shift) & mask) << 2);
      store<u32>(bin, load<u32>(bin) + 1);
    }
    let bin: u32 = 0;
    for (let n = load<u32>(bins); left > n; n = load<u32>(bins + (<usize>bin << 2))) {
      left -= n;
      bin++;
    }
    prefix = (prefix << width) | bin;
    // Without a branch, which would be guessed wrong.
    let next = room;
    for (let at = from; at < end; at += 4) {
      const key = load<u32>(at);
      store<u32>(next, key);
      next += <usize>(key >>> shift == prefix) << 2;
    }
    from = room;
    end = next;
  }
  store<u32>(cut, prefix);
  store<u32>(cut, left, 4);
}

/**
 * Writes a bit for each of `total` keys, the lowest of a byte first: 0 where the key is below the cut's, and
 * for the first (cut's ties) of those equal to it, which are counted down. Eight keys are read at a time, also
 * behind the last.
 */
export function keptBits(keys: usize, total: i32, cut: usize, bits: usize): void {
  const limit = i32x4.splat(load<u32>(cut));
  let ties = load<u32>(cut, 4);
  for (let first = 0; first < total; first += 8) {
    const low = v128.load(keys + (<usize>first << 2));
    const high = v128.load(keys + (<usize>first << 2), 16);
    let goes: i32 =
      i32x4.bitmask(i32x4.lt_u(low, limit)) | (i32x4.bitmask(i32x4.lt_u(high, limit)) << 4);
    let tied: i32 = i32x4.bitmask(i32x4.eq(low, limit)) | (i32x4.bitmask(i32x4.eq(high, limit)) << 4);
    if (total - first < 8) tied &= (1 << (total - first)) - 1;
    for (; tied != 0 && ties > 0; ties--) {
      goes |= tied & -tied;
      tied &= tied - 1;
    }
    store<u8>(bits + (<usize>first >> 3), ~goes);
  }
  store<u32>(cut, ties, 4);
}
