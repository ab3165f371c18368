import { type LongTail, longTail, rankedByTraining } from '../../../audit/groups/longTail';
import { tailBeyondBalanced } from '../../../audit/groups/tailContrast';
import { messageOf } from '../../../text/messageOf';
import type { BeyondBalanced } from '../../../views/longTail/beyondWords';
import type { Compared, Question } from '../question';

/** How often images are drawn anew for the intervals of over-index ratios. */
const DRAWS = 1000;

/** Which classes PIEs fall on, and whether rare ones lose more than they do where none is rare. */
export type LongTailAnswer = LongTail & { beyond: BeyondBalanced };

/** Which classes PIEs fall on, by their training images. */
export const longTailQuestion: Question<null, LongTailAnswer> = {
  of: 'comparison',
  async compute(compared) {
    const { findings, trainingCounts } = compared;
    if (!trainingCounts) {
      throw new Error('Expected training images of each class, got none; add a file of them.');
    }
    const truth = await compared.truth();
    const tail = longTail(findings, truth, trainingCounts, { draws: DRAWS, seed: findings.options.seed });
    return { ...tail, beyond: await beyondBalanced(compared, truth) };
  },
};

/** The other datasets may be out of reach, which is said beside what this one tells. */
async function beyondBalanced(compared: Compared, truth: Uint16Array): Promise<BeyondBalanced> {
  try {
    const rankings = (await compared.rankings()).flatMap(({ title, trainingCounts, longTail, balanced }) => {
      const contrast = tailBeyondBalanced(rankedByTraining(trainingCounts), longTail, balanced, truth);
      const networks = longTail.compressed.members.length;
      return contrast ? [{ title, networks, contrast }] : [];
    });
    return { rankings, problem: null };
  } catch (error) {
    return { rankings: [], problem: messageOf(error) };
  }
}
