import { intensification, splitImpacts } from '../../audit/classes/classCurves';
import type { Both, ClassImpact, Findings } from '../../audit/findings';
import { crossed, groupingOf } from '../../audit/groups/grouping';
import { type GroupRate, LEAST_IMAGES, type SubgroupTable, subgroups } from '../../audit/groups/subgroups';
import type { Predictions } from '../../audit/predictions';
import type { Attribute } from '../../model/shard';
import type { AlignedPredictions } from '../predictions/predictions';

/** Images are drawn anew so often for the over-index. */
const DRAWS = 1000;

/** How the classes split against the model, and whether the weak got weaker, as `lacuna audit --json` prints it; `again` is retraining alone. */
export function classSplitJson({ classImpact, top1, options }: Findings, again: ClassImpact[] | null) {
  const split = (impacts: ClassImpact[]) => splitJson(impacts, top1.dense.mean.value, options.alpha);
  return { ...split(classImpact), retrained: again && split(again) };
}

/** The same of one comparison. */
export function splitJson(impacts: ClassImpact[], denseAccuracy: number, alpha: number) {
  const { correlation } = intensification(impacts, denseAccuracy);
  return { ...splitImpacts(impacts, alpha), intensification: correlation };
}

/** Every attribute alone and every two crossed; `target` is the class that false positives and negatives are of. */
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

function rateJson({ images, rate, absolute, normalised, interval, test, pAdjusted, flagged }: GroupRate) {
  return { images, ...rate, absolute, normalised, interval, ...test, pAdjusted, flagged };
}
