import type {
  Both,
  ClassImpact,
  CrossedEffect,
  Estimate,
  Interval,
  SubsetAccuracy,
} from '../../audit/findings';
import type { PermutationTest } from '../../audit/retraining/permutationTest';
import { retrainingVerdict } from '../../audit/retraining/verdict';
import { signTest } from '../../audit/statistics/signTest';

/**
 * Whether these populations bear a statement of the paper out; what they are too few to say, and what has no
 * floor, is not told.
 */
export type Verdict = 'agrees' | 'does not' | 'in part' | 'not told';

/**
 * More PIEs than retraining alone gives at every level, by the permutation test: at all of them or some.
 * Where one is as good as retraining by the equivalence test, in part at most.
 */
export function everyLevelVerdict(tests: readonly (PermutationTest | null)[]): Verdict {
  if (tests.includes(null)) return 'not told';
  const said = tests.map((test) => test && retrainingVerdict(test));
  if (said.every((verdict) => verdict === 'no more')) return 'does not';
  if (!said.includes('more')) return 'not told';
  return said.every((verdict) => verdict === 'more') ? 'agrees' : 'in part';
}

/**
 * Whether PIEs grow, from differences that should all be above 0 (a level minus the milder one before it):
 * measurably all of them, some, or none. Where one shrinks measurably, that counts against it.
 */
export function differencesVerdict(differences: readonly Estimate[]): Verdict {
  const ends = differences.map(({ interval }) => interval ?? [-1, 1]);
  const grows = ends.filter(([low]) => low > 0).length;
  if (ends.some(([, high]) => high < 0)) return grows > 0 ? 'in part' : 'does not';
  if (grows === 0) return 'not told';
  return grows === differences.length ? 'agrees' : 'in part';
}

/**
 * Whether more images change than accuracy tells: the share of images that are PIEs beyond what retraining
 * alone changes (0..1) against the accuracy lost (0..1), by their intervals.
 */
export function hiddenVerdict(beyond: Interval | null, lost: Interval | null): Verdict {
  if (!beyond || !lost) return 'not told';
  if (beyond[0] > Math.max(0, lost[1])) return 'agrees';
  return beyond[1] < lost[0] ? 'does not' : 'not told';
}

/** Whether `one` lies below `other`, intervals apart; null without intervals. */
function liesBelow(one: Estimate | null | undefined, other: Estimate | null | undefined): boolean | null {
  return one?.interval && other?.interval ? one.interval[1] < other.interval[0] : null;
}

/**
 * How far accuracy on PIEs lies from that on non-PIEs as contested, and on the images that retraining alone
 * changes, networks and images both varying.
 */
export type Beside = Record<'matched' | 'retrained', Both<Pick<CrossedEffect, 'interval'> | null> | null>;

const SIDES = ['dense', 'compressed'] as const;

/**
 * Whether PIEs are harder for both populations than all images. That alone agrees only in part, since any
 * contested image is harder. They must also be harder than equally contested images and than the images that
 * retraining alone changes. All three differences have intervals with networks and images varying.
 */
export function harderVerdict(accuracy: Both<SubsetAccuracy>, { matched, retrained }: Beside): Verdict {
  const ends = SIDES.map((side) => accuracy[side].beyond?.interval ?? null);
  const below = ends.map((interval) => interval !== null && interval[1] < 0);
  if (ends.some((interval) => interval !== null && interval[0] > 0)) return 'does not';
  if (!below.every((is) => is)) return 'not told';
  const more = [matched, retrained].every((other) =>
    SIDES.every((side) => {
      const interval = other?.[side]?.interval;
      return interval !== undefined && interval[1] < 0;
    }),
  );
  return more ? 'agrees' : 'in part';
}

/**
 * Whether accuracy rises for both populations without the PIEs, intervals apart. Never more than in part:
 * where PIEs are harder than all images it follows by arithmetic.
 */
export function liftVerdict(accuracy: Both<SubsetAccuracy>): Verdict {
  const rises = SIDES.map((side) => liesBelow(accuracy[side].all, accuracy[side].nonPie));
  if (SIDES.some((side) => liesBelow(accuracy[side].nonPie, accuracy[side].all))) return 'does not';
  return rises.every((is) => is) ? 'in part' : 'not told';
}

/**
 * Whether a ratio lies above 1, and beyond that of retraining alone: what only lies above 1 agrees in part.
 */
export function ratioVerdict(ratio: Interval | null, beyond: Interval | null): Verdict {
  if (ratio && ratio[1] < 1) return 'does not';
  if (!ratio || !beyond || ratio[0] <= 1) return 'not told';
  return beyond[0] > 0 ? 'agrees' : 'in part';
}

/** The classes flagged after adjustment. */
export function flaggedClasses(impacts: readonly ClassImpact[], alpha: number): ClassImpact[] {
  return impacts.filter(({ pAdjusted }) => pAdjusted !== null && pAdjusted <= alpha);
}

/** Sign test of how many classes are flagged in one of two comparisons only: which has more, and its p. */
export function moreFlagged(
  one: readonly ClassImpact[],
  other: readonly ClassImpact[],
  alpha: number,
): { more: boolean; p: number } {
  const labels = [one, other].map(
    (impacts) => new Set(flaggedClasses(impacts, alpha).map(({ class: label }) => label)),
  );
  const only = (place: number) => [...labels[place]].filter((label) => !labels[1 - place].has(label)).length;
  const [ours, theirs] = [only(0), only(1)];
  return { more: ours > theirs, p: signTest(ours, theirs) };
}

/**
 * Whether more classes are flagged (after adjustment) the more weights go. The strongest level must flag more
 * than the mildest and than retraining alone, by sign tests. That agrees in part where a level between flags
 * no more than the one before it.
 */
export function growthVerdict(
  levels: readonly (readonly ClassImpact[])[],
  retrained: readonly ClassImpact[] | null,
  alpha: number,
): Verdict {
  if (!retrained) return 'not told';
  const last = levels[levels.length - 1];
  const growth = moreFlagged(last, levels[0], alpha);
  if (growth.p > alpha) return 'not told';
  if (!growth.more) return 'does not';
  const floor = moreFlagged(last, retrained, alpha);
  if (!floor.more || floor.p > alpha) return 'not told';
  const counts = levels.map((impacts) => flaggedClasses(impacts, alpha).length);
  return counts.every((value, index) => index === 0 || value > counts[index - 1]) ? 'agrees' : 'in part';
}

/**
 * Of the classes flagged after adjustment those that lose and gain against the model, and the sign test
 * between them.
 */
export function flaggedSplit(
  impacts: readonly ClassImpact[],
  alpha: number,
): { lose: number; gain: number; p: number } {
  const flagged = flaggedClasses(impacts, alpha);
  const lose = flagged.filter(({ normalised }) => (normalised ?? 0) < 0).length;
  const gain = flagged.length - lose;
  return { lose, gain, p: signTest(gain, lose) };
}

/**
 * Whether few flagged classes lose while more gain: by the sign test between them, where the level flags more
 * than retraining alone.
 */
export function bruntVerdict(
  impacts: readonly ClassImpact[],
  retrained: readonly ClassImpact[] | null,
  alpha: number,
): Verdict {
  const { lose, gain, p } = flaggedSplit(impacts, alpha);
  const floor = retrained && moreFlagged(impacts, retrained, alpha);
  if (!floor?.more || floor.p > alpha || p > alpha) return 'not told';
  return gain > lose && lose > 0 ? 'agrees' : 'does not';
}
