import { checkComparable } from '../check';
import { accuracyOf } from '../classes/accuracy';
import { accuracyChange } from '../classes/accuracyChange';
import type { LevelSummary } from '../findings';
import type { Predictions } from '../predictions';
import { excessOver } from '../retraining/noiseFloor';
import { pairUp, sameMembers } from '../votes/matrix';
import { differingImages } from '../votes/pies';
import { tallyOf } from '../votes/tally';
import type { TieRule } from '../votes/ties';

/**
 * One level in the curve over levels: accuracy of the population at `sparsity` (0..1), its change and its
 * PIEs against `dense`, or null when `dense` is (the dense population itself). `retrained` are the images
 * that as many null networks change. Throws as `audit` does.
 */
export function summariseLevel(
  dense: Predictions | null,
  predictions: Predictions,
  truth: Uint16Array,
  sparsity: number,
  ties: TieRule,
  nullPies: Uint32Array | null = null,
): LevelSummary {
  checkComparable(dense ? { dense, compressed: predictions } : { dense: predictions }, truth);
  const { images } = predictions;
  if (!dense) {
    const { recall } = tallyOf(predictions, truth, ties);
    const top1 = accuracyOf(recall.accuracy);
    return { sparsity, top1, accuracyChange: null, pies: null, excess: null, images };
  }
  const paired = sameMembers(dense, predictions);
  const before = tallyOf(dense, truth, ties);
  const after = tallyOf(paired ? pairUp(dense, predictions) : predictions, truth, ties);
  const top1 = { dense: accuracyOf(before.recall.accuracy), compressed: accuracyOf(after.recall.accuracy) };
  const pies = differingImages(before.modal.labels, after.modal.labels);
  return {
    sparsity,
    top1: top1.compressed,
    accuracyChange: accuracyChange(top1, paired),
    pies: pies.length,
    excess: paired || !nullPies ? null : excessOver(pies, nullPies, images),
    images,
  };
}
