import type { Accuracy, Estimate, Findings, NoiseFloor } from '../findings';
import type { Predictions } from '../predictions';
import { tEstimate } from '../statistics/intervals';

/**
 * Classes that Welch's test flags, of those it could test: raw, after Benjamini-Hochberg, and on average in
 * relabelled populations (null where that is not known).
 */
export type FlaggedClasses = { raw: number; adjusted: number; byChance: number | null; tested: number };

/** What compression changed at one level. */
type LevelChange = {
  /** Mean top-1 against the dense networks, as in `Findings`. */
  accuracy: Estimate;
  pies: number;
  flagged: FlaggedClasses;
  /** What retraining alone changes; context only when `paired`. */
  floor: NoiseFloor;
  /** Whether the level's networks are the dense ones, compressed. */
  paired: boolean;
};

/** One population in the table of levels. */
export type LevelRow = {
  networks: number;
  images: number;
  classes: number;
  top1: Accuracy;
  /** The true class among the first three; null without ranks, or with three classes or fewer. */
  top3: Estimate | null;
  /** Null for the dense population, with which the others are compared. */
  change: LevelChange | null;
};

/**
 * Share of images with the true class among the first three (0..1), mean over networks with its t interval.
 */
function top3Of({ members, images, classes, rankLabel }: Predictions): Estimate | null {
  if (!rankLabel || classes <= 3) return null;
  const perMember = members.map((_, row) => {
    let right = 0;
    for (const rank of rankLabel.subarray(row * images, (row + 1) * images)) if (rank < 3) right++;
    return right / images;
  });
  return tEstimate(perMember, members.length);
}

/** The row of the dense population: `findings` of any comparison with it, and its predictions. */
export function denseRow(findings: Findings, dense: Predictions): LevelRow {
  const { members, images, classes, top1 } = findings;
  return { networks: members.dense, images, classes, top1: top1.dense, top3: top3Of(dense), change: null };
}

/** The row of a compressed population, from its comparison with the dense one and its predictions. */
export function levelRow(findings: Findings, compressed: Predictions): LevelRow {
  const { members, images, classes, top1, classImpact, options, pies, noiseFloor, paired } = findings;
  const flagged = (of: (impact: (typeof classImpact)[number]) => boolean) => classImpact.filter(of).length;
  return {
    networks: members.compressed,
    images,
    classes,
    top1: top1.compressed,
    top3: top3Of(compressed),
    change: {
      accuracy: findings.accuracyChange,
      pies: pies.images.length,
      flagged: {
        raw: flagged(({ impacted }) => impacted),
        adjusted: flagged(({ pAdjusted }) => pAdjusted !== null && pAdjusted <= options.alpha),
        byChance: findings.flaggedByChance?.mean ?? null,
        tested: flagged(({ welch }) => welch.p !== null),
      },
      floor: noiseFloor,
      paired,
    },
  };
}
