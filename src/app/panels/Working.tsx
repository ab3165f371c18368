import { useState } from 'react';
import { timeLeft } from '../../views/experiment/timeLeft';
import { Waits } from '../Waits';
import type { Given } from './panel';
import type { QuestionId } from './questions';
import type { AnswerAsked } from './useAnswer';

type Props = {
  given: Pick<Given, 'zoo'>;
  question: QuestionId;
  /** What is done, a clause without its full stop. */
  doing: string;
  asked: AnswerAsked;
};

/**
 * Seconds that work takes on as fast as it went while it was on screen; null in its first second, and before
 * anything is done.
 */
export function secondsLeft(
  began: { at: number; done: number },
  now: { at: number; done: number },
): number | null {
  const seconds = (now.at - began.at) / 1000;
  const made = now.done - began.done;
  return seconds < 1 || made <= 0 ? null : (seconds * (1 - now.done)) / made;
}

/** How far the work on a panel is, how to stop it and to begin it again, and what went wrong with it. */
export function Working({ given, question, doing, asked: { done, isStopped, stop, again } }: Props) {
  const [began] = useState(() => ({ at: performance.now(), done }));
  const left = secondsLeft(began, { at: performance.now(), done });
  if (isStopped) {
    return (
      <p className="shell-waiting" role="status">
        Stopped.{' '}
        <button type="button" className="panel-work" onClick={again}>
          Begin again
        </button>
      </p>
    );
  }
  return (
    <Waits lab={given.zoo?.lab} of={[question]}>
      {doing}.{' '}
      {done > 0 && done < 1 && (
        <>
          <progress aria-label={doing} value={done} max={1} /> {Math.floor(100 * done)}%
          {left !== null && ` · ${timeLeft(left)}`}{' '}
        </>
      )}
      <button type="button" className="panel-work" onClick={stop}>
        Stop
      </button>
    </Waits>
  );
}
