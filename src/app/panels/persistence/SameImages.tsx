import { useMemo } from 'react';
import { sameImagesSteps } from '../../../audit/levels/persistence';
import { runOut } from '../../../audit/runOut';
import { PersistencePanel } from '../../../views/persistence/PersistencePanel';
import { pieLevels } from '../../levels/pieLevels';
import { populationName } from '../../names';
import type { ZooGiven } from '../panel';

/** Whether the same images are PIEs at every level and of every method. */
export function SameImages({ lab: { state }, experiment, comparison, stale, settled }: ZooGiven) {
  const levels = useMemo(() => pieLevels(state, experiment), [state, experiment]);
  const { findings } = comparison;
  // At most some ten thousand images: no work for the worker.
  const votes = useMemo(
    () => (settled && !stale ? runOut(sameImagesSteps(findings)) : null),
    [findings, settled, stale],
  );
  return (
    <PersistencePanel
      levels={levels}
      images={experiment.images}
      votes={votes}
      name={populationName(comparison.experiment).title}
      stale={stale}
    />
  );
}
