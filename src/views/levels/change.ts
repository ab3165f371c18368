import type { Estimate } from '../../audit/findings';
import { bracketed, decimal, signed } from '../../text/format';

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
  const ends = bracketed(change.interval, (end) => signed(end, digits));
  return signed(change.value, digits) + ends;
}
