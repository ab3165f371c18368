import { useEffect } from 'react';
import { CapacityPanel } from '../../views/capacity/CapacityPanel';
import type { ChapterProps } from './chapter';
import { tableKey } from './useTable';

/** Narrow beside pruned populations; asked of the lab when they are missing. */
export function Sizes({ lab: { state, compareSizes }, experiment, active }: ChapterProps) {
  const known = state.capacity;
  const key = tableKey(experiment);
  const answered = known !== null && tableKey(known.experiment) === key;
  const missing = active && !answered;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds what of the experiment matters
  useEffect(() => {
    if (missing) compareSizes(experiment);
  }, [missing, key, compareSizes]);
  if (!known?.capacity) return <p className="shell-waiting">Comparing populations by their weights.</p>;
  return <CapacityPanel capacity={known.capacity} stale={!answered} />;
}
