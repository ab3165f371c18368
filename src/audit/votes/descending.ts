import { runOut } from '../runOut';

const DIGIT = 11;
const BUCKETS = 1 << DIGIT;
const PASSES = 3;

/**
 * Places of `keys` from the largest key to the smallest, equal ones in the order they stand; NaN comes first.
 * A radix sort over the bits of the keys, so that its time grows as their number does. Keys move along with
 * their places, and a pass in which all have the same digit is left out.
 */
export function descending(keys: Float32Array): Uint32Array {
  return runOut(descendingSteps(keys));
}

/** The same in slices, a pass each. */
export function* descendingSteps(keys: Float32Array): Generator<void, Uint32Array> {
  const { length } = keys;
  const counts = new Uint32Array(PASSES * BUCKETS);
  let now: Uint32Array[] = [countDigits(keys, counts), new Uint32Array(length)];
  for (let place = 0; place < length; place++) now[1][place] = place;
  let next: Uint32Array[] = [new Uint32Array(length), new Uint32Array(length)];
  for (let pass = 0; pass < PASSES; pass++) {
    const starts = counts.subarray(pass * BUCKETS, (pass + 1) * BUCKETS);
    if (!toStarts(starts, length)) continue;
    yield;
    move(now, next, starts, pass * DIGIT);
    [now, next] = [next, now];
  }
  return now[1];
}

/** What ascends as unsigned numbers where the keys descend; counts how often each digit is there. */
function countDigits(keys: Float32Array, counts: Uint32Array): Uint32Array {
  const { length } = keys;
  const numbers = new Float32Array(length);
  const bits = new Uint32Array(numbers.buffer);
  for (let place = 0; place < length; place++) {
    // Adding 0 makes one zero of both.
    numbers[place] = keys[place] + 0;
    const value = bits[place] >>> 31 ? bits[place] : ~bits[place] & 0x7fffffff;
    bits[place] = value;
    counts[value & (BUCKETS - 1)]++;
    counts[BUCKETS + ((value >>> DIGIT) & (BUCKETS - 1))]++;
    counts[2 * BUCKETS + (value >>> (2 * DIGIT))]++;
  }
  return bits;
}

/** Moves keys and their places to where the buckets of one digit begin. */
function move(
  [bits, places]: readonly Uint32Array[],
  [nextBits, nextPlaces]: readonly Uint32Array[],
  starts: Uint32Array,
  shift: number,
): void {
  for (let from = 0; from < bits.length; from++) {
    const value = bits[from];
    const to = starts[(value >>> shift) & (BUCKETS - 1)]++;
    nextBits[to] = value;
    nextPlaces[to] = places[from];
  }
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
