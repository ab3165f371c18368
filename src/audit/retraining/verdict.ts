// What the first view says of retraining: apart from the test itself, whose quantiles are much code.

/** Counts of two kinds differ at p <= this. */
export const LEVEL = 0.05;

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
