import type { Findings } from '../../../audit/findings';
import type { Question } from '../question';

/** The audit of a second compression, where it is known. */
export const versusQuestion: Question<null, Findings> = {
  of: 'comparison',
  compute: async ({ findings }) => findings,
};
