import { useMemo } from 'react';
import { PersistencePanel } from '../../../views/persistence/PersistencePanel';
import type { PieLevel } from '../../../views/persistence/persistenceWords';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

/** Whether PIEs are the images that retraining changes too, and those whose votes moved most. */
export function SameAsRetrained(given: Given) {
  const { findings } = given;
  const asked = useAnswer(given, 'populations', null);
  const { answer } = asked;
  const { answer: votes } = useAnswer(given, 'sameImages', null);
  const sets = useMemo((): PieLevel[] => {
    if (!answer) return [];
    const compressed = { id: 'compressed', name: 'Compressed', short: 'compressed', removed: null };
    const own: PieLevel = { ...compressed, series: 'other', pies: findings.pies.images };
    if (!answer.retrained) return [own];
    const retrained = { id: 'null', name: 'Retrained', short: 'retrained', removed: 0 };
    return [{ ...retrained, series: 'null', pies: answer.retrained.pies }, own];
  }, [answer, findings]);
  if (!answer) {
    return <Working question="populations" doing="Auditing every population" {...{ given, asked }} />;
  }
  return <PersistencePanel levels={sets} images={findings.images} votes={votes} name="This compression" />;
}
