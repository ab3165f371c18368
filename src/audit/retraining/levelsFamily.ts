import type { AuditOptions, Both, Findings } from '../findings';
import type { MemberRecall } from '../votes/recall';
import { type TestFamily, testFamily } from './family';

/** The class tests of several levels and of retraining alone as one family. */
export type LevelsFamily = TestFamily & {
  /**
   * The first level, an index, that flags each class within the family; null where none does, or where
   * retraining alone flags it too.
   */
  first: (number | null)[];
  /** Whether retraining alone flags each class within the family; null without a null population. */
  retrained: boolean[] | null;
};

type LevelsFamilyOptions = Pick<AuditOptions, 'alpha' | 'baseline' | 'seed'> & { shuffles: number };

/** Accuracy and recall of every network on both sides, as `findings` have them. */
export function recallsOf({ classImpact, top1 }: Pick<Findings, 'classImpact' | 'top1'>): Both<MemberRecall> {
  const images = Uint32Array.from(classImpact, (impact) => impact.images);
  const recallOf = (side: keyof Both<unknown>): MemberRecall => ({
    images,
    accuracy: top1[side].perMember,
    recall: classImpact.map(({ recallPerMember }) => recallPerMember[side]),
  });
  return { dense: recallOf('dense'), compressed: recallOf('compressed') };
}

/**
 * Welch's tests of all classes at all `levels` (from mild to strong) and of `retrained`, the second dense
 * population, as one family. Entries of `adjusted` and `byChance` are the levels, then retraining. Retraining
 * is the baseline of what is flagged first: a class that it flags by itself is not laid to any level.
 */
export function levelsFamily(
  levels: readonly Both<MemberRecall>[],
  retrained: Both<MemberRecall> | null,
  options: LevelsFamilyOptions,
): LevelsFamily {
  const family = testFamily(retrained ? [...levels, retrained] : levels, options);
  const flags = (place: number) => family.adjusted[place].map((p) => p !== null && p <= options.alpha);
  const retrainedFlags = retrained ? flags(levels.length) : null;
  const flagged = levels.map((_, place) => flags(place));
  const first = (flagged[0] ?? []).map((_, label) => {
    const found = retrainedFlags?.[label] ? -1 : flagged.findIndex((level) => level[label]);
    return found < 0 ? null : found;
  });
  return { ...family, first, retrained: retrainedFlags };
}
