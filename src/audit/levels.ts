import { accuracyOf } from './accuracy';
import { checkComparable } from './check';
import type { LevelSummary, TieRule } from './findings';
import { differingImages } from './pies';
import type { Predictions } from './predictions';
import { tallyOf } from './tally';

/**
 * One level in the curve over levels: accuracy of the population at `sparsity` (0..1), and its PIEs against `dense`, or
 * null when `dense` is (the dense population itself). Throws as `audit` does.
 */
export function summariseLevel(
  dense: Predictions | null,
  predictions: Predictions,
  truth: Uint16Array,
  sparsity: number,
  ties: TieRule,
): LevelSummary {
  checkComparable(dense ? { dense, compressed: predictions } : { dense: predictions }, truth);
  const { modal, recall } = tallyOf(predictions, truth, ties);
  const pies = dense && differingImages(tallyOf(dense, truth, ties).modal.labels, modal.labels).length;
  return { sparsity, top1: accuracyOf(recall.accuracy), pies, images: predictions.images };
}
