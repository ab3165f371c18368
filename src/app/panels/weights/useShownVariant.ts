import { useContext, useDeferredValue, useMemo } from 'react';
import { type Experiment, variantOf } from '../../../model/experiment';
import type { Variant } from '../../../model/variant';
import { Drafted } from '../panel';

/**
 * What is done to the weights shown: the slider's while it moves. Counting what is left of large networks
 * takes longer than a step of the slider, so it follows behind, and passes over steps that are gone by then.
 */
export function useShownVariant(experiment: Experiment): Variant {
  const drafted = useContext(Drafted);
  const variant = variantOf(drafted === null ? experiment : { ...experiment, sparsity: drafted });
  const key = JSON.stringify(variant);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds the variant
  const known = useMemo(() => variant, [key]);
  return useDeferredValue(known);
}
