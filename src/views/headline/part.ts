import type { Place } from '../follow/place';

/** What a piece of the sentence speaks of; its colour follows from it. */
type Role = 'plain' | 'compressed' | 'forgotten' | 'floor';

/** A piece of the sentence, and where it leads. */
export type Part = { text: string; role: Role; place?: Place };

/** A piece that is only words. */
export function plain(text: string): Part {
  return { text, role: 'plain' };
}
