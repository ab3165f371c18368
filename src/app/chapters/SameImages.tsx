import { useMemo } from 'react';
import { PersistencePanel } from '../../views/persistence/PersistencePanel';
import { pieLevels, populationName } from '../describe';
import type { ChapterProps } from './chapter';

/** Whether the same images are PIEs at every level and of every method. */
export function SameImages({ lab: { state }, experiment, comparison, stale, settled }: ChapterProps) {
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
