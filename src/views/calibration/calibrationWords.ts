import type { Both, Estimate, Findings, Interval } from '../../audit/findings';
import type { Calibration, PopulationCalibration } from '../../audit/scores/calibration';
import type { Claim } from '../../charts/claim';
import { decimal, percent, range } from '../../text/format';

/** The size of a difference of shares, in points; its direction is said in words. */
function points(share: number): string {
  return decimal(100 * Math.abs(share), 2);
}

/** A share as points with its sign: −0.13. */
export function signedPoints(share: number): string {
  const text = decimal(100 * share, 2);
  return share > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** An interval of shares in points: −0.21 to −0.06. */
export function pointsRange(interval: Interval | null): string {
  return range(interval, signedPoints);
}

/** An error, a share 0..1, as tables print it: 0.65%. */
export function ecePercent(share: number | null | undefined): string {
  return percent(share, 2);
}

function confident({ value, interval }: Estimate): string {
  if (interval && interval[0] <= 0 && interval[1] >= 0) {
    return 'not measurably over- or under-confident';
  }
  const alone = interval ? '' : ' (one network, so no interval)';
  return `${value < 0 ? 'under' : 'over'}-confident by ${points(value)} points${alone}`;
}

/**
 * How far the networks' probabilities can be taken at their word, on all images and on the PIEs: from the
 * data alone.
 */
export function calibrationClaim({ population }: Calibration, accuracy: Findings['accuracy']): Claim {
  const { dense, compressed } = population;
  const claim =
    `The dense networks are ${confident(dense.overConfidence)}, the compressed ones ` +
    `${confident(compressed.overConfidence)}.`;
  const onPies = piesClause(population, accuracy);
  const sure = { dense: dense.overConfidence.interval, compressed: compressed.overConfidence.interval };
  return {
    claim: onPies ? `${claim} ${onPies}` : claim,
    evidence:
      sure.dense && sure.compressed
        ? `Confidence minus accuracy, 95%: dense ${pointsRange(sure.dense)} points, ` +
          `compressed ${pointsRange(sure.compressed)}.`
        : '',
  };
}

function piesClause(
  { dense, compressed }: Both<PopulationCalibration>,
  accuracy: Findings['accuracy'],
): string | null {
  const before = accuracy.dense.pie;
  const after = accuracy.compressed.pie;
  if (!dense.confidence.pie || !compressed.confidence.pie || !before || !after) return null;
  return (
    'On PIEs the dense ones give their answers a probability of ' +
    `${percent(dense.confidence.pie.value, 0)} and are right ${percent(before.value, 0)} of the ` +
    `time. The compressed ones give ${percent(compressed.confidence.pie.value, 0)} and are right ` +
    `${percent(after.value, 0)} of the time.`
  );
}

/** Why there is nothing to show. */
export function absentClaim(waiting: boolean): string {
  return waiting
    ? 'The probabilities of the answers are being loaded.'
    : 'These predictions carry no probability of the answer (column p_prediction), so their ' +
        'calibration cannot be measured.';
}
