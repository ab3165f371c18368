import { drawNetworks, type Stability } from '../../../audit/retraining/stability';
import type { Question } from '../question';

/** How often networks are drawn. */
const DRAWS = 200;

/** How PIEs depend on the networks drawn: the share of the draws that is done, then the answer. */
export const drawsQuestion: Question<null, Stability> = {
  of: 'comparison',
  async *compute({ findings, dense, compressed, nulls }) {
    const { paired, options } = findings;
    const { ties, seed } = options;
    const work = drawNetworks(dense, compressed, await nulls(), { ties, seed, paired, draws: DRAWS });
    for (let slices = 1; ; slices++) {
      const step = work.next();
      if (step.done) return step.value;
      if (slices % 8 === 0) yield { done: step.value, answer: null };
    }
  },
};
