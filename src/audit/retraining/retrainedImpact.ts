import { classImpact } from '../classes/impact';
import type { AuditOptions, ClassImpact } from '../findings';
import type { Predictions } from '../predictions';
import { correctTop1 } from '../votes/correct';
import { selectMembers } from '../votes/matrix';
import { memberRecall } from '../votes/recall';

/**
 * What retraining alone does to each class: `dense` against as many networks of a second dense population as the compressed one has,
 * `networks`. Null without as many.
 */
export function retrainedImpact(
  dense: Predictions,
  nulls: Predictions | null,
  networks: number,
  truth: Uint16Array,
  options: AuditOptions,
): ClassImpact[] | null {
  if (!nulls || nulls.members.length < networks) return null;
  const recallOf = (predictions: Predictions) =>
    memberRecall(correctTop1(predictions, truth), truth, predictions.classes);
  return classImpact(
    { dense: recallOf(dense), compressed: recallOf(selectMembers(nulls, networks)) },
    options,
    false,
  );
}
