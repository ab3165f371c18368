import { useMemo } from 'react';
import type { LevelEntry } from '../../views/levels/describe';
import { Levels } from '../../views/levels/Levels';
import type { ImportPanelProps } from './importPanels';
import { useLevels } from './useLevels';

const UNKNOWN_COST = { weightsLeft: null, bytes: null, multiplyAdds: null, secondsPerImage: null };
const COMPRESSED = 'compressed';

/** The populations of an import in the table of levels, beside the paper's. What they cost nobody has said. */
export function ImportedLevels({ title, ...props }: ImportPanelProps & { title: string }) {
  const { name } = props.imported;
  const levels = useLevels(props);
  const entries = useMemo(() => {
    if (!levels) return [];
    const { dense, null: again, compressed } = levels.rows;
    const entry = { removed: null, cost: UNKNOWN_COST };
    const shown: LevelEntry[] = [{ ...entry, id: 'dense', name: 'Dense', kind: 'dense', row: dense }];
    if (again) shown.push({ ...entry, id: 'null', name: 'Dense, retrained', kind: 'null', row: again });
    return [
      ...shown,
      { ...entry, id: COMPRESSED, name: 'Compressed', kind: 'other' as const, row: compressed },
    ];
  }, [levels]);
  if (entries.length === 0) return <p className="shell-waiting">Auditing every population.</p>;
  return <Levels title={title} data={name} levels={entries} current={COMPRESSED} />;
}
