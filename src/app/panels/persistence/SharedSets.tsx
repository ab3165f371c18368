import { useMemo } from 'react';
import { SetsPanel } from '../../../views/persistence/SetsPanel';
import { pieLevels, setOnScreen } from '../../levels/pieLevels';
import type { ZooGiven } from '../panel';

/** Which sets of PIEs share which images. */
export function SharedSets({ lab: { state }, experiment, stale }: ZooGiven) {
  const levels = useMemo(() => pieLevels(state, experiment), [state, experiment]);
  return (
    <SetsPanel levels={levels} images={experiment.images} current={setOnScreen(experiment)} stale={stale} />
  );
}
