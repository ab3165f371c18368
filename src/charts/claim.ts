/**
 * What a figure says: in one or two plain sentences, and in a second line the intervals and tests that bear
 * them out.
 */
export type Claim = { claim: string; evidence: string };

/** A claim that needs no second line. */
export function plainly(claim: string): Claim {
  return { claim, evidence: '' };
}
