import { type BiasIndices, biasSteps } from '../../../audit/scores/biasIndices';
import { type MismatchRates, mismatchSteps } from '../../../audit/scores/mismatch';
import { inSlices, type Question } from '../question';

/** How many answers differ, and how unevenly the classes' error rates changed; null of too few classes. */
export type IndicesAnswer = { mismatch: MismatchRates; bias: BiasIndices | null };

/** Every answer of every network is gone through, one network after the other. */
export const indicesQuestion: Question<null, IndicesAnswer> = {
  of: 'comparison',
  async *compute({ findings, dense, compressed, truth: known }) {
    const truth = await known();
    const mismatch = yield* inSlices(mismatchSteps({ dense, compressed }, truth, findings));
    const counting = biasSteps(dense, compressed, truth, findings.paired);
    let bias = counting.next();
    for (; !bias.done; bias = counting.next()) yield null;
    return { mismatch, bias: bias.value };
  },
};
