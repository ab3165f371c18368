import type { Estimate } from '../../audit/findings';
import { bracketed, decimal, signed } from '../../text/format';

/** Whether an interval includes 0: what it bounds is then no measurable difference. */
export function includesZero({ interval }: Estimate): boolean {
  return interval !== null && interval[0] <= 0 && interval[1] >= 0;
}

/** Whether a point or more was seen to change while its interval includes 0: networks are too few to tell. */
export function isUndecided(change: Estimate): boolean {
  return includesZero(change) && Math.abs(change.value) >= 1;
}

const isNothing = (points: number) => Number(decimal(points)) === 0;

/** Whether a change, points, is nothing at the precision it is told in, to the ends of its interval. */
export function roundsToNothing({ value, interval }: Estimate): boolean {
  return [value, ...(interval ?? [])].every(isNothing);
}

/** The size of a change, points: "0.4"; "less than 0.1" for what is something and rounds to nothing. */
export function sizeOfChange({ value }: Estimate): string {
  return isNothing(value) ? 'less than 0.1' : decimal(Math.abs(value));
}

/** A change in points with its interval, as a cell: "−1.39 (−1.50 to −1.28)". */
export function changeCell(change: Estimate | null, digits = 2): string {
  if (!change) return '–';
  const ends = bracketed(change.interval, (end) => signed(end, digits));
  return signed(change.value, digits) + ends;
}
