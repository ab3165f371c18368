import { useMemo } from 'react';
import { PersistencePanel } from '../../../views/persistence/PersistencePanel';
import { pieLevels } from '../../levels/pieLevels';
import { populationName } from '../../names';
import type { ZooGiven } from '../panel';

/** Whether the same images are PIEs at every level and of every method. */
export function SameImages({ lab: { state }, experiment, comparison, stale, settled }: ZooGiven) {
  const levels = useMemo(() => pieLevels(state, experiment), [state, experiment]);
  return (
    <PersistencePanel
      levels={levels}
      images={experiment.images}
      findings={settled && !stale ? comparison.findings : undefined}
      name={populationName(comparison.experiment).title}
      stale={stale}
    />
  );
}
