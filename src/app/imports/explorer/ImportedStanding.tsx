import { useMemo } from 'react';
import { ClassStanding } from '../../../views/classCurves/ClassStanding';
import type { ImportPanelProps } from './importPanels';
import { useLevels } from './useLevels';

const NAMES = {
  compressed: { id: 'compressed', name: 'Compressed', short: 'this compression', removed: 1 },
  retrained: { id: 'null', name: 'Dense, retrained', short: 'retraining', removed: 0 },
};

/** Whether the classes of an import that were weak lost more, beside what retraining alone does to them. */
export function ImportedStanding(props: ImportPanelProps & { row: number | null }) {
  const { findings, classNames } = props.imported;
  const levels = useLevels(props);
  const shown = useMemo(() => {
    if (!levels) return null;
    const { retrained, rows } = levels;
    return {
      level: { ...NAMES.compressed, impacts: findings.classImpact },
      retrained: retrained && { ...NAMES.retrained, impacts: retrained.classImpact },
      denseAccuracy: rows.dense.top1.mean.value,
    };
  }, [levels, findings]);
  if (!shown) return <p className="shell-waiting">Auditing every population.</p>;
  return <ClassStanding {...shown} classes={classNames} alpha={findings.options.alpha} chosen={props.row} />;
}
