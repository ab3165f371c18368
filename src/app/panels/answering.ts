import type { Compared, Question, Told, Trained, Work } from './question';
import { type Answer, type Answered, type Ask, type Asked, type QuestionId, questions } from './questions';
import { createTurns } from './turns';

/** What a worker knows of a subject that questions are asked of. */
type Sources<Subject> = {
  /**
   * Null where its populations would have to be run first; with probabilities where `scores` asks for them.
   */
  compared: (subject: Subject, scores: boolean) => Promise<Compared | null>;
  /** Throws one sentence where there is no zoo. */
  trained: (subject: Subject) => Promise<Trained>;
  tell: (subject: Subject, answered: Answered) => void;
};

/**
 * Answers questions beside all else that a worker does. What was asked last is worked on first: earlier
 * questions wait while it gets on. Of each question only the latest is told; `drop` forgets all that are
 * under way.
 */
export function createAnswering<Subject>({ compared, trained, tell }: Sources<Subject>) {
  const turns = new Map<QuestionId, number>();
  const inTurn = createTurns();

  /** Whether, when asked later, the question has not been asked again or dropped since. */
  function begin(question: QuestionId): () => boolean {
    const mine = (turns.get(question) ?? 0) + 1;
    turns.set(question, mine);
    return () => turns.get(question) === mine;
  }

  /** The work of a question; null where the comparison is not there. */
  async function workOf<A, R>(
    question: Question<A, R>,
    subject: Subject,
    asked: A,
  ): Promise<{ work: Work<R> } | null> {
    if (question.of === 'zoo') return { work: question.compute(await trained(subject), asked) };
    const there = await compared(subject, question.scores === true);
    return there && { work: question.compute(there, asked) };
  }

  /** Tells how the work goes on until it ends, or until it is no longer wanted. */
  async function follow<R>(
    work: Work<R>,
    isLatest: () => boolean,
    told: (step: Told<R>) => void,
  ): Promise<void> {
    if (!('next' in work)) {
      const answer = await work;
      if (isLatest()) told({ done: 1, answer });
      return;
    }
    const ended = await inTurn(work, (step) => step && told(step), isLatest);
    if (ended) told({ done: 1, answer: ended.result });
  }

  return {
    /** Ends the work on a question: nothing more is told of it. */
    stop(question: QuestionId): void {
      begin(question);
    },

    drop(): void {
      for (const question of turns.keys()) begin(question);
    },

    /** Throws what computing an answer throws. */
    async ask<Q extends QuestionId>(subject: Subject, asking: Ask<Q>): Promise<void> {
      const { question, asked } = asking;
      const isLatest = begin(question);
      const declared: Question<Asked<Q>, Answer<Q>> = await questions[question]();
      const found = await workOf(declared, subject, asked);
      if (!isLatest()) return;
      const told = (step: Told<Answer<Q>>) => tell(subject, { question, asked, ...step } as Answered);
      if (found) await follow(found.work, isLatest, told);
      else told({ done: 1, answer: null });
    },
  };
}
