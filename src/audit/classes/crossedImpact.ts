import { crossedOdds, crossedPoints } from '../effects/crossed';
import { groupSums } from '../effects/groupSums';
import type { Both, ClassImpact } from '../findings';
import { widened } from '../statistics/studentT';
import { benjaminiYekutieli } from '../statistics/tTest';
import type { Correct } from '../votes/correct';

/**
 * `impacts` with each class's effect when networks and images both vary, p adjusted over the classes by
 * Benjamini and Yekutieli, and its errors on the scale of odds.
 */
export function withCrossedEffects(
  impacts: readonly ClassImpact[],
  correct: Both<Correct>,
  truth: Uint16Array,
  paired: boolean,
): ClassImpact[] {
  const sums = groupSums(correct, truth, impacts.length, paired);
  const effects = impacts.map((_, label) => crossedPoints(sums, label));
  const tested = effects.filter((effect) => effect !== null).length;
  const adjusted = benjaminiYekutieli(effects.map((effect) => effect?.p ?? null));
  return impacts.map((impact, label) => {
    const effect = effects[label];
    const pAdjusted = adjusted[label];
    return {
      ...impact,
      crossed:
        effect && pAdjusted !== null
          ? { ...effect, pAdjusted, picked: widened(effect.interval, effect.df, tested) }
          : null,
      errorOdds: crossedOdds(sums, label),
    };
  });
}
