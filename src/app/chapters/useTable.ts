import { useEffect } from 'react';
import type { Experiment } from '../../model/experiment';
import type { LabState } from '../lab/client';
import type { ChapterProps } from './chapter';

/** Networks, images and tie rule: all that the table of levels depends on. */
export function tableKey({ members, images, ties, data }: Experiment): string {
  return JSON.stringify([data, members, images, ties]);
}

/** The table of levels, asked of the lab when it is missing; an older one stays until the new one is there. */
export function useTable({ lab: { state, makeTable }, experiment, active }: ChapterProps): {
  table: LabState['table'];
  /** Whether it is for the experiment asked for. */
  answered: boolean;
} {
  const { table } = state;
  const key = tableKey(experiment);
  const answered = table !== null && tableKey(table.experiment) === key;
  const missing = active && !answered;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds what of the experiment matters
  useEffect(() => {
    if (missing) makeTable(experiment);
  }, [missing, key, makeTable]);
  return { table, answered };
}
