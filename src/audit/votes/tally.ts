import type { Votes } from '../findings';
import type { Predictions } from '../predictions';
import { type Correct, correctTop1 } from './correct';
import { type Modal, modalLabels } from './modal';
import { type MemberRecall, memberRecall } from './recall';
import type { TieRule } from './ties';
import { countVotes } from './votes';

/** One population's predictions, counted: what every comparison starts from. */
export type Tally = {
  predictions: Predictions;
  votes: Votes;
  modal: Modal;
  correct: Correct;
  recall: MemberRecall;
};

/**
 * Votes, modal labels, right answers and recall of a population, given the true labels [images]. `votes` are
 * those of `countVotes`, where they are known.
 */
export function tallyOf(
  predictions: Predictions,
  truth: Uint16Array,
  ties: TieRule,
  votes = countVotes(predictions),
): Tally {
  const correct = correctTop1(predictions, truth);
  return {
    predictions,
    votes,
    modal: modalLabels(votes, ties),
    correct,
    recall: memberRecall(correct, truth, predictions.classes),
  };
}
