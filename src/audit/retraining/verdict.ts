// What the first view says of retraining: apart from the test itself, whose quantiles are much code.

/** Counts of two kinds differ at p <= this. */
export const LEVEL = 0.05;

/** Share of the floor within which a count is called no different from it, unless said otherwise. */
export const MARGIN = 0.2;

/** The share that the text of a link gives, 0..1, with four decimals at most; null of any other text. */
export function readMargin(text: string | null): number | null {
  return text !== null && /^([01]|0?\.\d{1,4})$/.test(text) ? Number(text) : null;
}

/**
 * Of a permutation test the one-sided p of as many or more and of as few or fewer, the least p that the
 * number of networks allows, and whether the counts are equivalent.
 */
type Tested = { p: number; pFewer: number; least: number; equivalence: { equivalent: boolean } };

/** What may be said of a count beside retraining alone. */
export type RetrainingVerdict = 'more' | 'fewer' | 'no more' | 'not distinguishable' | 'too few';

/**
 * More or fewer where the permutation test says so at 5% (fewer: at 5% on that side); no more only where the
 * equivalence test does; else the two cannot be told apart, which is no proof that they are equal. Too few
 * networks for any of this where no p can be 5% or less.
 */
export function retrainingVerdict({ p, pFewer, least, equivalence }: Tested): RetrainingVerdict {
  if (least > LEVEL) return 'too few';
  if (p <= LEVEL) return 'more';
  if (pFewer <= LEVEL) return 'fewer';
  return equivalence.equivalent ? 'no more' : 'not distinguishable';
}
