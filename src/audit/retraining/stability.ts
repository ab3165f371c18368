import { checkComparable } from '../check';
import type { AuditOptions, Both, Interval, Votes } from '../findings';
import type { Predictions } from '../predictions';
import { within } from '../runOut';
import { mean, quantileOf } from '../statistics/intervals';
import { mulberry32, shuffledIndices } from '../statistics/random';
import {
  addVoter,
  type Ballots,
  ballotSteps,
  clearPoll,
  countDifferingLeaders,
  countSettledDiffering,
  openPoll,
  type Poll,
} from '../votes/ballots';
import { pairUp, sameMembers } from '../votes/matrix';
import { nullNetworks } from './nullNetworks';

/**
 * A count of images over draws of networks: its mean, and its 2.5% and 97.5% quantiles; null where only one
 * draw exists.
 */
export type CountOverDraws = { mean: number; interval: Interval | null };

/** PIE counts with `k` networks a side. */
export type GrowthPoint = {
  k: number;
  pies: CountOverDraws;
  /** Dense against a null population; null without one as large. */
  retrained: CountOverDraws | null;
  /** Dense networks against as many other dense ones; null beyond half of them. */
  split: CountOverDraws | null;
};

/** For every image, the share of draws of `k` networks a side in which it is a PIE, 0..1. */
type Membership = { k: number; compressed: Float32Array; retrained: Float32Array | null };

/** How PIE counts and PIEs depend on the networks at hand. */
export type Stability = {
  images: number;
  members: Both<number>;
  paired: boolean;
  draws: number;
  seed: number;
  /** From one network a side to all, ascending. */
  growth: GrowthPoint[];
  /** With half the networks; null where a side has one. */
  membership: Membership | null;
};

type StabilityOptions = Pick<AuditOptions, 'ties' | 'seed' | 'paired'> & {
  draws: number;
  /** The votes of both populations, where they have been counted. */
  votes?: Both<Votes>;
};

const DENSE = 0;
const COMPRESSED = 1;
const NULL = 2;

/**
 * The draws of the null population have a sequence of their own, so that those of the others do not
 * depend on it.
 */
const NULL_SEED = 0x80000000;

/** Two counts that grow side by side, and what they have found so far. */
type Race = {
  populations: [number, number];
  /** Networks a side it can have. */
  limit: number;
  polls: [Poll, Poll];
  settled: number;
  /** PIEs by k - 1 and draw. */
  counts: number[][];
  /** Draws of `halves` networks in which each contested image is a PIE. */
  hits: Uint32Array;
};

function startRace(ballots: Ballots, populations: [number, number], limit: number): Race {
  return {
    populations,
    limit,
    polls: [openPoll(ballots), openPoll(ballots)],
    settled: countSettledDiffering(ballots, ...populations),
    counts: Array.from({ length: limit }, () => []),
    hits: new Uint32Array(ballots.contested.length),
  };
}

/** One draw: networks join both sides one by one, in the orders given; yields the share that has joined. */
function* run(
  race: Race,
  ballots: Ballots,
  orders: [number[], number[]],
  halves: number,
  ties: AuditOptions['ties'],
): Generator<number, void> {
  const [one, other] = race.polls;
  race.polls.forEach(clearPoll);
  for (let k = 1; k <= race.limit; k++) {
    race.polls.forEach((poll, side) => {
      addVoter(poll, ballots, race.populations[side], orders[side][k - 1], ties);
    });
    race.counts[k - 1].push(race.settled + countDifferingLeaders(one, other));
    yield k / race.limit;
    if (k !== halves) continue;
    for (let place = 0; place < race.hits.length; place++) {
      if (one.leader[place] !== other.leader[place]) race.hits[place]++;
    }
  }
}

function countAt(race: Race | null, k: number, exhausted: boolean): CountOverDraws | null {
  if (!race || k > race.limit) return null;
  const counts = race.counts[k - 1];
  const interval: Interval = [quantileOf(counts, 0.025), quantileOf(counts, 0.975)];
  return { mean: mean(counts), interval: exhausted ? null : interval };
}

