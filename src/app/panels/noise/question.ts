import { drawNetworks, type Stability } from '../../../audit/retraining/stability';
import type { Question } from '../question';

/** How often networks are drawn; of a large set, where each draw takes long, fewer times. */
const [DRAWS, FEWER_DRAWS] = [200, 40];
const LARGE_SET = 200_000;
/** Told is each such share of the work. */
const STEP = 0.005;

/** How PIEs depend on the networks drawn: the share of the draws that is done, then the answer. */
export const drawsQuestion: Question<null, Stability> = {
  of: 'comparison',
  async *compute({ findings, dense, compressed, nulls }) {
    const { paired, options, votes, images } = findings;
    const { ties, seed } = options;
    const draws = images < LARGE_SET ? DRAWS : FEWER_DRAWS;
    const work = drawNetworks(dense, compressed, await nulls(), { ties, seed, paired, draws, votes });
    for (let told = 0; ; ) {
      const step = work.next();
      if (step.done) return step.value;
      const isTold = step.value - told >= STEP;
      if (isTold) told = step.value;
      yield isTold ? { done: step.value, answer: null } : null;
    }
  },
};
