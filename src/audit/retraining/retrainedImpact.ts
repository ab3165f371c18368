import { withCrossedEffects } from '../classes/crossedImpact';
import { classesByChance, classImpact } from '../classes/impact';
import type { AuditOptions, Findings } from '../findings';
import type { Predictions } from '../predictions';
import { correctTop1 } from '../votes/correct';
import { memberRecall } from '../votes/recall';
import { nullNetworks } from './nullNetworks';

/**
 * What retraining alone does to each class: `dense` against as many networks of a null population as
 * the compressed one has, `networks`; and how many classes chance flags between them. Null without as many.
 */
export function retrainedImpact(
  dense: Predictions,
  nulls: Predictions | null,
  networks: number,
  truth: Uint16Array,
  options: AuditOptions,
): Pick<Findings, 'classImpact' | 'flaggedByChance'> | null {
  const again = nullNetworks(nulls, networks);
  if (!again) return null;
  const correct = {
    dense: correctTop1(dense, truth),
    compressed: correctTop1(again, truth),
  };
  const recall = {
    dense: memberRecall(correct.dense, truth, dense.classes),
    compressed: memberRecall(correct.compressed, truth, dense.classes),
  };
  return {
    classImpact: withCrossedEffects(classImpact(recall, options, false), correct, truth, false),
    flaggedByChance: classesByChance(recall, options, false),
  };
}
