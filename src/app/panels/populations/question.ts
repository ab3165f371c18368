import type { Findings } from '../../../audit/findings';
import { type PopulationRows, populationRows } from '../../../audit/levels/populationRows';
import type { Question } from '../question';

/**
 * The populations of a comparison as rows of the table of levels; `retrained` is what retraining alone does,
 * null where nothing was.
 */
export type PopulationsAnswer = {
  rows: PopulationRows['rows'];
  retrained: (Pick<Findings, 'classImpact' | 'flaggedByChance'> & { pies: Uint32Array }) | null;
};

export const populationsQuestion: Question<null, PopulationsAnswer> = {
  of: 'comparison',
  async compute({ findings, dense, compressed, nulls, truth }) {
    const { rows, retrained } = populationRows(
      findings,
      { dense, compressed, nulls: await nulls() },
      await truth(),
    );
    const retrainedOf = ({ classImpact, flaggedByChance, pies }: Findings) => ({
      classImpact,
      flaggedByChance,
      pies: pies.images,
    });
    return { rows, retrained: retrained && retrainedOf(retrained) };
  },
};
