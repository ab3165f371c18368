import { useEffect } from 'react';
import type { Experiment } from '../../model/experiment';
import type { Lab } from '../useLab';
import type { Answered } from './questions';

/** Networks, images and tie rule: all that an answer about a zoo's trained populations depends on. */
export function tableKey({ members, images, ties, data }: Experiment): string {
  return JSON.stringify([data, members, images, ties]);
}

/**
 * What is known of a zoo's trained populations, asked of the lab when it is missing; an older answer stays
 * until the new one is there.
 */
export function useTrained<Q extends 'table' | 'capacity'>(
  { lab: { state, ask }, experiment, active }: { lab: Lab; experiment: Experiment; active: boolean },
  question: Q,
): { known: (Answered<Q> & { experiment: Experiment }) | null; isCurrent: boolean } {
  const known = state.answers[question] ?? null;
  const key = tableKey(experiment);
  const isCurrent = known !== null && tableKey(known.experiment) === key;
  const isMissing = active && !isCurrent;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds what of the experiment matters
  useEffect(() => {
    if (isMissing) ask(experiment, { question, asked: null });
  }, [isMissing, key, ask]);
  return { known, isCurrent };
}
