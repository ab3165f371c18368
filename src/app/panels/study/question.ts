import { shippedLevels } from '../../lab/shipped';
import type { Question } from '../question';

/** The PIEs of a dataset's trained sparse levels, ascending. */
export type StudyLevels = { data: string; levels: { sparsity: number; pies: Uint32Array }[] };

/** What a study of PIEs draws from. */
export const studyQuestion: Question<null, StudyLevels> = {
  of: 'zoo',
  async compute({ zoo, experiment }) {
    const levels = (await shippedLevels(zoo, experiment))
      .filter(({ kind }) => kind === 'sparse')
      .map(({ summary, pies }) => ({ sparsity: summary.sparsity, pies }))
      .sort((a, b) => a.sparsity - b.sparsity);
    return { data: zoo.manifest.dataset.id, levels };
  },
};
