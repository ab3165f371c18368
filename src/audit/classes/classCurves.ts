import type { ClassImpact } from '../findings';
import { type Correlation, criticalCorrelation, pearson, spearman } from '../statistics/correlation';
import { mean } from '../statistics/intervals';
import { similarityOrder } from './similarityOrder';

/**
 * Where a class is flagged first along levels from mild to strong: an index, or null; by raw and by adjusted
 * p.
 */
export type FirstFlag = { raw: number | null; adjusted: number | null };

/**
 * The first level at which each class is flagged; `levels` hold the classes of one level each, in one order.
 */
export function firstFlags(levels: readonly (readonly ClassImpact[])[], alpha: number): FirstFlag[] {
  const first = (label: number, is: (impact: ClassImpact) => boolean) => {
    const found = levels.findIndex((impacts) => is(impacts[label]));
    return found < 0 ? null : found;
  };
  return (levels[0] ?? []).map((_, label) => ({
    raw: first(label, ({ impacted }) => impacted),
    adjusted: first(label, ({ pAdjusted }) => pAdjusted !== null && pAdjusted <= alpha),
  }));
}

/** How the classes of one level split against the model. */
export type ImpactSplit = {
  /**
   * Classes that lost more than the model, and those that lost less or gained: normalised change below and
   * above 0.
   */
  lose: number;
  gain: number;
  /** Mean size of the normalised change among each, points; null where there is none. */
  meanLoss: number | null;
  meanGain: number | null;
  /** Of the tested classes those flagged, raw and adjusted, and how many of the raw ones lost. */
  tested: number;
  flagged: number;
  flaggedLosing: number;
  adjusted: number;
};

/**
 * How many classes lose and gain against the model, and how much on average. Where all classes have equally
 * many images the normalised changes sum to 0. So the smaller side then moves further by arithmetic; which
 * side is the smaller is what the data say.
 */
export function splitImpacts(impacts: readonly ClassImpact[], alpha: number): ImpactSplit {
  const moved = impacts.flatMap(({ normalised }) => (normalised === null ? [] : normalised));
  const losses = moved.filter((change) => change < 0).map((change) => -change);
  const gains = moved.filter((change) => change > 0);
  const flagged = impacts.filter(({ impacted }) => impacted);
  return {
    lose: losses.length,
    gain: gains.length,
    meanLoss: losses.length === 0 ? null : mean(losses),
    meanGain: gains.length === 0 ? null : mean(gains),
    tested: impacts.filter(({ welch }) => welch.p !== null).length,
    flagged: flagged.length,
    flaggedLosing: flagged.filter(({ normalised }) => (normalised ?? 0) < 0).length,
    adjusted: impacts.filter(({ pAdjusted }) => pAdjusted !== null && pAdjusted <= alpha).length,
  };
}

/**
 * A class in the intensification scatter: how it stood before, and how it moved, each against the model, in
 * points. `odds` is the factor by which the odds of an error grow in it beyond the model's, where there is
 * one.
 */
export type Standing = { class: number; before: number; change: number; odds: number | null };

/** Whether weak classes lose more, on both scales: rank correlations over classes, positive where they do. */
export type Intensification = { standings: Standing[]; points: Correlation; odds: Correlation };

/**
 * Whether compression deepens what was already weak. Each class's dense recall minus the dense accuracy (mean
 * over networks, 0..1) stands against its normalised change, with their rank correlation over classes. The
 * same stands against minus the log of its error-odds ratio, of the classes that have one. Positive: weak
 * classes lost more than strong ones, in points or in proportion to their odds of an error. Both sides
 * contain the dense recall, with opposite signs, so that noise in it pushes the correlation down.
 */
export function intensification(impacts: readonly ClassImpact[], denseAccuracy: number): Intensification {
  const standings = impacts.flatMap(({ class: label, recall, normalised, errorOdds }): Standing[] =>
    recall.dense === null || normalised === null
      ? []
      : [
          {
            class: label,
            before: 100 * (recall.dense - denseAccuracy),
            change: normalised,
            odds: errorOdds?.ratio ?? null,
          },
        ],
  );
  const correlated = (of: readonly Standing[], lost: (standing: Standing) => number) =>
    spearman(
      of.map(({ before }) => before),
      of.map(lost),
    );
  return {
    standings,
    points: correlated(standings, ({ change }) => change),
    odds: correlated(
      standings.filter(({ odds }) => odds !== null),
      ({ odds }) => -Math.log(odds ?? 1),
    ),
  };
}

/** Which classes move together over levels. */
export type Kinship = {
  /**
   * Classes with images, neighbours where their curves are alike (average linkage on 1 - r; no r counts as
   * 0).
   */
  order: number[];
  /** Pearson's correlation of two classes' normalised changes over the levels, in that order. */
  correlations: (number | null)[][];
  levels: number;
  /** The |r| that as many levels exceed by chance in 5% of pairs; null with fewer than three. */
  critical: number | null;
  /** Pairs of classes, and how many of them lie beyond `critical`. */
  pairs: number;
  beyond: number;
};

/** How alike the curves of the classes are; `levels` hold the classes of one level each, in one order. */
export function kinship(levels: readonly (readonly ClassImpact[])[]): Kinship {
  const labels = (levels[0] ?? []).flatMap(({ class: label, images }) => (images === 0 ? [] : label));
  const curves = labels.map((label) => levels.map((impacts) => impacts[label].normalised ?? 0));
  const matrix = curves.map((a) => curves.map((b) => pearson(a, b)));
  const order = similarityOrder(matrix.map((row, i) => row.map((r, j) => (i === j ? 0 : 1 - (r ?? 0)))));
  const critical = criticalCorrelation(levels.length);
  const pairs = matrix.flatMap((row, i) => row.slice(0, i));
  return {
    order: order.map((place) => labels[place]),
    correlations: order.map((row) => order.map((column) => matrix[row][column])),
    levels: levels.length,
    critical,
    pairs: pairs.length,
    beyond: critical === null ? 0 : pairs.filter((r) => r !== null && Math.abs(r) > critical).length,
  };
}
