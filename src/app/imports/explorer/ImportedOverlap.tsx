import { useMemo } from 'react';
import type { PieLevel } from '../../../views/persistence/describe';
import { PersistencePanel } from '../../../views/persistence/PersistencePanel';
import type { ImportPanelProps } from './importPanels';
import { useLevels } from './useLevels';

/** Whether an import's PIEs are the images that retraining changes too, and those whose votes moved most. */
export function ImportedOverlap(props: ImportPanelProps) {
  const { findings } = props.imported;
  const levels = useLevels(props);
  const sets = useMemo((): PieLevel[] => {
    if (!levels) return [];
    const { retrained } = levels;
    const compressed = { id: 'compressed', name: 'Compressed', short: 'compressed', removed: null };
    const own: PieLevel = { ...compressed, series: 'other', pies: findings.pies.images };
    if (!retrained) return [own];
    const again = { id: 'null', name: 'Retrained', short: 'retrained', removed: 0 };
    return [{ ...again, series: 'null', pies: retrained.pies }, own];
  }, [levels, findings]);
  if (!levels) return <p className="shell-waiting">Auditing every population.</p>;
  return (
    <PersistencePanel levels={sets} images={findings.images} findings={findings} name="This compression" />
  );
}
