import type { Regained } from '../../audit/levels/regained';
import { count, decimal, noun, range, signed } from '../../text/format';
import { type Part, plain } from './part';
import { POINTS } from './removal';

/**
 * What fine-tuning gave back and what it did not, a sentence and a space: accuracy with its interval, the PIEs of one-shot pruning that
 * stay, and new ones.
 */
export function gaveBack({ points, lost, before, stay, fresh }: Regained): Part[] {
  const lead = `Fine-tuning ${accuracyBack(points, lost.value)}`;
  if (before === 0) return [plain(`${lead}; pruning alone changed no label. `)];
  const left: Part = { text: `${count(stay)} of the ${count(before)} images`, role: 'forgotten' };
  const also = fresh === 0 ? '' : `, and ${count(fresh)} others are new`;
  return [
    plain(`${lead}; `),
    left,
    plain(` that pruning alone changed ${noun(stay, 'stays', 'stay')} changed${also}. `),
  ];
}

/** A direction only where the interval excludes 0, or where there is none. */
function accuracyBack({ value, interval }: Regained['points'], lost: number): string {
  const ends = `95% ${range(interval, (end) => decimal(end))}`;
  if (interval && interval[0] <= 0 && interval[1] >= 0) {
    return `gave back no measurable accuracy (${signed(value)} ${POINTS}, ${ends})`;
  }
  const size = `${decimal(Math.abs(value))} ${POINTS}${interval ? ` (${ends})` : ''}`;
  if (value < 0) return `cost a further ${size}`;
  return `gave back ${size}${lost < 0 ? ` of the ${decimal(-lost)} that pruning alone cost` : ''}`;
}
