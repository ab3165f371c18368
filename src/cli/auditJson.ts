import type { Both, Findings, Interval, NoiseFloor } from '../audit/findings';
import type { AlignedPredictions } from '../formats/predictions';

/**
 * Findings as `lacuna audit --json` prints them. Accuracies and recalls 0..1, changes in points, null for what is undefined.
 * With `named`, each class also has its given name; paired populations also have the paired test and the flips per network.
 */
export function auditJson(
  findings: Findings,
  { imageIds, classValues, classNames }: AlignedPredictions,
  named: boolean,
) {
  const { pies, noiseFloor, paired, flips } = findings;
  return {
    images: findings.images,
    classes: findings.classes,
    members: findings.members,
    top1: each(findings.top1, ({ mean, sd }) => ({ mean: mean.value, sd })),
    pies: {
      count: pies.images.length,
      imageIds: Array.from(pies.images, (image) => imageIds[image]),
      outcomes: pies.counts,
      ties: pies.tied,
    },
    classImpact: findings.classImpact.map((impact) => ({
      class: classValues[impact.class],
      ...(named && { name: classNames[impact.class] }),
      images: impact.images,
      recallDense: impact.recall.dense,
      recallCompressed: impact.recall.compressed,
      absolute: impact.absolute,
      normalised: impact.normalised,
      t: impact.welch.t,
      df: impact.welch.df,
      p: impact.welch.p,
      pAdjusted: impact.pAdjusted,
      impacted: impact.impacted,
      ...(paired && { paired: impact.paired }),
    })),
    accuracy: each(findings.accuracy, ({ pie, all, nonPie }) => ({
      pie: pie?.value ?? null,
      all: all.value,
      nonPie: nonPie?.value ?? null,
    })),
    noiseFloor: {
      kind: noiseFloor.kind,
      k: noiseFloor.kind === 'none' ? null : noiseFloor.k,
      pies: noiseFloor.kind === 'none' ? null : noiseFloor.pies,
      flaggedClasses: noiseFloor.kind === 'none' ? null : noiseFloor.flaggedClasses,
      interval: floorInterval(noiseFloor),
      seed: noiseFloor.kind === 'splitHalf' ? noiseFloor.seed : null,
      ...(noiseFloor.kind === 'null' && {
        excess: noiseFloor.excess && { value: noiseFloor.excess.value, interval: noiseFloor.excess.interval },
      }),
      ...(noiseFloor.kind === 'splitHalf' && { halfPies: noiseFloor.halfPies }),
    },
    ...(paired && { paired, flips: flips?.value ?? null }),
  };
}

function each<A, B>(pair: Both<A>, of: (value: A) => B): Both<B> {
  return { dense: of(pair.dense), compressed: of(pair.compressed) };
}

/** How sure the floor is: split halves give their spread of PIEs, a null population the interval of the excess over it. */
function floorInterval(floor: NoiseFloor): Interval | null {
  if (floor.kind === 'none') return null;
  return floor.kind === 'splitHalf' ? floor.interval : (floor.excess?.interval ?? null);
}
