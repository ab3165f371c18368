import { CapacityPanel } from '../../../views/capacity/CapacityPanel';
import { Waits } from '../../Waits';
import type { ZooGiven } from '../panel';
import { useTrained } from '../useTrained';

/** Narrow beside pruned populations. */
export function CapacityOfSizes(given: ZooGiven) {
  const { known, isCurrent } = useTrained(given, 'capacity');
  if (!known?.answer)
    return (
      <Waits lab={given.lab} of={['capacity']}>
        Comparing populations by their weights.
      </Waits>
    );
  return <CapacityPanel capacity={known.answer} stale={!isCurrent} />;
}
