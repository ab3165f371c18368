import { counted } from './format';

/**
 * What stands after the interval of the largest of several. The interval is that of one named beforehand, so
 * rather too narrow, and the value is rather too large. `allowing` are the ends of one that is wide enough,
 * where that is known. Empty where there was nothing to pick from.
 */
export function picked(from: number, one: string, many = `${one}s`, allowing: string | null = null): string {
  if (from <= 1) return '';
  return (
    `Picked from ${counted(from, one, many)}` +
    (allowing === null ? ', which its interval does not allow for.' : `: allowing for that, ${allowing}.`)
  );
}
