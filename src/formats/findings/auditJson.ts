import type { Findings, Interval, NoiseFloor } from '../../audit/findings';
import { levelRow } from '../../audit/levelsTable';
import type { LongTail } from '../../audit/longTail';
import type { Stability } from '../../audit/stability';
import type { AlignedPredictions } from '../predictions';
import { analysesJson, sides, stabilityJson, subsets } from './analysesJson';
import { classSplitJson, type subgroupsJson } from './groupsJson';
import { longTailJson } from './longTailJson';

type AuditJsonOptions = {
  /** Each class also has its given name. */
  named: boolean;
  /** Each image also has its taxicab distance. */
  taxicab: boolean;
  /** How PIEs depend on the networks drawn; null: left out. */
  stability: Stability | null;
  /** Groups of images by attributes; null: left out. */
  groups: ReturnType<typeof subgroupsJson> | null;
  /** PIEs by the training images of their classes; null: left out. */
  longTail: LongTail | null;
};

/**
 * Findings as `lacuna audit --json` prints them: docs/audit-json.md. Accuracies and recalls 0..1, changes in points, null
 * for what is undefined; paired populations also have the paired test and the flips per network.
 */
export function auditJson(
  findings: Findings,
  aligned: AlignedPredictions,
  { named, taxicab, groups, stability, longTail }: AuditJsonOptions,
) {
  const { imageIds, classValues, classNames } = aligned;
  const { pies, noiseFloor, paired, flips } = findings;
  return {
    images: findings.images,
    classes: findings.classes,
    members: findings.members,
    top1: sides(findings.top1, ({ mean, sd }) => ({ mean: mean.value, sd })),
    accuracyChange: { value: findings.accuracyChange.value, interval: findings.accuracyChange.interval },
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
    flagged: {
      ...levelRow(findings, aligned.predictions[1]).change?.flagged,
      retrained: noiseFloor.kind === 'none' ? null : noiseFloor.flaggedClasses,
    },
    accuracy: sides(findings.accuracy, subsets),
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
    ...analysesJson(findings, aligned),
    classSplit: classSplitJson(findings),
    ...(groups && { subgroups: groups }),
    ...(taxicab && { taxicab: { imageIds, distances: Array.from(findings.taxicab) } }),
    ...(longTail && { longTail: longTailJson(longTail, classValues) }),
    ...(stability && { stability: stabilityJson(stability, findings) }),
  };
}

/** How sure the floor is: split halves give their spread of PIEs, a null population the interval of the excess over it. */
function floorInterval(floor: NoiseFloor): Interval | null {
  if (floor.kind === 'none') return null;
  return floor.kind === 'splitHalf' ? floor.interval : (floor.excess?.interval ?? null);
}
