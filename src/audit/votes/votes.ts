import type { Votes } from '../findings';
import type { Predictions } from '../predictions';
import { runOut } from '../runOut';

/** Images are counted some at a time, in a table of this many entries. */
const TABLE = 1 << 15;
/** So many times between two pauses. */
const BLOCKS = 1000;

/** Votes of a population. With `rows`, only those networks vote. Throws when a label is not a class. */
export function countVotes(predictions: Predictions, rows?: readonly number[]): Votes {
  return runOut(voteSteps(predictions, rows));
}

/** The same in slices. */
export function* voteSteps(predictions: Predictions, rows?: readonly number[]): Generator<void, Votes> {
  const { members, images, classes } = predictions;
  const voters = Uint32Array.from(rows ?? members.keys());
  const most = images * Math.min(voters.length, classes);
  const votes = {
    starts: new Uint32Array(images + 1),
    labels: new Uint16Array(most),
    counts: new Uint16Array(most),
  };
  const atOnce = Math.max(1, Math.floor(TABLE / classes));
  const table = new Uint16Array(atOnce * classes);
  for (let first = 0, blocks = 1; first < images; first += atOnce, blocks++) {
    const past = Math.min(images, first + atOnce);
    countInto(table, predictions, voters, first, past);
    if (classes <= voters.length) takeAll(votes, table, first, past, classes);
    else takeNamed(votes, table, first, past, predictions, voters);
    table.fill(0);
    if (blocks % BLOCKS === 0) yield;
  }
  const entries = votes.starts[images];
  return {
    starts: votes.starts,
    labels: votes.labels.slice(0, entries),
    counts: votes.counts.slice(0, entries),
  };
}

/** Counts the votes on some images in a table of zeros, [images, classes]. */
function countInto(
  table: Uint16Array,
  predictions: Predictions,
  voters: Uint32Array,
  first: number,
  past: number,
) {
  const { images, classes, labels } = predictions;
  for (const row of voters) {
    for (let image = first, at = 0; image < past; image++, at += classes) {
      const label = labels[row * images + image];
      if (label >= classes) throw notAClass(predictions, row, image);
      table[at + label]++;
    }
  }
}

/** Takes what a table [images, classes] holds of some images, class by class. */
function takeAll(
  { starts, labels, counts }: Votes,
  table: Uint16Array,
  first: number,
  past: number,
  classes: number,
) {
  let end = starts[first];
  for (let image = first, at = 0; image < past; image++) {
    for (let label = 0; label < classes; label++, at++) {
      // Written in any case, and over again where there is no vote: no branch to be predicted.
      labels[end] = label;
      counts[end] = table[at];
      end += Math.min(1, table[at]);
    }
    starts[image + 1] = end;
  }
}

/** The same with many classes: only those are looked up that a voter names. */
function takeNamed(
  { starts, labels, counts }: Votes,
  table: Uint16Array,
  first: number,
  past: number,
  predictions: Predictions,
  voters: Uint32Array,
) {
  const { images, classes } = predictions;
  let end = starts[first];
  for (let image = first, at = 0; image < past; image++, at += classes) {
    const start = end;
    for (let voter = 0, left = voters.length; left > 0; voter++) {
      const label = predictions.labels[voters[voter] * images + image];
      const count = table[at + label];
      if (count === 0) continue;
      table[at + label] = 0;
      left -= count;
      let place = end++;
      for (; place > start && labels[place - 1] > label; place--) {
        labels[place] = labels[place - 1];
        counts[place] = counts[place - 1];
      }
      labels[place] = label;
      counts[place] = count;
    }
    starts[image + 1] = end;
  }
}

/** What is wrong with the label of network `row` for an image that is no class. */
function notAClass({ members, images, classes, labels }: Predictions, row: number, image: number) {
  return new RangeError(
    `Expected class indices below ${classes}, but network ${members[row]} says ` +
      `${labels[row * images + image]} for image ${image}; check the number of classes.`,
  );
}

/** How many networks say class `label` for an image, 0..K. */
export function votesFor({ starts, labels, counts }: Votes, image: number, label: number): number {
  const end = starts[image + 1];
  for (let entry = starts[image]; entry < end; entry++) {
    if (labels[entry] === label) return counts[entry];
  }
  return 0;
}

/** Votes of an image's first class minus votes of its second, 0..K; a tie gives 0. */
export function voteMargin({ starts, counts }: Votes, image: number): number {
  let first = 0;
  let second = 0;
  const end = starts[image + 1];
  for (let entry = starts[image]; entry < end; entry++) {
    const votes = counts[entry];
    if (votes > first) {
      second = first;
      first = votes;
    } else if (votes > second) second = votes;
  }
  return first - second;
}
