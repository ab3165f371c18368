// Whether the weak lose more, in words: in points and on the scale of odds, and what is said when they
// disagree.
import type { Intensification } from '../../audit/classes/classCurves';
import type { Correlation } from '../../audit/statistics/correlation';
import { type Claim, plainly } from '../../charts/claim';
import { bracketed, capital, count, counted, noun, signed, word } from '../../text/format';
import type { CurveLevel } from './curveWords';

/** A rank correlation with its interval and n. */
function correlationPhrase({ value, interval, n }: Correlation): string {
  const ends = bracketed(interval, (end) => signed(end, 2), '95% ');
  return `${signed(value, 2)}${ends}, n = ${counted(n, 'class', 'classes')}`;
}

/** Which way an interval lies: 1 above 0 (the weak lost more), -1 below, 0 around it or not known. */
function sideOf({ interval }: Correlation): -1 | 0 | 1 {
  if (!interval) return 0;
  if (interval[0] > 0) return 1;
  return interval[1] < 0 ? -1 : 0;
}

const NOISE =
  'this may be noise alone: both sides hold the dense recall, with opposite signs, which pushes ' +
  'the correlation below 0';

/** What the two rank correlations of one level say together. */
function verdict(points: Correlation, odds: Correlation): string {
  const { interval, n } = points;
  if (!interval) {
    return n < 4
      ? `${capital(word(n))} classes are too few to say.`
      : 'Classes in perfect order leave no interval, and so no verdict.';
  }
  const [inPoints, inOdds] = [sideOf(points), sideOf(odds)];
  if (inPoints > 0 && inOdds > 0) {
    return (
      'Weak classes lost more than strong ones on both scales: compression deepened what was already ' +
      'weak.'
    );
  }
  if (inPoints > 0 && inOdds < 0) {
    return (
      'Weak classes lost more points, but their odds of an error grew by less than those of strong ' +
      'classes. Which of them pay depends on the scale.'
    );
  }
  if (inPoints > 0) {
    return (
      'Weak classes lost more points than strong ones; in proportion to how often they were wrong ' +
      'before, one cannot say so.'
    );
  }
  if (inPoints < 0) {
    return inOdds > 0
      ? 'Weak classes lost fewer points, but their odds of an error grew by more than those of ' +
          'strong classes. Which of them pay depends on the scale.'
      : `Weak classes lost less than strong ones, but ${NOISE}.`;
  }
  if (inOdds > 0) {
    return (
      'In points one cannot say whether weak classes lost more; their odds of an error grew by more ' +
      'than those of strong classes.'
    );
  }
  if (inOdds < 0) {
    return (
      'In points one cannot say whether weak classes lost more; their odds of an error grew by less ' +
      `than those of strong classes, but ${NOISE}.`
    );
  }
  return (
    `With ${word(n)} classes one cannot say whether compression deepens what was already weak: ` +
    (odds.interval ? 'both intervals include 0.' : 'the interval in points includes 0.')
  );
}

/** What the scatter says of one level, and the correlations behind it, in points and on the scale of odds. */
export function standingClaim(
  level: Pick<CurveLevel, 'short'>,
  { points, odds }: Pick<Intensification, 'points' | 'odds'>,
): Claim {
  const { value, n } = points;
  const lead = `At ${level.short} the rank correlation of standing before and change in points`;
  if (value === null) {
    const why = n < 3 ? 'it takes three classes' : 'one of the two is the same for every class';
    return plainly(`${lead} has no value, n = ${count(n)} ${noun(n, 'class', 'classes')}: ${why}.`);
  }
  const onOdds =
    odds.value === null ? '' : ` With the growth of the odds of an error it is ${correlationPhrase(odds)}.`;
  return {
    claim: verdict(points, odds),
    evidence: `${lead} is ${correlationPhrase(points)}.${onOdds}`,
  };
}
