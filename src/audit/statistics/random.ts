/**
 * Uniform numbers in 0..1 (1 excluded) from a 32-bit seed, by mulberry32: a counter stepped by 0x6D2B79F5 and
 * mixed by two multiplications. Algorithm by Tommy Ettinger, in the public domain. Equal seeds give equal
 * sequences everywhere.
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * 0 to n - 1 in random order (Fisher-Yates from the front: place i takes the entry at i + floor(u (n - i))).
 */
export function shuffledIndices(n: number, random: () => number): number[] {
  const order = Array.from({ length: n }, (_, index) => index);
  for (let place = 0; place < n - 1; place++) {
    const other = place + Math.floor(random() * (n - place));
    [order[place], order[other]] = [order[other], order[place]];
  }
  return order;
}
