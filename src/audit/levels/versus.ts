import { accuracyChange } from '../classes/accuracyChange';
import type { Both, Estimate, Findings, Interval, TTest } from '../findings';
import { excessOver } from '../retraining/noiseFloor';
import { mean } from '../statistics/intervals';
import { benjaminiHochberg, pairedTest, welchInterval, welchTest } from '../statistics/tTest';
import { deviations, type MemberRecall } from '../votes/recall';

/** A class under two compressions: its d = recall - accuracy under the first minus that under the second. */
export type ClassDifference = {
  class: number;
  /** 100 (mean d of the first - mean d of the second), points; null without images. */
  apart: number | null;
  /** 95% interval of `apart` over networks, points. */
  interval: Interval | null;
  /** Two-sided; t has the sign of `apart`. */
  test: TTest;
  /** Benjamini-Hochberg adjusted p over the tested classes. */
  pAdjusted: number | null;
};

/** Two compressions of the same dense population, by their PIEs and by what each class lost. */
export type Versus = {
  /** PIEs of the first only, of both, of the second only: indices ascending. */
  only: { first: Uint32Array; both: Uint32Array; second: Uint32Array };
  /**
   * PIEs of the first minus those of the second, with the 95% interval of a difference over images (networks
   * held fixed).
   */
  difference: Estimate;
  /** PIEs of both that become the same label in both. */
  sameLabel: number;
  /** Whether row k of both is made of the same dense network: then tests are paired, else Welch's. */
  paired: boolean;
  /** Top-1 of the first minus that of the second, points, with its 95% interval over networks. */
  top1: Estimate;
  /** Every class, in order. */
  classes: ClassDifference[];
};

/**
 * Sets two comparisons with the same dense population side by side. Two compressions that are both paired
 * with it are made of the same networks, and are tested pair by pair. Any others were trained independently
 * of each other, as Welch's test takes them to be. Throws unless both are of the same images.
 */
export function versusOf(first: Findings, second: Findings): Versus {
  if (first.images !== second.images || first.classes !== second.classes) {
    throw new Error(
      `Expected two comparisons of the same images and classes, got ${first.images} images of ` +
        `${first.classes} classes and ${second.images} of ${second.classes}.`,
    );
  }
  const [a, b] = [first.pies.images, second.pies.images];
  const [inFirst, inSecond] = [new Set(a), new Set(b)];
  const both = a.filter((image) => inSecond.has(image));
  const paired = first.paired && second.paired && first.members.compressed === second.members.compressed;
  return {
    only: {
      first: a.filter((image) => !inSecond.has(image)),
      both,
      second: b.filter((image) => !inFirst.has(image)),
    },
    difference: excessOver(a, b, first.images),
    sameLabel: both.filter((image) => first.modal.compressed[image] === second.modal.compressed[image])
      .length,
    paired,
    top1: accuracyChange({ dense: second.top1.compressed, compressed: first.top1.compressed }, paired),
    classes: classDifferences(first, second, paired),
  };
}

function classDifferences(first: Findings, second: Findings, paired: boolean): ClassDifference[] {
  const rows = first.classImpact.map(({ class: label, images }) => {
    const [x, y] = [deviationsOf(first, 'compressed', label), deviationsOf(second, 'compressed', label)];
    const found = paired ? pairedTest(x, y) : { test: welchTest(x, y), interval: welchInterval(x, y) };
    const interval: Interval | null = found.interval && [100 * found.interval[0], 100 * found.interval[1]];
    return { class: label, apart: images === 0 ? null : 100 * (mean(x) - mean(y)), ...found, interval };
  });
  const adjusted = benjaminiHochberg(rows.map(({ test }) => test.p));
  return rows.map((row, index) => ({ ...row, pAdjusted: adjusted[index] }));
}

/** d of every network of a side on a class, as class impact takes it; empty for a class without images. */
export function deviationsOf(findings: Findings, side: keyof Both<unknown>, label: number): number[] {
  const { classImpact, top1, options } = findings;
  const { images, recallPerMember } = classImpact[label];
  const only: MemberRecall = {
    images: Uint32Array.of(images),
    accuracy: top1[side].perMember,
    recall: [recallPerMember[side]],
  };
  return deviations(only, 0, options.baseline);
}
