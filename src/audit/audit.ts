import { checkComparable } from './check';
import { accuracyOf, matchedAccuracy, subsetAccuracy, withBeyond } from './classes/accuracy';
import { accuracyChange } from './classes/accuracyChange';
import { withCrossedEffects } from './classes/crossedImpact';
import { classesByChance, classImpact } from './classes/impact';
import { matchingOf } from './classes/matching';
import type { AuditOptions, Both, Findings, NoiseFloor, SubsetAccuracy } from './findings';
import type { Predictions } from './predictions';
import { nullFloor } from './retraining/noiseFloor';
import { nullNetworks } from './retraining/nullNetworks';
import { splitHalfFloor } from './retraining/splitHalf';
import { correctTop5 } from './votes/correct';
import { flipsPerNetwork } from './votes/flips';
import { pairUp, sameMembers } from './votes/matrix';
import { findPies } from './votes/pies';
import { type Tally, tallyOf } from './votes/tally';
import { taxicabDistances } from './votes/taxicab';

/**
 * Everything the explorer says of two populations: what `compressed` forgot of what `dense` knew, on the same
 * images with true labels `truth` [images].
 *
 * The populations are paired when they have the same networks by id, or when `options.paired` says so. The
 * rows of `compressed`, and all that is given per network, then follow the order of dense.members. Paired by
 * option without equal ids, row k answers to row k. `nulls` is a null population, of which as many networks
 * count as `compressed` has; with too few or none the noise floor is the split-half one.
 *
 * What no option changes is taken from `known`, findings of the same populations with others.
 *
 * Throws when shapes, images or classes disagree, or on populations said to be paired with different numbers
 * of networks.
 */
export function audit(
  dense: Predictions,
  compressed: Predictions,
  truth: Uint16Array,
  options: AuditOptions,
  nulls: Predictions | null = null,
  known: Pick<Findings, 'votes' | 'taxicab'> | null = null,
): Findings {
  checkComparable({ dense, compressed, ...(nulls && { null: nulls }) }, truth);
  const paired = options.paired ?? sameMembers(dense, compressed);
  const aligned = paired ? pairUp(dense, compressed) : compressed;
  const tally = {
    dense: tallyOf(dense, truth, options.ties, known?.votes.dense),
    compressed: tallyOf(aligned, truth, options.ties, known?.votes.compressed),
  };
  const { images, classes } = dense;
  const members = both(tally, ({ predictions }) => predictions.members.length);
  const votes = both(tally, (population) => population.votes);
  const modal = both(tally, (population) => population.modal.labels);
  const recall = both(tally, (population) => population.recall);
  const top1 = both(recall, ({ accuracy }) => accuracyOf(accuracy));
  const correct = both(tally, (population) => population.correct);
  const pies = findPies(
    both(tally, (population) => population.modal),
    truth,
  );
  const denseVotes = { votes: votes.dense, modal: modal.dense, members: members.dense };
  return {
    images,
    classes,
    members,
    options,
    paired,
    votes,
    modal,
    pies,
    taxicab: known?.taxicab ?? taxicabDistances(votes, members),
    top1,
    accuracyChange: accuracyChange(top1, paired),
    classImpact: withCrossedEffects(classImpact(recall, options, paired), correct, truth, paired),
    flaggedByChance: classesByChance(recall, options, paired),
    accuracy: withBeyond(
      both(correct, (answers) => subsetAccuracy(answers, pies.images)),
      correct,
      pies.images,
    ),
    top5: top5Accuracy({ dense, compressed: aligned }, pies.images),
    matched: matchedAccuracy(correct, matchingOf(denseVotes, truth, pies.images), pies.images.length),
    noiseFloor: noiseFloor(tally, pies.images, truth, options, paired, nulls),
    flips: paired ? flipsPerNetwork(dense, aligned) : null,
  };
}

function both<A, B>(pair: Both<A>, of: (value: A) => B): Both<B> {
  return { dense: of(pair.dense), compressed: of(pair.compressed) };
}

function top5Accuracy(population: Both<Predictions>, pies: Uint32Array): Both<SubsetAccuracy> | undefined {
  const { dense, compressed } = both(population, correctTop5);
  return dense && compressed
    ? both({ dense, compressed }, (answers) => subsetAccuracy(answers, pies))
    : undefined;
}

function noiseFloor(
  tally: Both<Tally>,
  pies: Uint32Array,
  truth: Uint16Array,
  options: AuditOptions,
  paired: boolean,
  nulls: Predictions | null,
): NoiseFloor {
  const again = nullNetworks(nulls, tally.compressed.predictions.members.length);
  if (!again) return splitHalfFloor(tally, options, paired);
  return nullFloor(tally, tallyOf(again, truth, options.ties), pies, options, paired);
}
