import type { ClassImpact } from '../../audit/findings';

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

/** The name of an impact's class. */
export function className(impact: ClassImpact, classes: string[]): string {
  return classes[impact.class] ?? `class ${impact.class}`;
}
