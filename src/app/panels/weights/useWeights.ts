import { useContext, useDeferredValue, useEffect } from 'react';
import { shippedVariant, variantOf } from '../../../model/experiment';
import type { NetworkWeights } from '../../../model/weights';
import { Drafted, type ZooGiven } from '../panel';

/**
 * The weights of the network that is looked at and what is left of them, counted by the lab: of the level
 * under the slider while it moves. Null until they are there; `stale` while those of another network are.
 */
export function useWeights({ lab, zoo, experiment, active, address }: ZooGiven): {
  weights: NetworkWeights | null;
  stale: boolean;
} {
  const { countWeights } = lab;
  const { members, variant: kind, data } = experiment;
  const drafted = useDeferredValue(useContext(Drafted));
  const variant = variantOf(drafted === null ? experiment : { ...experiment, sparsity: drafted });
  const own = kind === 'sparse' || kind === 'narrow' ? shippedVariant(experiment) : null;
  const asked = { members, member: address.panels.network, variant, own };
  const key = JSON.stringify({ data, asked });
  const isOpen = zoo.offer.data === data;
  // Networks that are opened again are asked of again: what was told of them is gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds what is asked
  useEffect(() => {
    if (active && isOpen && members > 0) countWeights(asked);
  }, [active, isOpen, key, zoo, countWeights]);
  const { weights } = lab.state;
  const last = weights?.asked;
  const stale = last !== undefined && (last.own !== own || last.member !== asked.member);
  return { weights, stale };
}
