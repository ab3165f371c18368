import type { Estimate } from '../../audit/findings';
import type { LongTail, TailPart } from '../../audit/groups/longTail';
import type { BesideRetraining } from '../../audit/groups/overIndex';
import { type Claim, plainly } from '../../charts/claim';
import { counted, decimal, noun, opening, percent, range, word } from '../../text/format';
import { picked } from '../../text/picked';

/** What a part of the classes is called. */
export const partNames: Record<TailPart, string> = {
  head: 'Head: most training images',
  medium: 'Medium',
  tail: 'Tail: fewest training images',
};

/** A ratio with its interval: "1.8 (1.6 to 2.0)"; a difference of ratios by a `show` with signs. */
export function ratioText(ratio: Estimate | null, show = (value: number) => decimal(value, 2)): string {
  if (!ratio) return '–';
  return ratio.interval ? `${show(ratio.value)} (${range(ratio.interval, show)})` : show(ratio.value);
}

function endsOf({ interval }: Estimate): string {
  return interval ? range(interval, (end) => decimal(end)) : 'no interval';
}

function times({ value, interval }: Estimate): string {
  if (interval && interval[0] <= 1 && interval[1] >= 1)
    return 'not measurably other than their share of the images';
  return `${decimal(value)} times their share of the images`;
}

/**
 * What stands after a sentence on a ratio: what retraining alone has there, and whether the ratio is more,
 * where the interval of the difference tells. For example: " That is measurably more than the 1.6 times of
 * retraining alone." Empty where retraining is unknown.
 */
export function besideRetraining(retraining: BesideRetraining | null): string {
  if (!retraining?.overIndex) return '';
  const { overIndex, beyond } = retraining;
  const alone = `${decimal(overIndex.value)} times`;
  if (!beyond?.interval) return ` Retraining alone: ${alone}.`;
  const [low, high] = beyond.interval;
  const how = low > 0 ? 'more than' : high < 0 ? 'less than' : 'different from';
  const sure = low <= 0 && high >= 0 ? 'not measurably' : 'measurably';
  return ` That is ${sure} ${how} the ${alone} of retraining alone.`;
}

/** The intervals of a ratio and of retraining's: "95%: 1.6 to 2.1 times, retraining alone 1.4 to 1.9." */
export function ratioEvidence(ratio: Estimate | null, retraining: BesideRetraining | null): string {
  if (!ratio?.interval) return '';
  const alone = retraining?.overIndex ? `, retraining alone ${endsOf(retraining.overIndex)}` : '';
  return `95%: ${endsOf(ratio)} times${alone}.`;
}

/**
 * What the data say of rare classes and of balanced accuracy; where no class is rare, which class holds most
 * PIEs.
 */
export function longTailClaim(tail: LongTail, classes: string[]): Claim {
  if (tail.pies === 0)
    return plainly(`No image changes its label, so no class holds PIEs. ${accuracyClause(tail)}`);
  const rare = tail.parts.find(({ part }) => part === 'tail');
  if (rare?.overImages) {
    const subject =
      `The ${word(rare.classes)} ${noun(rare.classes, 'class', 'classes')} with the fewest training ` +
      `images (${percent(rare.trainingShare)} of them)`;
    return {
      claim:
        `${subject} ${rare.classes === 1 ? 'holds' : 'hold'} ${percent(rare.pieShare, 0)} of the PIEs, ` +
        `${times(rare.overImages)}.${besideRetraining(rare.retraining)} ${accuracyClause(tail)}`,
      evidence: ratioEvidence(rare.overImages, rare.retraining),
    };
  }
  const most = tail.classes.reduce((best, row) => ((row.pieShare ?? 0) > (best.pieShare ?? 0) ? row : best));
  const lead = tail.balanced
    ? `Every class has ${counted(most.training, 'training image')}, so none is rare`
    : 'The classes are too few to part into head and tail';
  const ratio = most.overImages ? `, ${times(most.overImages).replace('their', 'its')}` : '';
  return {
    claim:
      `${lead}. ${opening(classes[most.class])} holds ${percent(most.pieShare, 0)} of the PIEs${ratio}.` +
      `${most.overImages ? besideRetraining(most.retraining) : ''} ${accuracyClause(tail)}`,
    evidence: [
      ratioEvidence(most.overImages, most.retraining),
      picked(tail.classes.length, 'class', 'classes'),
    ]
      .filter(Boolean)
      .join(' '),
  };
}

/** A direction only where the interval excludes 0; without an interval the two figures alone. */
function accuracyClause({ accuracy: { dense, compressed, change } }: LongTail): string {
  const ends = `from ${percent(dense.value)} to ${percent(compressed.value)}`;
  if (!change.interval) return `Balanced accuracy goes ${ends}; too few networks for an interval.`;
  const [low, high] = change.interval;
  if (low <= 0 && high >= 0) return `Balanced accuracy does not change measurably (${ends}).`;
  const size = decimal(Math.abs(change.value));
  const points = Number(size) === 0 ? 'less than 0.1 points' : `${size} points`;
  return `Balanced accuracy ${change.value < 0 ? 'falls' : 'rises'} by ${points}, ${ends}.`;
}
