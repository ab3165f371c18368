import type { Votes } from '../findings';
import type { Predictions } from '../predictions';
import { differingImages } from './pies';
import { laterWins, type TieRule } from './ties';
import { voteSteps } from './votes';

/**
 * Several populations' labels, made ready to be counted again and again for some of their networks. Only
 * images on which a draw can differ from its population are counted. Every class that any network names for
 * such an image has a slot. The slots of one image stand in the order of its classes, so that populations
 * compare by slot.
 */
export type Ballots = {
  /** Indices of the contested images, ascending. */
  contested: Uint32Array;
  slots: number;
  /** The first slot of each contested image. */
  starts: Uint32Array;
  /**
   * One population each: the slots its networks vote for, counted from the first of their image, [members,
   * contested].
   */
  populations: Uint16Array[];
  /** One population each: on settled images, what every draw says; 0 on contested ones. [images] */
  settled: Uint16Array[];
};

/**
 * Per image: the modal label, and 1 where any `drawn` or more of the networks have it too. So it is where it
 * keeps more votes than any other class has, even if all networks that are not drawn had said it.
 */
function settledBy(
  predictions: Predictions,
  { starts, labels: said, counts }: Votes,
  drawn: number,
): { labels: Uint16Array; sure: Uint8Array } {
  const labels = new Uint16Array(predictions.images);
  const sure = new Uint8Array(predictions.images);
  for (let image = 0; image < labels.length; image++) {
    let most = starts[image];
    let second = 0;
    for (let entry = most + 1; entry < starts[image + 1]; entry++) {
      if (counts[entry] > counts[most]) {
        second = counts[most];
        most = entry;
      } else if (counts[entry] > second) second = counts[entry];
    }
    labels[image] = said[most];
    sure[image] = counts[most] - (predictions.members.length - drawn) > second ? 1 : 0;
  }
  return { labels, sure };
}

/**
 * Images on which a draw of so many networks or more can differ from its population, in any population, and
 * what each says on the others.
 */
export function contestedBy(
  populations: readonly Predictions[],
  counted: readonly Votes[],
  drawn: number,
): Pick<Ballots, 'contested' | 'settled'> {
  const found = populations.map((predictions, at) => settledBy(predictions, counted[at], drawn));
  const contested = Uint32Array.from(found[0].labels.keys()).filter((image) =>
    found.some(({ sure }) => sure[image] === 0),
  );
  const settled = found.map(({ labels }) => labels);
  for (const labels of settled) for (const image of contested) labels[image] = 0;
  return { contested, settled };
}

/** Images whose ballots are cast between two pauses. */
const AT_ONCE = 2000;

/**
 * The ballots of one or more populations of the same images and classes, for counts of `drawn` networks or
 * more of each, in slices. `counted` are votes of the populations, as far as they are known. Throws a
 * sentence where a label is no class.
 */
export function* ballotSteps(
  populations: readonly Predictions[],
  counted: readonly Votes[],
  drawn = 1,
): Generator<void, Ballots> {
  const votes: Votes[] = [];
  for (const [at, population] of populations.entries()) {
    votes.push(counted[at] ?? (yield* voteSteps(population)));
    yield;
  }
  const { contested, settled } = contestedBy(populations, votes, drawn);
  yield;
  const { classes } = populations[0];
  const cast = populations.map(({ members }) => new Uint16Array(members.length * contested.length));
  const starts = new Uint32Array(contested.length);
  const slotOf = new Uint16Array(classes);
  const isNamed = new Uint8Array(classes);
  let slots = 0;
  for (let place = 0; place < contested.length; place++) {
    if (place % AT_ONCE === 0) yield;
    const image = contested[place];
    starts[place] = slots;
    const named: number[] = [];
    for (const { members, images, labels } of populations) {
      for (let entry = image; entry < members.length * images; entry += images) {
        const label = labels[entry];
        if (!isNamed[label]) named.push(label);
        isNamed[label] = 1;
      }
    }
    named.sort((a, b) => a - b);
    for (const [slot, label] of named.entries()) {
      slotOf[label] = slot;
      isNamed[label] = 0;
    }
    slots += named.length;
    populations.forEach(({ members, images, labels }, population) => {
      for (let row = 0; row < members.length; row++) {
        cast[population][row * contested.length + place] = slotOf[labels[row * images + image]];
      }
    });
  }
  return { contested, slots, starts, populations: cast, settled };
}

/**
 * A count in progress: votes of every slot, and for each contested image the slot that leads with how many
 * votes.
 */
export type Poll = { votes: Uint16Array; most: Uint16Array; leader: Uint16Array };

/** A count without votes. */
export function openPoll({ contested, slots }: Ballots): Poll {
  return {
    votes: new Uint16Array(slots),
    most: new Uint16Array(contested.length),
    leader: new Uint16Array(contested.length),
  };
}

/** Takes all votes back. */
export function clearPoll({ votes, most }: Poll): void {
  votes.fill(0);
  most.fill(0);
}

/**
 * Counts one more network, row `row` of population `population`. The leader is then the modal label of the
 * networks counted so far: of classes with equal votes the largest index, or the smallest.
 */
export function addVoter(
  { votes, most, leader }: Poll,
  { populations, contested, starts }: Ballots,
  population: number,
  row: number,
  ties: TieRule,
): void {
  const cast = populations[population];
  const takesLater = laterWins(ties);
  for (let place = 0, entry = row * contested.length; place < contested.length; place++, entry++) {
    const slot = cast[entry];
    const count = ++votes[starts[place] + slot];
    if (count > most[place]) {
      most[place] = count;
      leader[place] = slot;
    } else if (count === most[place] && (takesLater ? slot > leader[place] : slot < leader[place])) {
      leader[place] = slot;
    }
  }
}

/** How many settled images two populations decide differently. */
export function countSettledDiffering({ settled }: Pick<Ballots, 'settled'>, a: number, b: number): number {
  return differingImages(settled[a], settled[b]).length;
}

/** How many contested images two counts, each of a network or more, decide differently. */
export function countDifferingLeaders(a: Poll, b: Poll): number {
  let count = 0;
  for (let place = 0; place < a.leader.length; place++) if (a.leader[place] !== b.leader[place]) count++;
  return count;
}
