import type { Both, Estimate, Findings, Interval } from '../findings';
import type { Resampling } from '../statistics/bootstrap';
import { mean, tEstimate, wilsonInterval } from '../statistics/intervals';
import { pairedTest, welchInterval } from '../statistics/tTest';
import { type BesideRetraining, overIndices } from './overIndex';

/** Thirds of the classes by their training images, the most frequent first. */
export type TailPart = 'head' | 'medium' | 'tail';

/** A class, or a part of the classes: what it has of the training images, of the images and of the PIEs. */
export type TailRow = {
  training: number;
  /** Share of the training images, 0..1. */
  trainingShare: number;
  images: number;
  imageShare: number;
  pies: number;
  /** Share of the PIEs, 0..1; null without any PIE. */
  pieShare: number | null;
  /** PIEs among its images, 0..1, with Wilson's interval; n counts images. Null without images. */
  pieRate: Estimate | null;
  /** Share of the PIEs over the share of the images: 1 when PIEs are spread evenly over the images. */
  overImages: Estimate | null;
  /** Share of the PIEs over the share of the training images. */
  overTraining: Estimate | null;
  /**
   * What retraining alone does to its images, `overIndex` beside `overImages`; null without a null
   * population.
   */
  retraining: BesideRetraining | null;
  /**
   * Mean recall over its classes that have images, mean over networks with its t interval; null without
   * images.
   */
  recall: Both<Estimate | null>;
};

export type LongTail = {
  /** One row a class, the most training images first, of equal counts the smaller class. */
  classes: (TailRow & { class: number; part: TailPart | null })[];
  /**
   * Head, medium, tail; empty where every class has as many training images, and of fewer than three classes.
   */
  parts: (TailRow & { part: TailPart; classes: number })[];
  /** Whether every class has as many training images. */
  balanced: boolean;
  /**
   * Mean recall over the classes with images, mean over networks with its t interval; and its change in
   * points (Welch's interval, the paired one for paired populations).
   */
  accuracy: Both<Estimate> & { change: Estimate };
  pies: number;
  resampling: Resampling;
};

const PARTS: readonly TailPart[] = ['head', 'medium', 'tail'];

/** A class and the part that it is of; null where there are no parts. */
export type RankedClass = { class: number; part: TailPart | null };

/**
 * Classes by their training images [classes], the most first, of equal counts the smaller class. Head and
 * tail are the round(C / 3) classes with most and fewest, medium those between; there are no parts where all
 * have as many, nor of fewer than three classes.
 */
export function rankedByTraining(training: readonly number[]): RankedClass[] {
  const classes = training.length;
  const order = training.map((_, label) => label).sort((a, b) => training[b] - training[a] || a - b);
  const isParted = classes >= 3 && training.some((count) => count !== training[0]);
  const third = Math.round(classes / 3);
  const ends = [third, classes - third, classes];
  return order.map((label, place) => ({
    class: label,
    part: isParted ? PARTS[ends.findIndex((end) => place < end)] : null,
  }));
}

/**
 * Whether PIEs fall on the classes with few training images. `training` [classes] counts the training images
 * of each class, above 0. Over-index ratios, and how far they lie above those of retraining alone, have 95%
 * bootstrap intervals over images (networks held fixed). A row without PIE has 0 and no interval. Without any
 * PIE or image there is no ratio. Head and tail are the round(C / 3) classes with most and fewest training
 * images, medium those between. Throws when `training` does not fit.
 */
export function longTail(
  findings: Findings,
  truth: Uint16Array,
  training: readonly number[],
  resampling: Resampling,
): LongTail {
  const { classes, images, pies, classImpact, paired, members } = findings;
  if (training.length !== classes || !training.every((count) => Number.isInteger(count) && count > 0)) {
    throw new Error(
      `Expected training images of each of ${classes} classes, whole numbers above 0, got ` +
        `${training.join(', ')}.`,
    );
  }
  const ranked = rankedByTraining(training);
  const order = ranked.map((row) => row.class);
  const balanced = training.every((count) => count === training[0]);
  const groups = order.map((label) => [label]);
  const partNames = PARTS.filter((part) => ranked.some((row) => row.part === part));
  for (const part of partNames) {
    groups.push(ranked.filter((row) => row.part === part).map((row) => row.class));
  }

  const recallOf = (side: 'dense' | 'compressed', group: number[]): number[] => {
    const lists = group
      .map((label) => classImpact[label].recallPerMember[side])
      .filter((list) => list.length);
    if (lists.length === 0) return [];
    return Array.from({ length: members[side] }, (_, row) => mean(lists.map((list) => list[row])));
  };
  const estimated = (values: number[]) => (values.length ? tEstimate(values, values.length) : null);

  const whole = training.reduce((sum, count) => sum + count, 0);
  const sumOf = (counts: ArrayLike<number>, group: number[]) =>
    group.reduce((sum, label) => sum + counts[label], 0);
  const shares = overIndices(findings, truth, groups, resampling);

  const rows = groups.map((group, index): TailRow => {
    const { images: present, pies: changed, share, overIndex, retraining } = shares[index];
    const trainingShare = sumOf(training, group) / whole;
    return {
      training: sumOf(training, group),
      trainingShare,
      images: present,
      imageShare: present / images,
      pies: changed,
      pieShare: pies.images.length === 0 ? null : changed / pies.images.length,
      pieRate:
        present === 0
          ? null
          : { value: changed / present, interval: wilsonInterval(changed, present), n: present },
      overImages: overIndex,
      overTraining: share && {
        value: share.value / trainingShare,
        interval: share.interval && [share.interval[0] / trainingShare, share.interval[1] / trainingShare],
        n: images,
      },
      retraining,
      recall: {
        dense: estimated(recallOf('dense', group)),
        compressed: estimated(recallOf('compressed', group)),
      },
    };
  });
  const before = recallOf('dense', order);
  const after = recallOf('compressed', order);
  const interval: Interval | null = paired
    ? pairedTest(after, before).interval
    : welchInterval(after, before);
  return {
    classes: ranked.map((row, index) => ({ ...row, ...rows[index] })),
    parts: partNames.map((part, index) => ({
      part,
      classes: groups[classes + index].length,
      ...rows[classes + index],
    })),
    balanced,
    accuracy: {
      dense: tEstimate(before, before.length),
      compressed: tEstimate(after, after.length),
      change: {
        value: 100 * (mean(after) - mean(before)),
        interval: interval && [100 * interval[0], 100 * interval[1]],
        n: images,
      },
    },
    pies: pies.images.length,
    resampling,
  };
}
