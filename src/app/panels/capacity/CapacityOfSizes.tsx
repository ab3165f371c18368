import { CapacityPanel } from '../../../views/capacity/CapacityPanel';
import type { ZooGiven } from '../panel';
import { useTrained } from '../useTrained';

/** Narrow beside pruned populations. */
export function CapacityOfSizes(given: ZooGiven) {
  const { known, isCurrent } = useTrained(given, 'capacity');
  if (!known?.answer) return <p className="shell-waiting">Comparing populations by their weights.</p>;
  return <CapacityPanel capacity={known.answer} stale={!isCurrent} />;
}
