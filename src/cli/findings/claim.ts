import type { ClassImpact, Estimate, Interval } from '../../audit/findings';
import { excessOver } from '../../audit/retraining/noiseFloor';
import { count, pPhrase } from '../../text/format';
import { type Known, OPTIONS } from './known';

import { flaggedClasses, moreFlagged, type Verdict } from './verdicts';

/** A statement of the paper, whether these populations bear it out, and on what figures. */
export type Claim = {
  claim: string;
  verdict: Verdict;
  figures: string;
  /** The test behind the verdict, at 5%, and what would refute the claim. */
  test: string;
  refuted: string;
};

/** What retraining alone flags, and the sign test of a level against it. */
export function againstRetraining(
  level: readonly ClassImpact[],
  retrained: readonly ClassImpact[] | null,
): string {
  if (!retrained) return 'what retraining alone flags is not known';
  const { p } = moreFlagged(level, retrained, OPTIONS.alpha);
  return (
    'against retraining alone, which flags ' +
    `${count(flaggedClasses(retrained, OPTIONS.alpha).length)}, p ${pPhrase(p)}`
  );
}

/** PIEs of every level minus those of the level before it. */
export function stepsOf(levels: Known['levels'], images: number): Estimate[] {
  return levels
    .slice(1)
    .map(({ findings }, index) =>
      excessOver(findings.pies.images, levels[index].findings.pies.images, images),
    );
}

export const loss = ({ value, interval, n }: Estimate): Estimate => ({
  value: -value,
  interval: interval && [-interval[1], -interval[0]],
  n,
});

/** One verdict over levels: the same at all, in part where only some agree. */
export function overLevels(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.every((verdict) => verdict === verdicts[0])) return verdicts[0];
  return verdicts.includes('agrees') ? 'in part' : 'not told';
}

export const shareOf = (interval: Interval | null | undefined, of: number): Interval | null =>
  interval ? [interval[0] / of, interval[1] / of] : null;
