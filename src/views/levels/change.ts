import type { Estimate } from '../../audit/findings';
import { count, decimal, range, signed } from '../../text/format';

/** Whether an interval includes 0: what it bounds is then no measurable difference. */
export function includesZero({ interval }: Estimate): boolean {
  return interval !== null && interval[0] <= 0 && interval[1] >= 0;
}

/** Whether a change, points, is nothing at the precision it is told in. */
export function roundsToNothing({ value }: Estimate): boolean {
  return Number(decimal(Math.abs(value))) === 0;
}

/** A change in points with its interval, as a cell: "−1.39 (−1.50 to −1.28)". */
export function changeCell(change: Estimate | null, digits = 2): string {
  if (!change) return '–';
  const ends = change.interval ? ` (${range(change.interval, (end) => signed(end, digits))})` : '';
  return signed(change.value, digits) + ends;
}

/** How a count of PIEs stands to what retraining alone changes: "no more than retraining alone" where the interval includes 0. */
export function besideRetrainingAlone(excess: Estimate): string {
  if (includesZero(excess)) return 'no more than retraining alone';
  const size = count(Math.abs(Math.round(excess.value)));
  return `${size} ${excess.value > 0 ? 'more' : 'fewer'} than retraining alone`;
}
