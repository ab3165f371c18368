import type { ClassImpact, Findings } from '../../audit/findings';
import { classNamed } from '../../text/format';

/**
 * The classes that stay flagged at alpha after the Benjamini-Hochberg adjustment over all that were tested.
 */
export function flaggedAdjusted({ classImpact, options }: Findings): ClassImpact[] {
  return classImpact.filter(({ pAdjusted }) => pAdjusted !== null && pAdjusted <= options.alpha);
}

/**
 * Those of them whose change also stands when the images are a sample too, not only the networks (p <=
 * alpha); where that is not known, all of them. Sentences name these.
 */
export function standing(findings: Findings): ClassImpact[] {
  const { alpha } = findings.options;
  return flaggedAdjusted(findings).filter(({ crossed }) => (crossed ? crossed.p <= alpha : true));
}

/**
 * Classes that lose more than the model network by network (paired t-test, p <= alpha unadjusted); none where
 * nothing is paired.
 */
export function losingPaired({ classImpact, options }: Findings): ClassImpact[] {
  return classImpact.filter(
    ({ paired, normalised }) =>
      paired !== null && paired.p !== null && paired.p <= options.alpha && (normalised ?? 0) < 0,
  );
}

/** The class farthest from the model in one direction (-1: loses more), null when none lies there. */
export function extreme(flagged: ClassImpact[], direction: -1 | 1): ClassImpact | null {
  const there = flagged.filter((impact) => direction * (impact.normalised ?? 0) > 0);
  return there.reduce<ClassImpact | null>(
    (best, impact) =>
      best === null || direction * (impact.normalised ?? 0) > direction * (best.normalised ?? 0)
        ? impact
        : best,
    null,
  );
}

/** The name of an impact's class, as it stands in a sentence. */
export function className(impact: ClassImpact, classes: string[]): string {
  return classNamed(classes[impact.class] ?? `${impact.class}`);
}
