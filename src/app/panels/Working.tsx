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

/** What work was seen to do: from when and from which share of it on, and its last share, 0..1. */
export type Pace = { at: number; from: number; done: number };

/** The pace after a look at `at` ms. A share that falls is of work begun anew. */
export function paceAfter(pace: Pace, at: number, done: number): Pace {
  return done < pace.done ? { at, from: done, done } : { ...pace, done };
}

/** Seconds that work takes on at its pace; null in its first second, and before anything is done. */
export function secondsLeft(pace: Pace, now: number): number | null {
  const seconds = (now - pace.at) / 1000;
  const made = pace.done - pace.from;
  return seconds < 1 || made <= 0 ? null : (seconds * (1 - pace.done)) / made;
}

/** The share that is done, with the time left at the pace that was seen. */
function Share({ doing, done }: { doing: string; done: number }) {
  const now = performance.now();
  const [pace, setPace] = useState<Pace>(() => ({ at: now, from: done, done }));
  if (done !== pace.done) setPace(paceAfter(pace, now, done));
  const left = secondsLeft(pace, now);
  return (
    <>
      <progress aria-label={doing} value={done} max={1} /> {Math.floor(100 * done)}%
      {left !== null && ` · ${timeLeft(left)}`}{' '}
    </>
  );
}

/** How far the work on a panel is, how to stop it and to begin it again, and what went wrong with it. */
export function Working({ given, question, doing, asked: { done, isStopped, stop, again } }: Props) {
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
      {doing}. {done > 0 && done < 1 && <Share doing={doing} done={done} />}
      <button type="button" className="panel-work" onClick={stop}>
        Stop
      </button>
    </Waits>
  );
}
