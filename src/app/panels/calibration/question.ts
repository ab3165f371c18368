import { type BinScheme, type Calibration, calibrationSteps } from '../../../audit/scores/calibration';
import { inSlices, type Question } from '../question';

export type CalibrationAsked = { scheme: BinScheme };

/**
 * How far probabilities can be taken at their word, one network after the other; null where there are none.
 */
export const calibrationQuestion: Question<CalibrationAsked, Calibration | null> = {
  of: 'comparison',
  scores: true,
  async *compute({ findings, dense, compressed, truth }, { scheme }) {
    return yield* inSlices(calibrationSteps({ dense, compressed }, await truth(), findings, scheme));
  },
};
