import { useMemo } from 'react';
import { Levels } from '../../views/levels/Levels';
import { levelEntries } from '../describe';
import type { ChapterProps } from './chapter';
import { useTable } from './useTable';

/** The table of levels, asked of the lab when it is missing; what is on screen stays until the new one is there. */
export function LevelsTable(props: ChapterProps) {
  const { zoo, experiment } = props;
  const { table, answered } = useTable(props);
  const entries = useMemo(() => (table ? levelEntries(table.levels) : []), [table]);
  const { variant, sparsity } = experiment;
  const current = entries.find(
    ({ kind, removed }) => kind === variant && (kind !== 'sparse' || removed === sparsity),
  );
  if (entries.length === 0) return <p className="shell-waiting">Auditing every population of the zoo.</p>;
  return <Levels data={zoo.title} levels={entries} current={current?.id ?? null} stale={!answered} />;
}
