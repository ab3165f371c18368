import type { AuditOptions, Both, Votes } from '../findings';
import type { Predictions } from '../predictions';
import { modalLabels } from '../votes/modal';
import { differingImages } from '../votes/pies';
import { countVotes, voteSteps } from '../votes/votes';
import { analyticSteps, type ExpectedCount } from './analyticFloor';
import {
  type CountDistribution,
  distributionOf,
  type PermutationTest,
  permutationTest,
} from './permutationTest';
import { pooled, relabelSteps } from './relabel';
import { MARGIN } from './verdict';

/** Whether PIEs are more than retraining alone gives, three ways. */
export type Retraining = {
  /**
   * Null for paired populations, in whose difference retraining has no part, with one network a side, and
   * where it was not asked for.
   */
  permutation: PermutationTest | null;
  /**
   * Dense and null networks mixed and split again into populations of the same sizes; null without enough
   * null networks.
   */
  resplits: CountDistribution | null;
  /**
   * Expected from the vote shares of the dense networks and, where there are any, the null ones. They are of
   * so many `networks`; where these are few, shares look surer than they are. Null of one, which has no
   * shares.
   */
  analytic: (ExpectedCount & { networks: number }) | null;
};

export type RetrainingOptions = Pick<AuditOptions, 'ties' | 'seed'> & {
  /** 0: no permutation test, and as many re-splits as are enough for a mean. */
  shuffles: number;
  paired: boolean;
  /** Margin of equivalence as a share of the floor. */
  margin?: number;
  /** The votes of both populations, where they have been counted. */
  votes?: Both<Votes>;
};

/** Shuffles of a test, unless another number is asked for. */
export const SHUFFLES = 2000;

/** Shuffles after which a test first tells something. */
const FIRST = 100;

/** Re-splits where no number of shuffles is asked for. */
const RESPLITS = 200;

/** Shuffles on a large set of images, each of which takes long: p is then told to 1 in 200. */
const FEWER_SHUFFLES = 200;
const LARGE_SET = 200_000;

/** Shuffles between two pauses: as many as take about as long on any number of images. */
const SLICE = 25;
const SLICE_IMAGES = 20_000;

/** Shuffles of a test on so many images, unless another number is asked for. */
export function shufflesFor(images: number): number {
  return images < LARGE_SET ? SHUFFLES : FEWER_SHUFFLES;
}

/** Re-splits have a sequence of their own, so that neither depends on whether the other is drawn. */
const RESPLIT_SEED = 0x40000000;

/** In how many ways networks fall into two groups of these sizes; of equal ones no matter which is which. */
function splittingsOf(one: number, other: number): number {
  const few = Math.min(one, other);
  let ways = 1;
  for (let i = 1; i <= few; i++) ways = (ways * (Math.max(one, other) + i)) / i;
  return one === other ? ways / 2 : ways;
}

/** Share of the work that is done, 0..1, and what can be said already. */
export type RetrainingProgress = { done: number; soFar: Retraining | null };

/** Preparations, in which the share that is done stays. */
function* pausing<T>(work: Generator<void, T>, done = 0): Generator<RetrainingProgress, T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    yield { done, soFar: null };
  }
}

/**
 * The permutation test of the PIEs of `dense` against `compressed`, the re-splits of `dense` with `nulls` and
 * the analytic floor. A generator, so that a worker can pause or stop. It yields how far it is, with a first
 * result after 100 shuffles and finer ones whenever their number has doubled. Throws as `audit` does.
 */
export function* testRetraining(
  dense: Predictions,
  compressed: Predictions,
  nulls: Predictions | null,
  { ties, seed, shuffles, paired, margin = MARGIN, votes }: RetrainingOptions,
): Generator<RetrainingProgress, Retraining> {
  const sizes = [dense.members.length, compressed.members.length] as const;
  const known = nulls && nulls.members.length > 0 ? pooled(dense, nulls) : dense;
  const networks = known.members.length;
  const cast = known === dense && votes ? votes.dense : yield* pausing(voteSteps(known));
  const floor = yield* pausing(analyticSteps(cast, sizes, ties));
  const analytic = networks < 2 ? null : { ...floor, networks };
  const splits = networks >= sizes[0] + sizes[1] ? shuffles || RESPLITS : 0;
  const splittings = splittingsOf(...sizes);
  const tests = paired || splittings === 1 ? 0 : shuffles;
  const all = splits + tests;
  const slice = Math.min(SLICE, Math.max(1, Math.floor((SLICE * SLICE_IMAGES) / dense.images)));
  let result: Retraining = { permutation: null, resplits: null, analytic };
  yield { done: 0, soFar: result };
  if (splits > 0) {
    const counts: number[] = [];
    const drawn = yield* pausing(relabelSteps(known, sizes, ties, (seed ^ RESPLIT_SEED) >>> 0));
    while (counts.length < splits) {
      counts.push(drawn.next().value);
      if (counts.length % slice === 0) yield { done: counts.length / all, soFar: null };
    }
    result = { ...result, resplits: distributionOf(counts) };
  }
  if (tests > 0) {
    const both = votes ?? { dense: countVotes(dense), compressed: countVotes(compressed) };
    const modal = (of: Votes) => modalLabels(of, ties).labels;
    const observed = differingImages(modal(both.dense), modal(both.compressed)).length;
    const counts: number[] = [];
    const drawn = yield* pausing(relabelSteps(pooled(dense, compressed), sizes, ties, seed), splits / all);
    const tested = () => permutationTest(observed, counts.slice(), margin, 1 / splittings);
    let next = FIRST;
    while (counts.length < tests) {
      counts.push(drawn.next().value);
      if (counts.length % slice !== 0) continue;
      const tells = counts.length >= next;
      if (tells) {
        next *= 2;
        result = { ...result, permutation: tested() };
      }
      yield { done: (splits + counts.length) / all, soFar: tells ? result : null };
    }
    result = { ...result, permutation: tested() };
  }
  return result;
}
