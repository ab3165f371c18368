import { accuracyOn, beyondRetrained } from '../classes/harder';
import { countFlagged } from '../classes/impact';
import type { AuditOptions, Both, Estimate, NoiseFloor } from '../findings';
import { pairedScoreInterval } from '../statistics/pairedScore';
import { differingImages } from '../votes/pies';
import type { Tally } from '../votes/tally';

/**
 * PIEs minus those of another population (the floor), b - c, where b and c images are in only one of two
 * sets. It has the score interval for such a difference (95%), with the populations held fixed.
 */
export function excessOver(pies: Uint32Array, floor: Uint32Array, images: number): Estimate {
  const inFloor = new Set(floor);
  const shared = pies.reduce((count, image) => count + (inFloor.has(image) ? 1 : 0), 0);
  const value = pies.length - floor.length;
  const interval = pairedScoreInterval(pies.length - shared, floor.length - shared, images);
  return { value, interval, n: images };
}

/**
 * What retraining alone changes: the dense population against a second dense one, `nulls`, of as many
 * networks as the compressed population has. `excess` is how many PIEs `pies` (of dense against compressed)
 * has beyond it, null for paired ones.
 */
export function nullFloor(
  { dense, compressed }: Both<Tally>,
  nulls: Tally,
  pies: Uint32Array,
  options: AuditOptions,
  paired: boolean,
): NoiseFloor {
  const images = differingImages(dense.modal.labels, nulls.modal.labels);
  const correct = { dense: dense.correct, compressed: compressed.correct };
  return {
    kind: 'null',
    k: [dense.predictions.members.length, nulls.predictions.members.length],
    pies: images.length,
    flaggedClasses: countFlagged({ dense: dense.recall, compressed: nulls.recall }, options),
    excess: paired ? null : excessOver(pies, images, dense.predictions.images),
    images,
    changed: {
      accuracy: { dense: accuracyOn(dense.correct, images), compressed: accuracyOn(nulls.correct, images) },
      beyond: beyondRetrained(correct, nulls.correct, pies, images),
    },
  };
}
