import { flaggedByChance } from '../effects/flaggedByChance';
import type { AuditOptions, Both, ClassImpact, FlaggedByChance, Interval } from '../findings';
import { mean } from '../statistics/intervals';
import { benjaminiHochberg, isWelchFlagged, pairedTest, welchInterval, welchTest } from '../statistics/tTest';
import { deviations, type MemberRecall } from '../votes/recall';

type ImpactOptions = Pick<AuditOptions, 'alpha' | 'baseline'>;

const toPoints = (interval: Interval | null): Interval | null =>
  interval && [100 * interval[0], 100 * interval[1]];

/**
 * How compression changed each class beyond the model's own change (Hooker et al. 2019): effects in points,
 * Welch's test on d = recall - accuracy, dense minus compressed, and for `paired` populations the paired
 * test. One entry a class, in order.
 */
export function classImpact(
  population: Both<MemberRecall>,
  options: ImpactOptions,
  paired: boolean,
): ClassImpact[] {
  const impacts = Array.from(population.dense.images, (_, label) =>
    impactOf(population, label, options, paired),
  );
  const adjusted = benjaminiHochberg(impacts.map((impact) => impact.welch.p));
  return impacts.map((impact, label) => ({ ...impact, pAdjusted: adjusted[label] }));
}

function impactOf(
  { dense, compressed }: Both<MemberRecall>,
  label: number,
  { alpha, baseline }: ImpactOptions,
  paired: boolean,
): Omit<ClassImpact, 'pAdjusted'> {
  const images = dense.images[label];
  const recallPerMember = { dense: dense.recall[label], compressed: compressed.recall[label] };
  const d0 = deviations(dense, label, baseline);
  const dt = deviations(compressed, label, baseline);
  const welch = welchTest(d0, dt);
  const pairs = paired ? pairedTest(dt, d0) : null;
  const recall =
    images === 0
      ? { dense: null, compressed: null }
      : { dense: mean(recallPerMember.dense), compressed: mean(recallPerMember.compressed) };
  return {
    class: label,
    images,
    recall,
    recallPerMember,
    absolute: images === 0 ? null : 100 * (mean(recallPerMember.compressed) - mean(recallPerMember.dense)),
    normalised: images === 0 ? null : 100 * (mean(dt) - mean(d0)),
    normalisedInterval: toPoints(welchInterval(dt, d0)),
    welch,
    paired: pairs ? pairs.test : null,
    pairedInterval: pairs ? toPoints(pairs.interval) : null,
    impacted: welch.p !== null && welch.p <= alpha,
  };
}

/** How many classes Welch's test flags at alpha. */
export function countFlagged(population: Both<MemberRecall>, { alpha, baseline }: ImpactOptions): number {
  let flagged = 0;
  for (let label = 0; label < population.dense.images.length; label++) {
    const dense = deviations(population.dense, label, baseline);
    const compressed = deviations(population.compressed, label, baseline);
    if (isWelchFlagged(dense, compressed, alpha)) flagged++;
  }
  return flagged;
}

/**
 * What counts the classes that Welch's test flags between two draws of one population's networks, given by
 * their rows: as `countFlagged`, without a new list for each class of each draw.
 */
export function flaggedBetween(
  all: MemberRecall,
  { alpha, baseline }: ImpactOptions,
): (one: readonly number[], other: readonly number[]) => number {
  const classes = all.recall.filter((values) => values.length > 0);
  const baselinesOf = (rows: readonly number[]) => {
    const own = rows.map((row) => all.accuracy[row]);
    return baseline === 'population' ? own.fill(mean(own)) : own;
  };
  return (one, other) => {
    const [before, after] = [baselinesOf(one), baselinesOf(other)];
    const [a, b] = [before.slice(), after.slice()];
    let flagged = 0;
    for (const recall of classes) {
      for (let i = 0; i < one.length; i++) a[i] = recall[one[i]] - before[i];
      for (let i = 0; i < other.length; i++) b[i] = recall[other[i]] - after[i];
      if (isWelchFlagged(a, b, alpha)) flagged++;
    }
    return flagged;
  };
}

/**
 * How many classes Welch's test flags when the networks of both populations are relabelled at random (pairs
 * swapped, where `paired`): what chance alone flags. Null where no class can be tested.
 */
export function classesByChance(
  population: Both<MemberRecall>,
  { alpha, baseline, seed }: ImpactOptions & Pick<AuditOptions, 'seed'>,
  paired: boolean,
): FlaggedByChance | null {
  const tests = Array.from(population.dense.images, (_, label) => ({
    dense: deviations(population.dense, label, baseline),
    compressed: deviations(population.compressed, label, baseline),
  }));
  return flaggedByChance(tests, { alpha, seed, paired });
}
