import type { Estimate, Findings } from './findings';
import { excessOver } from './noiseFloor';

/** Two compressions of the same dense population, by their PIEs and by what each class lost. */
export type Versus = {
  /** PIEs of the first only, of both, of the second only: indices ascending. */
  only: { first: Uint32Array; both: Uint32Array; second: Uint32Array };
  /** PIEs of the first minus those of the second, with the 95% interval of a difference over images (networks held fixed). */
  difference: Estimate;
  /** PIEs of both that become the same label in both. */
  sameLabel: number;
};

/** Sets two comparisons side by side. Throws unless both are of the same images. */
export function versusOf(first: Findings, second: Findings): Versus {
  if (first.images !== second.images || first.classes !== second.classes) {
    throw new Error(
      `Expected two comparisons of the same images and classes, got ${first.images} images of ${first.classes} classes and ${second.images} of ${second.classes}.`,
    );
  }
  const [a, b] = [first.pies.images, second.pies.images];
  const [inFirst, inSecond] = [new Set(a), new Set(b)];
  const both = a.filter((image) => inSecond.has(image));
  return {
    only: {
      first: a.filter((image) => !inSecond.has(image)),
      both,
      second: b.filter((image) => !inFirst.has(image)),
    },
    difference: excessOver(a, b, first.images),
    sameLabel: both.filter((image) => first.modal.compressed[image] === second.modal.compressed[image])
      .length,
  };
}
