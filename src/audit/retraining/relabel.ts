import { checkComparable } from '../check';
import type { TieRule } from '../findings';
import type { Predictions } from '../predictions';
import { mulberry32, shuffledIndices } from '../statistics/random';
import { countVotes } from '../votes/votes';

/** The networks of two populations as one, labels alone: first those of `one`, then those of `other`. */
export function pooled(one: Predictions, other: Predictions): Predictions {
  checkComparable({ first: one, second: other });
  const labels = new Uint16Array(one.labels.length + other.labels.length);
  labels.set(one.labels);
  labels.set(other.labels, one.labels.length);
  return {
    members: [...one.members, ...other.members],
    images: one.images,
    classes: one.classes,
    labels,
  };
}

/** Networks on each side of a comparison. */
export type Sizes = readonly [number, number];

/**
 * The shuffles of a permutation test, without end: each is an order of `networks` rows by `mulberry32(seed)`, whose first networks are one
 * side and the next the other. Equal seeds give equal shuffles, whatever is counted in them.
 */
export function* relabellings(networks: number, seed: number): Generator<number[], never> {
  const random = mulberry32(seed);
  for (;;) yield shuffledIndices(networks, random);
}

/**
 * Who says what on the images that a draw can decide either way: for each such image, every class that is said, ascending, with one bit a
 * network (`words` of 32 bits a class). Classes `starts[i]` to `starts[i + 1]` are those of contested image i.
 */
type Masks = { starts: Uint32Array; words: number; bits: Int32Array };

/** An image is settled when too few say something else than its leading class to outvote the rest of the smaller side. */
function masksOf(pool: Predictions, smaller: number): Masks {
  const { images, labels: said } = pool;
  const networks = pool.members.length;
  const votes = countVotes(pool);
  const words = Math.ceil(networks / 32);
  const contested: number[] = [];
  const starts = [0];
  for (let image = 0; image < images; image++) {
    let most = 0;
    for (let entry = votes.starts[image]; entry < votes.starts[image + 1]; entry++) {
      most = Math.max(most, votes.counts[entry]);
    }
    if (2 * (networks - most) < smaller) continue;
    contested.push(image);
    starts.push(starts[starts.length - 1] + votes.starts[image + 1] - votes.starts[image]);
  }
  const bits = new Int32Array(starts[starts.length - 1] * words);
  contested.forEach((image, place) => {
    const slotOf = new Map<number, number>();
    for (let entry = votes.starts[image], slot = starts[place]; slot < starts[place + 1]; entry++, slot++) {
      slotOf.set(votes.labels[entry], slot);
    }
    for (let row = 0; row < networks; row++) {
      bits[slotOf.get(said[row * images + image])! * words + (row >> 5)] |= 1 << (row & 31);
    }
  });
  return { starts: Uint32Array.from(starts), words, bits };
}

/** How many bits are set in 32. */
function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** On how many images the modal labels of two sides, given as bits of networks, differ. */
function countDiffering({ starts, words, bits }: Masks, sides: readonly Int32Array[], ties: TieRule): number {
  const [first, second] = sides;
  const later = ties === 'largest' ? 1 : 0;
  let differing = 0;
  for (let image = 0; image + 1 < starts.length; image++) {
    let [leader, other, most, mostOther] = [0, 0, 0, 0];
    for (let slot = starts[image]; slot < starts[image + 1]; slot++) {
      let count = later;
      let countOther = later;
      for (let word = 0, at = slot * words; word < words; word++, at++) {
        count += bitCount(bits[at] & first[word]);
        countOther += bitCount(bits[at] & second[word]);
      }
      // The running maximum is without the bonus that lets a later class win a tie.
      if (count > most) {
        leader = slot;
        most = count - later;
      }
      if (countOther > mostOther) {
        other = slot;
        mostOther = countOther - later;
      }
    }
    if (leader !== other) differing++;
  }
  return differing;
}

/**
 * PIEs between two sides of `sizes` networks drawn at random, without replacement, from `pool`: one count a shuffle, without end. Every
 * network has the same chance on each side, so these are the counts that there would be if nothing distinguished the two populations.
 * Throws where the pool has fewer networks than both sides need.
 */
export function* relabelledPies(
  pool: Predictions,
  sizes: Sizes,
  ties: TieRule,
  seed: number,
): Generator<number, never> {
  const networks = pool.members.length;
  const [first, second] = sizes;
  if (first < 1 || second < 1 || first + second > networks) {
    throw new RangeError(
      `Expected two sides of 1 network or more from ${networks}, but ${first} and ${second} were asked for.`,
    );
  }
  const masks = masksOf(pool, Math.min(first, second));
  const sides = [new Int32Array(masks.words), new Int32Array(masks.words)];
  const orders = relabellings(networks, seed);
  for (;;) {
    const order = orders.next().value;
    for (const side of sides) side.fill(0);
    for (let place = 0; place < first + second; place++) {
      sides[place < first ? 0 : 1][order[place] >> 5] |= 1 << (order[place] & 31);
    }
    yield countDiffering(masks, sides, ties);
  }
}
