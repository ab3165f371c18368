import { useMemo } from 'react';
import { ClassStanding } from '../../../views/classCurves/ClassStanding';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

const NAMES = {
  compressed: { id: 'compressed', name: 'Compressed', short: 'this compression', removed: 1 },
  retrained: { id: 'null', name: 'Dense, retrained', short: 'retraining', removed: 0 },
};

/** Whether the classes that were weak lost more, beside what retraining alone does to them. */
export function StandingOfClasses(given: Given) {
  const { findings, classes, view } = given;
  const asked = useAnswer(given, 'populations', null);
  const { answer } = asked;
  const shown = useMemo(() => {
    if (!answer) return null;
    const { retrained, rows } = answer;
    return {
      level: {
        ...NAMES.compressed,
        impacts: findings.classImpact,
        byChance: findings.flaggedByChance?.mean ?? null,
      },
      retrained: retrained && {
        ...NAMES.retrained,
        impacts: retrained.classImpact,
        byChance: retrained.flaggedByChance?.mean ?? null,
      },
      denseAccuracy: rows.dense.top1.mean.value,
    };
  }, [answer, findings]);
  if (!shown) {
    return <Working question="populations" doing="Auditing every population" {...{ given, asked }} />;
  }
  return <ClassStanding {...shown} classes={classes} alpha={findings.options.alpha} chosen={view.row} />;
}
