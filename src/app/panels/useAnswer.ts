import { useEffect, useState } from 'react';
import type { Given } from './panel';
import type { Answer, Asked, QuestionId } from './questions';

/** What is known of the work on an answer, and how to end it and to begin it again. */
export type AnswerAsked = { done: number; isStopped: boolean; stop: () => void; again: () => void };

/**
 * The answer to a panel's question, asked of the host's worker when it is missing and the comparison is
 * settled. An older answer stays until the new one is there: `isCurrent` tells.
 */
export function useAnswer<Q extends QuestionId>(
  { asking, active, settled, stale }: Pick<Given, 'asking' | 'active' | 'settled' | 'stale'>,
  question: Q,
  asked: Asked<Q>,
  isWanted = true,
): AnswerAsked & { answer: Answer<Q> | null; isCurrent: boolean } {
  const { known, ask, stop } = asking;
  const last = known(question);
  const key = JSON.stringify(asked);
  // Of another comparison `ask` is another function, and what was stopped is not that.
  const [stopped, setStopped] = useState<{ key: string; ask: unknown } | null>(null);
  const isStopped = stopped?.key === key && stopped.ask === ask;
  const isAsked = last?.isCurrent === true && JSON.stringify(last.asked) === key;
  const isMissing = isWanted && active && settled && !stale && !isAsked && !isStopped;
  // Of the same comparison: what was answered before stays on screen while the next answer is worked on.
  const [older, setOlder] = useState<{ answer: Answer<Q>; ask: unknown } | null>(null);
  if (last?.answer && last.answer !== older?.answer) setOlder({ answer: last.answer, ask });
  const isBegun = !last || (last.answer === null && last.done < 1);
  const kept = isBegun && older?.ask === ask ? older.answer : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds what is asked
  useEffect(() => {
    if (isMissing) ask(question, asked);
  }, [isMissing, question, key, ask]);
  return {
    answer: kept ?? last?.answer ?? null,
    done: last?.done ?? 0,
    isCurrent: isAsked && kept === null,
    isStopped,
    stop() {
      stop(question);
      setStopped({ key, ask });
    },
    again() {
      setStopped(null);
      ask(question, asked);
    },
  };
}
