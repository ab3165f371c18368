import { useEffect } from 'react';
import type { Given } from './panel';
import type { Answer, Asked, QuestionId } from './questions';

/**
 * The answer to a panel's question, asked of the host's worker when it is missing and the comparison is
 * settled. An older answer stays until the new one is there: `isCurrent` tells.
 */
export function useAnswer<Q extends QuestionId>(
  { asking, active, settled, stale }: Pick<Given, 'asking' | 'active' | 'settled' | 'stale'>,
  question: Q,
  asked: Asked<Q>,
  isWanted = true,
): { answer: Answer<Q> | null; done: number; isCurrent: boolean } {
  const { known, ask } = asking;
  const last = known(question);
  const key = JSON.stringify(asked);
  const isCurrent = last?.isCurrent === true && JSON.stringify(last.asked) === key;
  const isMissing = isWanted && active && settled && !stale && !isCurrent;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds what is asked
  useEffect(() => {
    if (isMissing) ask(question, asked);
  }, [isMissing, question, key, ask]);
  return { answer: last?.answer ?? null, done: last?.done ?? 0, isCurrent };
}
