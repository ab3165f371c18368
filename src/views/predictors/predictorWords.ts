import type { PieRates, Predictor, PredictorId } from '../../audit/scores/predictors';
import type { Roc } from '../../audit/statistics/roc';
import { type Claim, plainly } from '../../charts/claim';
import { count, decimal, percent, range } from '../../text/format';

/** What the dense networks say of an image, in words. */
export const predictorNames: Record<PredictorId, string> = {
  margin: 'vote margin',
  entropy: 'vote entropy',
  confidence: 'mean probability of the answer',
  truth: 'mean probability of the true class',
};

/** An area under a curve: 0.956. */
export function area(roc: Roc | null): string {
  return decimal(roc?.auc, 3);
}

/** The 95% interval of an area: 0.945 to 0.968. */
export function areaRange(roc: Roc | null): string {
  return range(roc?.interval ?? null, (end) => decimal(end, 3));
}

const CONSTRUCTION =
  'Part of this is by construction: whether an image is a PIE depends on the dense votes themselves.';

/** How well the dense vote margin, which every prediction has, predicts the PIEs: from the data alone. */
export function predictorsClaim(predictors: Predictor[], pies: number): Claim {
  const margin = predictors.find(({ id }) => id === 'margin');
  if (!margin?.pies) {
    return plainly(
      pies === 0
        ? 'No image changes its label, so there is nothing to predict.'
        : 'Every image changes its label, so there is nothing to tell apart.',
    );
  }
  const { auc, interval } = margin.pies;
  const lead = !interval
    ? 'Without an interval it cannot be said whether the dense networks’ doubt points to the PIEs'
    : interval[0] > 0.5
      ? 'The dense networks’ own doubt points to the PIEs'
      : 'The dense networks’ doubt does not measurably point to the PIEs';
  const again = margin.retrained
    ? ` For images that retraining alone changes, it is ${percent(margin.retrained.auc)}.`
    : '';
  return {
    claim:
      `${lead}. Rank the images by how evenly they vote: then a PIE comes before an image that is no PIE ` +
      `in ${percent(auc)} of pairs.${again} ${CONSTRUCTION}`,
    evidence: interval ? `95%: ${range(interval, (end) => percent(end))} of pairs.` : '',
  };
}

/** What the bins are of. */
export function rateAxis({ by }: PieRates): string {
  return by === 'confidence'
    ? 'mean probability of the dense networks’ answers'
    : 'dense vote margin, share of the networks';
}

/** One bin read out: where it lies, and what becomes of its images. */
export function binRange(low: number, high: number): string {
  return `${percent(low, 0)} to ${high === 1 ? '' : 'under '}${percent(high, 0)}`;
}

/** How many of how many. */
export function outOf(part: number, whole: number): string {
  return `${count(part)} of ${count(whole)}`;
}
