const DIGIT = 11;
const BUCKETS = 1 << DIGIT;
const PASSES = 3;

/**
 * Places of `keys` from the largest key to the smallest, equal ones in the order they stand; NaN comes first.
 * A radix sort over the bits of the keys, so that its time grows as their number does. Keys move along with
 * their places, and a pass in which all have the same digit is left out.
 */
export function descending(keys: Float32Array): Uint32Array {
  const { length } = keys;
  const numbers = new Float32Array(length);
  let bits = new Uint32Array(numbers.buffer);
  let places = new Uint32Array(length);
  const counts = new Uint32Array(PASSES * BUCKETS);
  for (let place = 0; place < length; place++) {
    places[place] = place;
    // Adding 0 makes one zero of both.
    numbers[place] = keys[place] + 0;
    // Ascending as unsigned numbers where the keys descend.
    const value = bits[place] >>> 31 ? bits[place] : ~bits[place] & 0x7fffffff;
    bits[place] = value;
    counts[value & (BUCKETS - 1)]++;
    counts[BUCKETS + ((value >>> DIGIT) & (BUCKETS - 1))]++;
    counts[2 * BUCKETS + (value >>> (2 * DIGIT))]++;
  }
  let [nextBits, nextPlaces] = [new Uint32Array(length), new Uint32Array(length)];
  for (let pass = 0; pass < PASSES; pass++) {
    const starts = counts.subarray(pass * BUCKETS, (pass + 1) * BUCKETS);
    if (!toStarts(starts, length)) continue;
    const shift = pass * DIGIT;
    for (let from = 0; from < length; from++) {
      const value = bits[from];
      const to = starts[(value >>> shift) & (BUCKETS - 1)]++;
      nextBits[to] = value;
      nextPlaces[to] = places[from];
    }
    [bits, nextBits] = [nextBits, bits];
    [places, nextPlaces] = [nextPlaces, places];
  }
  return places;
}

/** Makes of counts where each bucket begins; false, and unchanged, where one bucket has all. */
function toStarts(counts: Uint32Array, length: number): boolean {
  if (counts.includes(length)) return false;
  let sum = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const count = counts[bucket];
    counts[bucket] = sum;
    sum += count;
  }
  return true;
}
