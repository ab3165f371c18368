import { useMemo } from 'react';
import { PREDICTED, predictedLevels } from '../../../report/predictedLevels';
import { Levels } from '../../../views/levels/Levels';
import type { ImportPanelProps } from './importPanels';
import { useLevels } from './useLevels';

/** The populations of an import in the table of levels, beside the paper's. */
export function ImportedLevels({ title, ...props }: ImportPanelProps & { title: string }) {
  const { name } = props.imported;
  const levels = useLevels(props);
  const entries = useMemo(() => (levels ? predictedLevels(levels.rows) : []), [levels]);
  if (entries.length === 0) return <p className="shell-waiting">Auditing every population.</p>;
  return <Levels title={title} data={name} levels={entries} current={PREDICTED} />;
}
