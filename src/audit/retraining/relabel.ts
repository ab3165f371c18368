import { checkComparable } from '../check';
import type { Predictions } from '../predictions';
import { relabellings } from '../statistics/relabellings';
import { contestedBy } from '../votes/ballots';
import type { TieRule } from '../votes/ties';
import { countDiffering, leadersAmong, maskOf, type Voters, votersOf } from '../votes/voters';
import { voteSteps } from '../votes/votes';

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
 * PIEs between two sides of `sizes` networks drawn at random, without replacement, from `pool`: prepared in
 * slices, then one count a shuffle, without end. Every network has the same chance on each side, so these are
 * the counts that there would be if nothing distinguished the two populations. Throws where the pool has
 * fewer networks than both sides need.
 */
export function* relabelSteps(
  pool: Predictions,
  sizes: Sizes,
  ties: TieRule,
  seed: number,
): Generator<void, Generator<number, never>> {
  const networks = pool.members.length;
  const [first, second] = sizes;
  if (first < 1 || second < 1 || first + second > networks) {
    throw new RangeError(
      `Expected two sides of 1 network or more from ${networks}, but ${first} and ${second} were asked for.`,
    );
  }
  const votes = yield* voteSteps(pool);
  const { contested } = contestedBy([pool], [votes], Math.min(first, second));
  yield;
  const voters = votersOf(pool, votes, contested);
  yield;
  return counts(voters, networks, sizes, ties, seed);
}

function* counts(
  voters: Voters,
  networks: number,
  [first, second]: Sizes,
  ties: TieRule,
  seed: number,
): Generator<number, never> {
  const leaders = [first, second].map(() => new Uint16Array(voters.starts.length - 1));
  const orders = relabellings(networks, seed);
  for (;;) {
    const order = orders.next().value;
    const sides = [order.slice(0, first), order.slice(first, first + second)];
    sides.forEach((rows, side) => {
      leadersAmong(voters, maskOf(rows, voters.words), ties, leaders[side]);
    });
    yield countDiffering(leaders[0], leaders[1]);
  }
}
