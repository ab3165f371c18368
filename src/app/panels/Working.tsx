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
      {doing}.{' '}
      {done > 0 && done < 1 && (
        <>
          <progress aria-label={doing} value={done} max={1} /> {Math.floor(100 * done)}%{' '}
        </>
      )}
      <button type="button" className="panel-work" onClick={stop}>
        Stop
      </button>
    </Waits>
  );
}
