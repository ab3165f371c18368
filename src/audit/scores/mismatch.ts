import type { Both, Estimate, Findings, Outcome, Votes } from '../findings';
import type { Predictions } from '../predictions';
import { runOut } from '../runOut';
import { mean, tEstimate, wilsonInterval } from '../statistics/intervals';
import { tQuantile } from '../statistics/studentT';
import { pairUp } from '../votes/matrix';
import { countVotes, votesFor } from '../votes/votes';

/**
 * Share of images whose label differs, 0..1: in all, and by what became of the answer, in the words used of
 * PIEs.
 */
export type Mismatch = Record<'any' | Outcome, Estimate>;

type Shares = Record<Outcome, number>;

/** Share of images on which two networks differ, and on which the two populations' modal labels do. */
export type MismatchRates = {
  /**
   * Paired: a network and its dense self. Independent: a compressed and a dense network, over all pairs. Mean
   * over compressed networks with t interval; the dense networks are held fixed.
   */
  networks: Mismatch;
  /**
   * Two dense networks, over all pairs, with the jackknife's interval; null for paired populations and with
   * one dense network.
   */
  retrained: Mismatch | null;
  /** PIEs by outcome, with Wilson's interval; `n` counts images. */
  modal: Mismatch;
};

/**
 * What becomes of an answer from a network drawn among `voters`, who gave `votes`, to network `row`.
 * If that network is a voter itself, it is not drawn.
 */
function againstVotes(
  { images, labels }: Predictions,
  row: number,
  truth: Uint16Array,
  votes: Votes,
  voters: number,
  isVoter: boolean,
): Shares {
  const sums = { forgotten: 0, recovered: 0, traded: 0 };
  for (let image = 0; image < images; image++) {
    const label = labels[row * images + image];
    const own = isVoter ? 1 : 0;
    const agreeing = votesFor(votes, image, label) - own;
    if (label === truth[image]) {
      sums.recovered += voters - own - agreeing;
      continue;
    }
    const right = votesFor(votes, image, truth[image]);
    sums.forgotten += right;
    sums.traded += voters - own - agreeing - right;
  }
  const pairs = images * (isVoter ? voters - 1 : voters);
  return {
    forgotten: sums.forgotten / pairs,
    recovered: sums.recovered / pairs,
    traded: sums.traded / pairs,
  };
}

function overNetworks(shares: Shares[]): Mismatch {
  const over = (of: (share: Shares) => number) => tEstimate(shares.map(of), shares.length);
  return {
    any: over(({ forgotten, recovered, traded }) => forgotten + recovered + traded),
    forgotten: over(({ forgotten }) => forgotten),
    recovered: over(({ recovered }) => recovered),
    traded: over(({ traded }) => traded),
  };
}

/**
 * Mean over all ordered pairs of networks. Each pair is held by both of its networks, so means of rows are
 * not independent. The 95% t interval is from the jackknife over networks (Efron & Stein 1981); there is none
 * of fewer than three. `later` [network] is its mean over the others with the network second, `earlier` with
 * the network first.
 */
function overPairs(later: readonly number[], earlier: readonly number[]): Estimate {
  const networks = later.length;
  const value = mean(later);
  if (networks < 3) return { value, interval: null, n: networks };
  const without = later.map((share, row) => (networks * value - share - earlier[row]) / (networks - 2));
  const squares = without.reduce((sum, share) => sum + (share - value) ** 2, 0);
  const half = tQuantile(networks - 1) * Math.sqrt(((networks - 1) / networks) * squares);
  return { value, interval: [value - half, value + half], n: networks };
}

/**
 * `shares` [network] of each dense network against the others; seen from the other side, forgotten is
 * recovered.
 */
function overRetrained(shares: Shares[]): Mismatch {
  const sharesOf = (kind: Outcome) => shares.map((share) => share[kind]);
  const any = shares.map(({ forgotten, recovered, traded }) => forgotten + recovered + traded);
  return {
    any: overPairs(any, any),
    forgotten: overPairs(sharesOf('forgotten'), sharesOf('recovered')),
    recovered: overPairs(sharesOf('recovered'), sharesOf('forgotten')),
    traded: overPairs(sharesOf('traded'), sharesOf('traded')),
  };
}

function againstSelf(dense: Predictions, compressed: Predictions, row: number, truth: Uint16Array): Shares {
  const own = { ...dense, labels: dense.labels.subarray(row * dense.images, (row + 1) * dense.images) };
  const votes = countVotes({ ...own, members: [dense.members[row]] });
  return againstVotes(compressed, row, truth, votes, 1, false);
}

/**
 * Share of images whose label differs (churn: Milani Fard et al. 2016), between networks and between modal
 * labels, split by outcome: forgotten (right, then wrong), recovered, traded (wrong, then another wrong).
 * `findings` is the audit of these populations.
 */
export function mismatchRates(
  populations: Both<Predictions>,
  truth: Uint16Array,
  findings: Findings,
): MismatchRates {
  return runOut(mismatchSteps(populations, truth, findings));
}

/** The same network by network, so that a worker can pause or stop: yields the share that is done, 0..1. */
export function* mismatchSteps(
  { dense, compressed }: Both<Predictions>,
  truth: Uint16Array,
  { pies, votes, paired, images }: Findings,
): Generator<number, MismatchRates> {
  const aligned = paired ? pairUp(dense, compressed) : compressed;
  const voters = dense.members.length;
  const modal = (count: number): Estimate => ({
    value: count / images,
    interval: wilsonInterval(count, images),
    n: images,
  });
  const isRetrainedToo = !paired && voters > 1;
  const all = aligned.members.length + (isRetrainedToo ? voters : 0);
  const networks: Shares[] = [];
  for (const row of aligned.members.keys()) {
    networks.push(
      paired
        ? againstSelf(dense, aligned, row, truth)
        : againstVotes(aligned, row, truth, votes.dense, voters, false),
    );
    yield networks.length / all;
  }
  const retrained: Shares[] = [];
  for (let row = 0; isRetrainedToo && row < voters; row++) {
    retrained.push(againstVotes(dense, row, truth, votes.dense, voters, true));
    yield (networks.length + retrained.length) / all;
  }
  return {
    networks: overNetworks(networks),
    retrained: isRetrainedToo ? overRetrained(retrained) : null,
    modal: {
      any: modal(pies.images.length),
      forgotten: modal(pies.counts.forgotten),
      recovered: modal(pies.counts.recovered),
      traded: modal(pies.counts.traded),
    },
  };
}
