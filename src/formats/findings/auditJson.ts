import { confusions } from '../../audit/classes/confusions';
import type { ClassImpact, ErrorOdds, Findings, Interval, NoiseFloor } from '../../audit/findings';
import type { LongTail } from '../../audit/groups/longTail';
import type { TailContrast } from '../../audit/groups/tailContrast';
import { levelRow } from '../../audit/levels/levelsTable';
import { retrainedImpact } from '../../audit/retraining/retrainedImpact';
import type { Retraining } from '../../audit/retraining/retraining';
import type { Stability } from '../../audit/retraining/stability';
import type { AlignedPredictions } from '../predictions/predictions';
import { analysesJson, bounded, effect, sides, stabilityJson, subsets } from './analysesJson';
import type { familyJson } from './familyJson';
import { classSplitJson, type subgroupsJson } from './groupsJson';
import { type AuditedLevel, levelsJson } from './levelsJson';
import { longTailJson } from './longTailJson';
import type { peopleJson } from './peopleJson';

/** The version of what `lacuna audit --json` prints: 1 more whenever a key goes or changes its meaning. */
export const SCHEMA_VERSION = 2;
/** Of more classes, confusions are listed only when they are asked for, */
const CONFUSED_UNASKED = 50;
/** and of more than this they take too long to count and to list. */
const MOST_CONFUSED = 1000;

type AuditJsonOptions = {
  /** Each class also has its given name. */
  named: boolean;
  /** Each image also has its taxicab distance. */
  taxicab: boolean;
  /** How PIEs depend on the networks drawn; null: left out. */
  stability: Stability | null;
  /** Whether the PIEs are more than retraining alone gives; null: left out. */
  retraining: Retraining | null;
  /** The class tests as one family; null: left out. */
  family: ReturnType<typeof familyJson> | null;
  /** Groups of images by attributes; null: left out. */
  groups: ReturnType<typeof subgroupsJson> | null;
  /** PIEs by the training images of their classes; null: left out. */
  longTail: LongTail | null;
  /** The tail against the head beyond a balanced set; null: left out. */
  beyondBalanced: TailContrast | null;
  /** Further compressed populations of the same dense one, from mild to strong; none: left out. */
  levels: AuditedLevel[];
  /** What people said of the images; left out where it is not given. */
  people?: ReturnType<typeof peopleJson> | null;
  /** Confusions of more than 50 classes too. */
  confusions: boolean;
};

/**
 * Findings as `lacuna audit --json` prints them: docs/audit-json.md. Accuracies and recalls 0..1, changes in
 * points, null for what is undefined; paired populations also have the paired test and the flips per network.
 */
export function auditJson(
  findings: Findings,
  aligned: AlignedPredictions,
  {
    named,
    taxicab,
    groups,
    stability,
    retraining,
    family,
    longTail,
    beyondBalanced,
    levels,
    people,
    confusions: all,
  }: AuditJsonOptions,
) {
  const { imageIds, classValues, classNames, truth } = aligned;
  const { pies, noiseFloor, paired, flips, options, accuracyChange } = findings;
  const [dense, compressed, nulls = null] = aligned.predictions;
  const retrained = retrainedImpact(dense, nulls, compressed.members.length, truth, options);
  return {
    images: findings.images,
    classes: findings.classes,
    members: findings.members,
    options: {
      ties: options.ties,
      alpha: options.alpha,
      seed: options.seed,
      baseline: options.baseline ?? 'network',
      paired,
    },
    top1: sides(findings.top1, ({ mean, sd }) => ({ mean: mean.value, sd, interval: mean.interval })),
    accuracyChange: { value: accuracyChange.value, interval: accuracyChange.interval },
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
      normalisedInterval: impact.normalisedInterval,
      t: impact.welch.t,
      df: impact.welch.df,
      p: impact.welch.p,
      pAdjusted: impact.pAdjusted,
      impacted: impact.impacted,
      crossed: impact.crossed
        ? { interval: impact.crossed.interval, p: impact.crossed.p, pAdjusted: impact.crossed.pAdjusted }
        : null,
      errorOdds: impact.errorOdds && oddsJson(impact.errorOdds),
      errorGrowth: growthJson(impact, findings),
      ...(paired && { paired: impact.paired, pairedInterval: impact.pairedInterval ?? null }),
      ...(findings.classes <= (all ? MOST_CONFUSED : CONFUSED_UNASKED) && {
        confusions: confusions(findings, truth, impact.class)
          .filter(({ dense: before, compressed: after }) => before > 0 || after > 0)
          .map(({ predicted, ...counts }) => ({ class: classValues[predicted], ...counts })),
      }),
    })),
    flagged: {
      ...levelRow(findings, compressed).change?.flagged,
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
        imageIds: Array.from(noiseFloor.images, (image) => imageIds[image]),
        excess: noiseFloor.excess && { value: noiseFloor.excess.value, interval: noiseFloor.excess.interval },
        ...(noiseFloor.changed && {
          accuracy: sides(noiseFloor.changed.accuracy, (one) => one && bounded(one)),
          beyond: sides(noiseFloor.changed.beyond, effect),
        }),
      }),
      ...(noiseFloor.kind === 'splitHalf' && { halfPies: noiseFloor.halfPies }),
    },
    ...(family && { family }),
    ...(retraining && { retraining: withoutCounts(retraining) }),
    ...(paired && { paired, flips: flips?.value ?? null, flipsInterval: flips?.interval ?? null }),
    ...analysesJson(findings, aligned),
    classSplit: classSplitJson(findings, retrained),
    ...(groups && { subgroups: groups }),
    ...(people && { people }),
    ...(taxicab && { taxicab: { imageIds, distances: Array.from(findings.taxicab) } }),
    ...(longTail && { longTail: longTailJson(longTail, classValues, beyondBalanced) }),
    ...(stability && { stability: stabilityJson(stability, findings) }),
    ...(levels.length > 0 && { levels: levelsJson(levels, aligned, retrained) }),
  };
}

/**
 * How sure the floor is: split halves give their spread of PIEs, a null population the interval of the excess
 * over it.
 */
function floorInterval(floor: NoiseFloor): Interval | null {
  if (floor.kind === 'none') return null;
  return floor.kind === 'splitHalf' ? floor.interval : (floor.excess?.interval ?? null);
}

/** How the odds of an error grow in a class beside the model's. */
function oddsJson({ group, model, ratio, interval }: ErrorOdds) {
  return { class: group, model, ratio, interval };
}

/**
 * By what factor the error rate grows in a class and in the model; null where the dense networks make no
 * error.
 */
function growthJson({ recall }: ClassImpact, { top1 }: Findings) {
  const grown = (dense: number, compressed: number) => (dense < 1 ? (1 - compressed) / (1 - dense) : null);
  if (recall.dense === null || recall.compressed === null) return null;
  return {
    class: grown(recall.dense, recall.compressed),
    model: grown(top1.dense.mean.value, top1.compressed.mean.value),
  };
}

/** The counts of single shuffles stay out; the histogram tells them. */
function withoutCounts({ permutation, ...others }: Retraining) {
  const { counts: _, ...test } = permutation ?? { counts: [] };
  return { permutation: permutation && test, ...others };
}
