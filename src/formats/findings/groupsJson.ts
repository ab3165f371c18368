import { intensification, splitImpacts } from '../../audit/classes/classCurves';
import type { Both, Findings } from '../../audit/findings';
import { crossed, groupingOf } from '../../audit/groups/grouping';
import type { GroupRate } from '../../audit/groups/groupRates';
import { LEAST_IMAGES, type SubgroupTable, subgroups } from '../../audit/groups/subgroups';
import type { Predictions } from '../../audit/predictions';
import type { Attribute } from '../../model/shard';
import type { AlignedPredictions } from '../predictions/predictions';

/** Images are drawn anew so often for the over-index. */
const DRAWS = 1000;

/** Classes of one comparison, and how many of them chance alone flags. */
export type Split = Pick<Findings, 'classImpact' | 'flaggedByChance'>;

/**
 * How the classes split against the model, and whether the weak got weaker, as `lacuna audit --json` prints
 * it; `again` is retraining alone.
 */
export function classSplitJson(findings: Findings, retrained: Split | null) {
  const { top1, options } = findings;
  const split = (one: Split) => splitJson(one, top1.dense.mean.value, options.alpha);
  return { ...split(findings), retrained: retrained && split(retrained) };
}

/** The same of one comparison. */
export function splitJson({ classImpact, flaggedByChance }: Split, denseAccuracy: number, alpha: number) {
  const { points, odds } = intensification(classImpact, denseAccuracy);
  return {
    ...splitImpacts(classImpact, alpha),
    byChance: flaggedByChance?.mean ?? null,
    intensification: points,
    intensificationOdds: odds,
  };
}

/**
 * Every attribute alone and every two crossed; `target` is the class that false positives and negatives are
 * of.
 */
export function subgroupsJson(
  findings: Findings,
  { predictions, truth, classValues }: AlignedPredictions,
  attributes: Attribute[],
  target: number | null,
) {
  const [dense, compressed] = predictions;
  const population: Both<Predictions> = { dense, compressed };
  const single = attributes.map(groupingOf);
  const pairs = single.flatMap((one, place) => single.slice(place + 1).map((other) => crossed(one, other)));
  const resampling = { draws: DRAWS, seed: findings.options.seed };
  return [...single, ...pairs].map((grouping) =>
    tableJson(
      subgroups(findings, population, truth, grouping, { target, leastImages: LEAST_IMAGES, resampling }),
      classValues,
    ),
  );
}

function tableJson(table: SubgroupTable, classValues: AlignedPredictions['classValues']) {
  const { attributes, target, tests, model, ungrouped, leastImages, resampling, groups } = table;
  return {
    attributes,
    target: target === null ? null : classValues[target],
    comparisons: tests.made,
    flagged: tests.flagged,
    adjusted: tests.adjusted,
    byChance: tests.byChance,
    model,
    ungrouped,
    leastImages,
    resampling,
    groups: groups.map(({ parts, images, rates, pies, overIndex, retraining }) => ({
      group: parts.map(({ name, range }) => (range ? { name, range } : { name })),
      images,
      pies,
      overIndex: overIndex && { value: overIndex.value, interval: overIndex.interval },
      retraining,
      ...Object.fromEntries(Object.entries(rates).map(([kind, rate]) => [kind, rateJson(rate)])),
    })),
  };
}

function rateJson({ rate, test, crossed: effect, odds, ...rest }: GroupRate) {
  return {
    ...rest,
    ...rate,
    ...test,
    crossed: effect && { interval: effect.interval, p: effect.p, pAdjusted: effect.pAdjusted },
    odds,
  };
}
