// Images as contested as the PIEs, for the dense networks.
import type { Votes } from '../findings';
import { voteMargin } from '../votes/votes';

/** What matching needs of the dense population. */
type DenseVotes = { votes: Votes; modal: Uint16Array; members: number };

/** Images put together by dense vote margin crossed with dense-modal-correct. */
export type Matching = {
  /** The stratum of every image. */
  stratum: Uint32Array;
  /** 1 for PIEs. */
  isPie: Uint8Array;
  /** How many PIEs and other images every stratum holds. */
  strata: { pies: number; others: number }[];
};

/** Sorts all images into strata in which PIEs can be compared with others. */
export function matchingOf(
  { votes, modal, members }: DenseVotes,
  truth: Uint16Array,
  pies: Uint32Array,
): Matching {
  const isPie = new Uint8Array(truth.length);
  for (const image of pies) isPie[image] = 1;
  const strata = Array.from({ length: 2 * members + 2 }, () => ({ pies: 0, others: 0 }));
  const stratum = Uint32Array.from(truth, (label, image) => {
    const place = 2 * voteMargin(votes, image) + (modal[image] === label ? 1 : 0);
    strata[place][isPie[image] ? 'pies' : 'others']++;
    return place;
  });
  return { stratum, isPie, strata };
}

/**
 * The weight of every non-PIE by which they have the PIEs' distribution over the strata; 0 for PIEs.
 * `unmatched` PIEs have no other image in theirs.
 */
export function matchingWeights({ stratum, isPie, strata }: Matching): {
  weights: Float64Array;
  unmatched: number;
} {
  const weights = Float64Array.from(stratum, (place, image) =>
    isPie[image] ? 0 : strata[place].pies / strata[place].others,
  );
  const unmatched = strata.reduce((sum, { pies, others }) => sum + (others > 0 ? 0 : pies), 0);
  return { weights, unmatched };
}
