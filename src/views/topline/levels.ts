import type { Estimate, LevelSummary } from '../../audit/findings';
import type { WithheldNumbers } from '../../charts/withheld';
import { count, level, noun, percent } from '../../text/format';
import { includesZero, isUndecided, roundsToNothing, sizeOfChange } from '../levels/change';

/**
 * Where a level comes from: the dense networks, a null population, trained sparse ones, or dense ones
 * pruned here, in one shot or fine-tuned after it.
 */
export type Series = 'dense' | 'null' | 'sparse' | 'pruned' | 'tuned';

/** A population that has no place on the curve, because it is no share of weights removed one by one. */
export type Aside = LevelSummary & {
  /** "int8 weights". */
  name: string;
  /** How a sentence on it begins: "With int8 weights". */
  lead: string;
  /** Two short lines under its mark. */
  label: [string, string];
};

/** A level of one-shot pruning: computed here, or `shipped` with the zoo. */
export type PrunedSummary = LevelSummary & { shipped?: boolean };

/** One level of one series, or what stands aside. */
export type Point = LevelSummary & {
  series: Series | 'aside';
  when?: string;
  shipped?: boolean;
  aside?: Pick<Aside, 'name' | 'lead' | 'label'>;
};

/** All levels that are known, each population once. `dense` is the baseline of every PIE count. */
export type Levels = {
  dense: LevelSummary | null;
  retrained: LevelSummary | null;
  sparse: LevelSummary[];
  /** When what the sparse ones lack was removed; else in training. */
  when?: string;
  pruned: PrunedSummary[];
  /** The same fine-tuned after pruning. */
  tuned?: LevelSummary[];
  /** What is on screen, where it does not lie on the curve and is known. */
  aside: Aside | null;
};

/** The level on screen; `aside` when what is compared does not lie on the curve. */
export type Current = { series: Point['series']; sparsity: number };

/**
 * The levels as one list: dense, retrained, trained sparse and pruned here, each ascending, and what stands
 * aside.
 */
export function points({ dense, retrained, sparse, when, pruned, tuned = [], aside }: Levels): Point[] {
  const ascending = <T extends LevelSummary>(list: T[]) => [...list].sort((a, b) => a.sparsity - b.sparsity);
  return [
    ...(dense ? [{ ...dense, series: 'dense' as const }] : []),
    ...(retrained ? [{ ...retrained, series: 'null' as const }] : []),
    ...ascending(sparse).map((summary) => ({ ...summary, series: 'sparse' as const, when })),
    ...ascending(pruned).map((summary) => ({ ...summary, series: 'pruned' as const })),
    ...ascending(tuned).map((summary) => ({ ...summary, series: 'tuned' as const })),
    ...(aside ? [{ ...aside, series: 'aside' as const, aside }] : []),
  ];
}

/** The levels without the counts of changed images that are not to be read yet. */
export function withoutCounts(levels: Levels, { pies, floor }: WithheldNumbers): Levels {
  if (!pies && !floor) return levels;
  const bare = <T extends LevelSummary>(level: T): T => ({
    ...level,
    ...(pies && { pies: null }),
    excess: null,
  });
  const { dense, retrained, sparse, pruned, tuned, aside } = levels;
  return {
    ...levels,
    dense: dense && bare(dense),
    retrained: retrained && { ...bare(retrained), pies: null },
    sparse: sparse.map(bare),
    pruned: pruned.map(bare),
    tuned: tuned?.map(bare),
    aside: aside && bare(aside),
  };
}

/** Whether a point is the level on screen. */
export function isCurrent(point: Point, current: Current): boolean {
  if (point.series !== current.series) return false;
  const isAlone = point.series === 'dense' || point.series === 'null' || point.series === 'aside';
  return isAlone || Math.abs(point.sparsity - current.sparsity) < 1e-6;
}

/** What a level is called. */
export function levelName({
  series,
  sparsity,
  when = 'in training',
  shipped = false,
  aside,
}: Pick<Point, 'series' | 'sparsity' | 'when' | 'shipped' | 'aside'>): string {
  if (aside) return aside.name;
  if (series === 'dense') return 'Dense';
  if (series === 'null') return 'Retrained';
  const here = shipped ? 'in one shot (shipped)' : 'here';
  const how = series === 'tuned' ? 'here, fine-tuned' : series === 'pruned' ? here : when;
  return `${level(sparsity)} removed ${how}`;
}

/**
 * What the curve says about the population on screen, from the data alone; of the dense one where nothing is
 * known of it.
 */
export function toplineClaim(levels: Levels, current: Current): string {
  const { dense, retrained } = levels;
  if (!dense) return 'Each dot is one network.';
  if (current.series === 'null' && retrained) {
    const averages = `${percent(retrained.top1.mean.value)} against ${percent(dense.top1.mean.value)}`;
    return (
      'Each dot is one network. Trained again with other seeds, dense networks reach ' +
      `${averages}${retrainedClause(retrained)}.`
    );
  }
  const shown = points(levels).find(
    (point): point is Changed => isCurrent(point, current) && point.accuracyChange !== null,
  );
  const from = percent(dense.top1.mean.value);
  if (!shown) return `Each dot is one network. The dense ones reach ${from} on average.`;
  return `Each dot is one network. ${accuracyClause(shown)}${pieClause(shown, retrained)}.`;
}

/** Compressed populations with what they changed. */
type Changed = Point & { accuracyChange: Estimate };

/** A direction only where the interval excludes 0, or where there is none, as in the headline. */
function accuracyClause({ accuracyChange: change, ...shown }: Changed): string {
  const pruned = shown.shipped ? 'in one shot' : 'here';
  const here = shown.series === 'tuned' ? 'here and fine-tuning after it' : pruned;
  const where = shown.series === 'sparse' ? (shown.when ?? 'in training') : here;
  const lead = shown.aside?.lead ?? `With ${level(shown.sparsity)} of the weights removed ${where}`;
  const reached = shown.top1.mean.value;
  const [from, to] = [percent(reached - change.value / 100), percent(reached)];
  if (roundsToNothing(change)) return `${lead}, average accuracy stays at ${to}`;
  if (includesZero(change)) {
    const told = isUndecided(change) ? 'with too few networks to tell a change' : 'no measurable change';
    return `${lead}, average accuracy is ${to} against ${from}, ${told}`;
  }
  const verb = change.value < 0 ? 'falls' : 'rises';
  return `${lead}, average accuracy ${verb} by ${sizeOfChange(change)} points, from ${from} to ` + `${to}`;
}

function pieClause(shown: Point, retrained: LevelSummary | null): string {
  if (shown.pies === null) return '';
  const changes = noun(shown.pies, 'image changes its label', 'images change their label');
  const changed = `${count(shown.pies)} ${changes}`;
  if (retrained?.pies === null || retrained?.pies === undefined || retrained.images !== shown.images)
    return `; ${changed}`;
  if (shown.excess?.interval) return `; ${changed}, where retraining alone changes ${count(retrained.pies)}`;
  return `; ${changed}. Between networks as trained, retraining alone changes ${count(retrained.pies)}`;
}

function retrainedClause({ pies }: LevelSummary): string {
  if (pies === null) return '';
  return (
    `, and ${count(pies)} ${noun(pies, 'image changes its label', 'images change their label')} all ` +
    'the same'
  );
}
