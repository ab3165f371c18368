const DIGIT = 11;
const BUCKETS = 1 << DIGIT;
const PASSES = 3;

/**
 * Places of `keys` from the largest key to the smallest, equal ones in the order they stand; NaN comes first.
 * A radix sort over the bits of the keys, so that its time grows as their number does.
 */
export function descending(keys: Float32Array): Uint32Array {
  const { length } = keys;
  const numbers = new Float32Array(length);
  const bits = new Uint32Array(numbers.buffer);
  let from = new Uint32Array(length);
  let to = new Uint32Array(length);
  for (let place = 0; place < length; place++) {
    from[place] = place;
    // Adding 0 makes one zero of both.
    numbers[place] = keys[place] + 0;
    // Ascending as unsigned numbers where the keys descend.
    const value = bits[place];
    bits[place] = value >>> 31 ? value : ~value & 0x7fffffff;
  }
  for (let pass = 0; pass < PASSES; pass++) {
    const shift = pass * DIGIT;
    const starts = new Uint32Array(BUCKETS + 1);
    for (let place = 0; place < length; place++) {
      starts[((bits[place] >>> shift) & (BUCKETS - 1)) + 1]++;
    }
    for (let bucket = 0; bucket < BUCKETS; bucket++) starts[bucket + 1] += starts[bucket];
    for (let place = 0; place < length; place++) {
      const item = from[place];
      to[starts[(bits[item] >>> shift) & (BUCKETS - 1)]++] = item;
    }
    [from, to] = [to, from];
  }
  return from;
}
