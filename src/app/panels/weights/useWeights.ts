import { useEffect } from 'react';
import { shippedVariant } from '../../../model/experiment';
import type { Population } from '../../../model/population';
import type { ZooGiven } from '../panel';

/**
 * The dense networks, and those trained sparse or narrow that are compared with them (null for others);
 * loaded once the page is read.
 */
export function useWeights({ lab, experiment, active }: Pick<ZooGiven, 'lab' | 'experiment' | 'active'>): {
  dense: Population | null;
  own: Population | null;
} {
  const { loadWeights } = lab;
  const loaded = lab.state.weights;
  const { members, variant } = experiment;
  const ownId = variant === 'sparse' || variant === 'narrow' ? shippedVariant(experiment) : null;
  useEffect(() => {
    if (!active || members === 0) return;
    for (const id of ['dense', ownId]) {
      if (id && (loaded[id]?.members.length ?? 0) < members) loadWeights(id, members);
    }
  }, [active, members, ownId, loaded, loadWeights]);
  return { dense: loaded.dense ?? null, own: (ownId && loaded[ownId]) || null };
}
