import { type LongTail, longTail } from '../../../audit/groups/longTail';
import type { Question } from '../question';

/** How often images are drawn anew for the intervals of over-index ratios. */
const DRAWS = 1000;

/** Which classes PIEs fall on, by their training images. */
export const longTailQuestion: Question<null, LongTail> = {
  of: 'comparison',
  async compute({ findings, truth, trainingCounts }) {
    if (!trainingCounts) {
      throw new Error('Expected training images of each class, got none; add a file of them.');
    }
    return longTail(findings, await truth(), trainingCounts, { draws: DRAWS, seed: findings.options.seed });
  },
};
