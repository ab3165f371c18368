// What the first view says of retraining: apart from the test itself, whose quantiles are much code.

/** Counts of two kinds differ at p <= this. */
const LEVEL = 0.05;

/** Share of the floor within which a count is called no different from it, unless said otherwise. */
export const MARGIN = 0.2;

/** Whether a count is as good as the floor: two one-sided tests against a margin either way. */
export type Equivalence = {
  /** Images more or fewer than the floor that would still count as no difference. */
  margin: number;
  /** The margin as a share of the floor. */
  share: number;
  /** The larger of the two one-sided p. */
  p: number;
  /** p <= .05. */
  equivalent: boolean;
};

/** What of a permutation test its test of equivalence is made of. */
type Counted = { observed: number; mean: number; least: number; counts: readonly number[] };

/** Two one-sided tests of `observed` against the counts moved by `share` of their mean either way. */
export function equivalenceOf({ observed, mean, least, counts }: Counted, share: number): Equivalence {
  const margin = share * mean;
  const pOf = (holds: (count: number) => boolean) =>
    Math.max(least, (1 + counts.filter(holds).length) / (1 + counts.length));
  const p = Math.max(
    pOf((count) => count + margin <= observed),
    pOf((count) => count - margin >= observed),
  );
  return { margin, share, p, equivalent: p <= LEVEL };
}

/** The same answer with another margin, which only the test of equivalence depends on. */
export function withinMargin<T extends { permutation: (Counted & { equivalence: Equivalence }) | null }>(
  retraining: T,
  share: number,
): T {
  const { permutation } = retraining;
  if (!permutation || permutation.equivalence.share === share) return retraining;
  return {
    ...retraining,
    permutation: { ...permutation, equivalence: equivalenceOf(permutation, share) },
  };
}

/** The share that the text of a link gives, 0..1, with four decimals at most; null of any other text. */
export function readMargin(text: string | null): number | null {
  return text !== null && /^([01]|0?\.\d{1,4})$/.test(text) ? Number(text) : null;
}

/**
 * Of a permutation test: the one-sided p of as many or more and of as few or fewer, and whether the counts
 * are equivalent. `least` is the least p that the number of networks allows.
 */
type Tested = { p: number; pFewer: number; least: number; equivalence: { equivalent: boolean } };

/** What may be said of a count beside retraining alone. */
export type RetrainingVerdict = 'more' | 'fewer' | 'no more' | 'not distinguishable' | 'too few';

/**
 * More or fewer where the permutation test says so at 5% (fewer: at 5% on that side). No more only where the
 * equivalence test says so. Else the two cannot be told apart, which is no proof that they are equal. Too few
 * networks for any of this where no p can be 5% or less.
 */
export function retrainingVerdict({ p, pFewer, least, equivalence }: Tested): RetrainingVerdict {
  if (least > LEVEL) return 'too few';
  if (p <= LEVEL) return 'more';
  if (pFewer <= LEVEL) return 'fewer';
  return equivalence.equivalent ? 'no more' : 'not distinguishable';
}
