import { type Retraining, shufflesFor, testRetraining } from '../../../audit/retraining/retraining';
import type { Question } from '../question';

/** Whether PIEs are more than retraining alone gives: the floor at once, then the test as it is refined. */
export const retrainingQuestion: Question<null, Retraining> = {
  of: 'comparison',
  async *compute({ findings, dense, compressed, nulls }) {
    const { paired, options, votes } = findings;
    const { ties, seed } = options;
    const work = testRetraining(dense, compressed, await nulls(), {
      ties,
      seed,
      shuffles: shufflesFor(dense.images),
      paired,
      votes,
    });
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      const { done, soFar } = step.value;
      yield soFar && { done, answer: soFar };
    }
  },
};
