import type { Estimate, LevelSummary } from '../../audit/findings';
import { count, decimal, level, noun, percent } from '../../charts/format';
import { besideRetrainingAlone, includesZero, roundsToNothing } from '../levels/change';

/** Where a level comes from: the dense networks, a second dense population, trained sparse ones, or dense ones pruned here. */
export type Series = 'dense' | 'null' | 'sparse' | 'pruned';

/** One level of one series. */
export type Point = LevelSummary & { series: Series; when?: string };

/** All levels that are known, each population once. `dense` is the baseline of every PIE count. */
export type Levels = {
  dense: LevelSummary | null;
  again: LevelSummary | null;
  sparse: LevelSummary[];
  /** When what the sparse ones lack was removed; else in training. */
  when?: string;
  pruned: LevelSummary[];
};

/** The level on screen; `none` when what is compared does not lie on the curve. */
export type Current = { series: Series | 'none'; sparsity: number };

/** The levels as one list: dense, dense again, trained sparse and pruned here, each ascending. */
export function points({ dense, again, sparse, when, pruned }: Levels): Point[] {
  const ascending = (list: LevelSummary[]) => [...list].sort((a, b) => a.sparsity - b.sparsity);
  return [
    ...(dense ? [{ ...dense, series: 'dense' as const }] : []),
    ...(again ? [{ ...again, series: 'null' as const }] : []),
    ...ascending(sparse).map((summary) => ({ ...summary, series: 'sparse' as const, when })),
    ...ascending(pruned).map((summary) => ({ ...summary, series: 'pruned' as const })),
  ];
}

/** Whether a point is the level on screen. */
export function isCurrent(point: Point, current: Current): boolean {
  if (point.series !== current.series) return false;
  return (
    point.series === 'dense' || point.series === 'null' || Math.abs(point.sparsity - current.sparsity) < 1e-6
  );
}

/** What a level is called. */
export function levelName({
  series,
  sparsity,
  when = 'in training',
}: Pick<Point, 'series' | 'sparsity' | 'when'>): string {
  if (series === 'dense') return 'Dense';
  if (series === 'null') return 'Dense again';
  return `${level(sparsity)} removed ${series === 'sparse' ? when : 'here'}`;
}

/** What the curve says about the level on screen (or the highest known one), from the data alone. */
export function toplineClaim(levels: Levels, current: Current): string {
  const { dense, again } = levels;
  if (!dense) return 'Each dot is one network.';
  if (current.series === 'null' && again) {
    const averages = `${percent(again.top1.mean.value)} against ${percent(dense.top1.mean.value)}`;
    return `Each dot is one network. Trained again with other seeds, dense networks reach ${averages}${againClause(again)}.`;
  }
  const compressed = points(levels).filter(
    (point): point is Changed =>
      (point.series === 'sparse' || point.series === 'pruned') && point.accuracyChange !== null,
  );
  const shown = compressed.find((point) => isCurrent(point, current)) ?? compressed.at(-1);
  const from = percent(dense.top1.mean.value);
  if (!shown) return `Each dot is one network. The dense ones reach ${from} on average.`;
  return `Each dot is one network. ${accuracyClause(shown)}${pieClause(shown, again)}.`;
}

/** Compressed populations with what they changed. */
type Changed = Point & { accuracyChange: Estimate };

/** A direction only where the interval excludes 0, or where there is none, as in the headline. */
function accuracyClause({ accuracyChange: change, ...shown }: Changed): string {
  const removed = `With ${level(shown.sparsity)} of the weights removed ${shown.series === 'sparse' ? (shown.when ?? 'in training') : 'here'}`;
  const reached = shown.top1.mean.value;
  const [from, to] = [percent(reached - change.value / 100), percent(reached)];
  if (roundsToNothing(change)) return `${removed}, average accuracy stays at ${to}`;
  if (includesZero(change))
    return `${removed}, average accuracy is ${to} against ${from}, no measurable change`;
  const verb = change.value < 0 ? 'falls' : 'rises';
  return `${removed}, average accuracy ${verb} by ${decimal(Math.abs(change.value))} points, from ${from} to ${to}`;
}

function pieClause(shown: Point, again: LevelSummary | null): string {
  if (shown.pies === null) return '';
  const changed = `${count(shown.pies)} ${noun(shown.pies, 'image changes its label', 'images change their label')}`;
  if (again?.pies === null || again?.pies === undefined || again.images !== shown.images)
    return `; ${changed}`;
  if (shown.excess?.interval)
    return `; ${changed}, ${besideRetrainingAlone(shown.excess)}, which changes ${count(again.pies)}`;
  return `; ${changed} (retraining alone, for scale, changes ${count(again.pies)})`;
}

function againClause({ pies }: LevelSummary): string {
  if (pies === null) return '';
  return `, and ${count(pies)} ${noun(pies, 'image changes its label', 'images change their label')} all the same`;
}
