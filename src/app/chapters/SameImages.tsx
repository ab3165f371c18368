import { useMemo } from 'react';
import { PersistencePanel } from '../../views/persistence/PersistencePanel';
import { SetsPanel } from '../../views/persistence/SetsPanel';
import { pieLevels, populationName, setOnScreen } from '../describe';
import type { ChapterProps } from './chapter';
import { Detail } from './Detail';

/** Whether the same images are PIEs at every level and of every method. */
export function SameImages({ lab: { state }, experiment, comparison, stale, settled }: ChapterProps) {
  const levels = useMemo(() => pieLevels(state, experiment), [state, experiment]);
  return (
    <>
      <PersistencePanel
        levels={levels}
        images={experiment.images}
        findings={settled && !stale ? comparison.findings : undefined}
        name={populationName(comparison.experiment).title}
        stale={stale}
      />
      <Detail
        id="sets"
        title="Which sets share which images"
        asks="the PIEs of every level and of every compression computed here, by who else has them"
      >
        <SetsPanel
          levels={levels}
          images={experiment.images}
          current={setOnScreen(experiment)}
          stale={stale}
        />
      </Detail>
    </>
  );
}
