import { useEffect, useMemo } from 'react';
import type { Experiment } from '../../model/experiment';
import { Levels } from '../../views/levels/Levels';
import { levelEntries } from '../describe';
import type { ChapterProps } from './chapter';

/** Networks, images and tie rule: all that the table of levels depends on. */
function tableKey({ members, images, ties, data }: Experiment): string {
  return JSON.stringify([data, members, images, ties]);
}

/** The table of levels, asked of the lab when it is missing; what is on screen stays until the new one is there. */
export function LevelsTable({ lab: { state, makeTable }, zoo, experiment, active }: ChapterProps) {
  const { table } = state;
  const key = tableKey(experiment);
  const answered = table !== null && tableKey(table.experiment) === key;
  const missing = active && !answered;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds what of the experiment matters
  useEffect(() => {
    if (missing) makeTable(experiment);
  }, [missing, key, makeTable]);
  const entries = useMemo(() => (table ? levelEntries(table.levels) : []), [table]);
  const { variant, sparsity } = experiment;
  const current = entries.find(
    ({ kind, removed }) => kind === variant && (kind !== 'sparse' || removed === sparsity),
  );
  if (entries.length === 0) return <p className="shell-waiting">Auditing every population of the zoo.</p>;
  return <Levels data={zoo.title} levels={entries} current={current?.id ?? null} stale={!answered} />;
}
