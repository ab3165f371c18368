import { type PieRates, type Predictor, pieRates, predictorSteps } from '../../../audit/scores/predictors';
import { inSlices, type Question } from '../question';

/** How well the dense networks' own doubt points to the images that change. */
export type PredictorsAnswer = { predictors: Predictor[]; rates: PieRates };

/** All images are put in order by each of the predictors. */
export const predictorsQuestion: Question<null, PredictorsAnswer> = {
  of: 'comparison',
  scores: true,
  async *compute({ findings, dense }) {
    const rates = pieRates(findings, dense);
    return { predictors: yield* inSlices(predictorSteps(findings, dense)), rates };
  },
};
