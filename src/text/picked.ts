import { counted } from './format';

/**
 * After the interval of the largest of several: it is that of one named beforehand, so rather too narrow, and
 * the value rather too large. Empty where there was nothing to pick from.
 */
export function picked(from: number, one: string, many = `${one}s`): string {
  return from > 1 ? `Picked from ${counted(from, one, many)}, which its interval does not allow for.` : '';
}
