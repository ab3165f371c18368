import { useMemo } from 'react';
import { PersistencePanel } from '../../../views/persistence/PersistencePanel';
import type { PieLevel } from '../../../views/persistence/persistenceWords';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';

/** Whether PIEs are the images that retraining changes too, and those whose votes moved most. */
export function SameAsRetrained(given: Given) {
  const { findings } = given;
  const { answer } = useAnswer(given, 'populations', null);
  const sets = useMemo((): PieLevel[] => {
    if (!answer) return [];
    const compressed = { id: 'compressed', name: 'Compressed', short: 'compressed', removed: null };
    const own: PieLevel = { ...compressed, series: 'other', pies: findings.pies.images };
    if (!answer.retrained) return [own];
    const retrained = { id: 'null', name: 'Retrained', short: 'retrained', removed: 0 };
    return [{ ...retrained, series: 'null', pies: answer.retrained.pies }, own];
  }, [answer, findings]);
  if (!answer) return <p className="shell-waiting">Auditing every population.</p>;
  return (
    <PersistencePanel levels={sets} images={findings.images} findings={findings} name="This compression" />
  );
}
