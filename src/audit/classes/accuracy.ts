import { crossedShare } from '../effects/crossed';
import { groupSums } from '../effects/groupSums';
import type { Accuracy, Both, Estimate, MatchedAccuracy, SubsetAccuracy } from '../findings';
import { sampleVariance, tEstimate } from '../statistics/intervals';
import { type Correct, weightedAccuracy } from '../votes/correct';
import { beyondMatched } from './harder';
import { type Matching, matchingWeights } from './matching';

/** A population's accuracy from that of its networks (0..1, not empty). */
export function accuracyOf(perMember: number[]): Accuracy {
  const networks = perMember.length;
  return {
    perMember,
    mean: tEstimate(perMember, networks),
    sd: networks < 2 ? null : Math.sqrt(sampleVariance(perMember)),
  };
}

/**
 * Mean accuracy over networks with every image weighted; null where all weights are 0. `n` counts the images
 * with weight.
 */
function weightedEstimate(correct: Correct, weights: Float64Array): Estimate | null {
  let n = 0;
  for (const weight of weights) if (weight > 0) n++;
  return n === 0 ? null : tEstimate(weightedAccuracy(correct, weights), n);
}

/** A population's accuracy on PIEs (indices), on all images, and on the rest. */
export function subsetAccuracy(correct: Correct, pies: Uint32Array): SubsetAccuracy {
  const pie = new Float64Array(correct.images);
  for (const image of pies) pie[image] = 1;
  const all = new Float64Array(correct.images).fill(1);
  return {
    pie: weightedEstimate(correct, pie),
    all: tEstimate(weightedAccuracy(correct, all), correct.images),
    nonPie: weightedEstimate(
      correct,
      pie.map((weight) => 1 - weight),
    ),
  };
}

/** The same with how far accuracy on PIEs lies from that on all images, networks and images both varying. */
export function withBeyond(
  { dense, compressed }: Both<SubsetAccuracy>,
  correct: Both<Correct>,
  pies: Uint32Array,
): Both<SubsetAccuracy> {
  const codes = new Uint16Array(correct.dense.images).fill(1);
  for (const image of pies) codes[image] = 0;
  const sums = groupSums(correct, codes, 1, false);
  return {
    dense: { ...dense, beyond: crossedShare(sums, 0, 'dense') },
    compressed: { ...compressed, beyond: crossedShare(sums, 0, 'compressed') },
  };
}

/**
 * Accuracy of both populations on non-PIEs weighted as `matchingWeights` says: what the accuracy would be
 * on images as contested as the PIEs that were not chosen by disagreement. Null without a PIE or a match.
 */
export function matchedAccuracy(
  correct: Both<Correct>,
  matching: Matching,
  pies: number,
): MatchedAccuracy | null {
  const { weights, unmatched } = matchingWeights(matching);
  const dense = weightedEstimate(correct.dense, weights);
  const compressed = weightedEstimate(correct.compressed, weights);
  if (!dense || !compressed) return null;
  const beyond = {
    dense: beyondMatched(correct.dense, matching),
    compressed: beyondMatched(correct.compressed, matching),
  };
  return { accuracy: { dense, compressed }, matched: pies - unmatched, unmatched, beyond };
}