function shareOf(race: Race, { contested, settled }: Ballots, draws: number): Float32Array {
  const [one, other] = race.populations;
  const share = Float32Array.from(settled[one], (label, image) => (label === settled[other][image] ? 0 : 1));
  contested.forEach((image, place) => {
    share[image] = race.hits[place] / draws;
  });
  return share;
}

/**
 * PIE counts with 1, 2, ... networks a side, up to as many as both populations have, over `draws` seeded
 * draws. Says too which images are PIEs again and again with half of them. A draw is an order in which
 * networks join, so that members are never drawn twice. It is, by mulberry32(seed), a shuffle of the dense
 * networks and then, unless paired, one of the compressed. For paired populations the same networks join both
 * sides. Networks of `again`, a null population, join by a sequence of their own, as many at most as there
 * are compressed ones. The split sets the first dense networks of an order against those from its middle on:
 * with half of the networks and 200 draws it is the split-half noise floor.
 *
 * A generator, so that a worker can pause: it yields the share of the work that is done, 0..1, first after
 * preparing, and returns the result. Throws as `audit` does.
 */
export function* drawNetworks(
  dense: Predictions,
  compressed: Predictions,
  again: Predictions | null,
  { ties, seed, draws, votes, paired = sameMembers(dense, compressed) }: StabilityOptions,
): Generator<number, Stability> {
  checkComparable({ dense, compressed, ...(again && { null: again }) });
  const nulls = nullNetworks(again, compressed.members.length) ?? again;
  const aligned = paired ? pairUp(dense, compressed) : compressed;
  const populations = [dense, aligned, ...(nulls ? [nulls] : [])];
  const casting = ballotSteps(populations, votes ? [votes.dense, votes.compressed] : []);
  let cast = casting.next();
  for (; !cast.done; cast = casting.next()) yield 0;
  const ballots = cast.value;
  const sizes = { dense: dense.members.length, compressed: aligned.members.length };
  const most = Math.min(sizes.dense, sizes.compressed);
  const halves = Math.floor(most / 2);
  const middle = Math.floor(sizes.dense / 2);
  const pruned = startRace(ballots, [DENSE, COMPRESSED], most);
  const retrained = nulls && startRace(ballots, [DENSE, NULL], Math.min(most, nulls.members.length));
  const split = startRace(ballots, [DENSE, DENSE], Math.min(most, middle));
  const random = mulberry32(seed);
  const nullRandom = mulberry32(seed ^ NULL_SEED);
  const races = [pruned, split, ...(retrained ? [retrained] : [])];
  let done = 0;
  yield done;
  for (let draw = 0; draw < draws; draw++) {
    const order = shuffledIndices(sizes.dense, random);
    const joining = [
      paired ? order : shuffledIndices(sizes.compressed, random),
      order.slice(middle),
      nulls ? shuffledIndices(nulls.members.length, nullRandom) : [],
    ];
    for (const [place, race] of races.entries()) {
      const drawing = run(race, ballots, [order, joining[place]], halves, ties);
      yield* within(drawing, done / (draws * races.length), 1 / (draws * races.length));
      done++;
    }
  }
  const growth = Array.from({ length: most }, (_, place) => {
    const k = place + 1;
    const all = k === sizes.dense;
    return {
      k,
      pies: countAt(pruned, k, all && (paired || k === sizes.compressed))!,
      retrained: countAt(retrained, k, all && k === nulls?.members.length),
      split: countAt(split, k, false),
    };
  });
  const known = retrained && retrained.limit >= halves;
  return {
    images: dense.images,
    members: sizes,
    paired,
    draws,
    seed,
    growth,
    membership:
      halves === 0
        ? null
        : {
            k: halves,
            compressed: shareOf(pruned, ballots, draws),
            retrained: known ? shareOf(retrained, ballots, draws) : null,
          },
  };
}
