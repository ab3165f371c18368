import { correctTop1 } from './correct';
import type { AuditOptions, ClassImpact } from './findings';
import { classImpact } from './impact';
import { selectMembers } from './matrix';
import type { Predictions } from './predictions';
import { memberRecall } from './recall';

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
