import type { Votes } from '../findings';
import type { Predictions } from '../predictions';
import { laterWins, type TieRule } from './ties';

const WORD = 32;

/**
 * Who says what for some images: entries `starts[i]` to `starts[i + 1]` are the classes of image i, those
 * that most networks say first. `masks` has `words` numbers an entry, a bit for each network.
 */
export type Voters = {
  starts: Uint32Array;
  labels: Uint16Array;
  /** Networks that say the class. */
  totals: Uint16Array;
  masks: Uint32Array;
  words: number;
};

/** The voters of each of `images`, given the population's votes. */
export function votersOf(predictions: Predictions, votes: Votes, images: Uint32Array): Voters {
  const { members, labels: said, classes, images: all } = predictions;
  const words = Math.ceil(members.length / WORD);
  const starts = new Uint32Array(images.length + 1);
  images.forEach((image, place) => {
    starts[place + 1] = starts[place] + votes.starts[image + 1] - votes.starts[image];
  });
  const entries = starts[images.length];
  const labels = new Uint16Array(entries);
  const totals = new Uint16Array(entries);
  const masks = new Uint32Array(entries * words);
  const entryOf = new Uint32Array(classes);
  for (let place = 0; place < images.length; place++) {
    const image = images[place];
    const start = starts[place];
    // Few entries each: put in order one by one, equal ones as they stand.
    for (let from = votes.starts[image], end = start; from < votes.starts[image + 1]; from++, end++) {
      let to = end;
      for (; to > start && totals[to - 1] < votes.counts[from]; to--) {
        totals[to] = totals[to - 1];
        labels[to] = labels[to - 1];
      }
      totals[to] = votes.counts[from];
      labels[to] = votes.labels[from];
    }
    for (let entry = start; entry < starts[place + 1]; entry++) entryOf[labels[entry]] = entry;
    for (let row = 0, cell = image; row < members.length; row++, cell += all) {
      masks[entryOf[said[cell]] * words + (row >>> 5)] |= 1 << (row & 31);
    }
  }
  return { starts, labels, totals, masks, words };
}

/** Networks by their rows as a mask of so many words. */
export function maskOf(rows: readonly number[], words: number): Uint32Array {
  const mask = new Uint32Array(words);
  for (const row of rows) mask[row >>> 5] |= 1 << (row & 31);
  return mask;
}

/**
 * The modal label of each image among the drawn networks, written to `into`. Classes that fewer networks say
 * in all than the leader has among the drawn ones cannot lead, so few are counted.
 */
export function leadersAmong(
  { starts, labels, totals, masks, words }: Voters,
  drawn: Uint32Array,
  ties: TieRule,
  into: Uint16Array,
): void {
  const takesLater = laterWins(ties);
  for (let place = 0; place < into.length; place++) {
    let most = 0;
    let leader = 0;
    for (let entry = starts[place]; entry < starts[place + 1] && totals[entry] >= most; entry++) {
      let own = 0;
      for (let word = 0; word < words; word++) own += bitsIn(masks[entry * words + word] & drawn[word]);
      const label = labels[entry];
      if (own > most || (own === most && own > 0 && (takesLater ? label > leader : label < leader))) {
        most = own;
        leader = label;
      }
    }
    into[place] = leader;
  }
}

/** On how many images two labels differ. */
export function countDiffering(one: Uint16Array, other: Uint16Array): number {
  let count = 0;
  for (let place = 0; place < one.length; place++) if (one[place] !== other[place]) count++;
  return count;
}

/** How many bits of 32 are set. */
function bitsIn(value: number): number {
  const pairs = value - ((value >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
