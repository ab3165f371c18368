import type { Regained } from '../../audit/levels/regained';
import { count, decimal, noun, range, signed } from '../../text/format';
import { includesZero, isUndecided } from '../levels/change';
import { type Part, plain } from './part';
import { POINTS } from './removal';

/** What was done beside pruning in one shot. */
function treatment(rounds: number): string {
  return rounds > 1 ? 'Fine-tuning in rounds' : 'Fine-tuning';
}

/**
 * What fine-tuning gave back and what it did not, a sentence each: accuracy, the PIEs of one-shot pruning
 * that stay, and new ones. With `rounds` of two or more, weights were pruned between.
 */
export function gaveBack({ points, lost, before, stay, fresh }: Regained, rounds: number): Part[] {
  const lead = plain(`${treatment(rounds)} ${accuracyBack(points, lost.value)}. `);
  if (before === 0) return [lead, plain('Pruning alone changed no label. ')];
  const also = fresh === 0 ? '' : `, and ${count(fresh)} others are new`;
  return [
    lead,
    plain(`Of the ${count(before)} images that pruning alone changed, `),
    { text: count(stay), role: 'forgotten' },
    plain(` ${noun(stay, 'stays', 'stay')} changed${also}. `),
  ];
}

/** A direction only where the interval excludes 0, or where there is none. */
function accuracyBack(points: Regained['points'], lost: number): string {
  const size = decimal(Math.abs(points.value));
  if (isUndecided(points)) {
    const seen = points.value < 0 ? 'cost a further' : 'give back';
    return `seems to ${seen} ${size} ${POINTS}, but networks are too few to tell`;
  }
  if (includesZero(points)) return 'gave back no measurable accuracy';
  if (points.value < 0) return `cost a further ${size} ${POINTS}`;
  return lost < 0
    ? `gave back ${size} of the ${decimal(-lost)} ${POINTS} that pruning alone cost`
    : `gave back ${size} ${POINTS}`;
}

/** The same with its interval, as a detail. */
export function gaveBackLine({ points: { value, interval } }: Regained, rounds: number): string {
  return (
    `${treatment(rounds)} changes accuracy by ${signed(value)} points against pruning alone (95% ` +
    `${range(interval, (end) => decimal(end))}).`
  );
}
