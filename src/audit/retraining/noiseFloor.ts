import { countFlagged } from '../classes/impact';
import type { AuditOptions, Both, Estimate, NoiseFloor } from '../findings';
import { pairedScoreInterval } from '../statistics/pairedScore';
import { differingImages } from '../votes/pies';
import type { Tally } from '../votes/tally';

/**
 * PIEs minus those of another population (the floor), b - c, where b and c images are in only one of two
 * sets, with the score interval for such a difference (95%), the populations held fixed.
 */
export function excessOver(pies: Uint32Array, floor: Uint32Array, images: number): Estimate {
  const inFloor = new Set(floor);
  const shared = pies.reduce((count, image) => count + (inFloor.has(image) ? 1 : 0), 0);
  const value = pies.length - floor.length;
  const interval = pairedScoreInterval(pies.length - shared, floor.length - shared, images);
  return { value, interval, n: images };
}

/**
 * What retraining alone changes: the dense population against a second dense one of as many networks as the
 * compressed population has. `excess` is how many PIEs `pies` (of dense against compressed) has beyond it,
 * null for paired ones.
 */
export function nullFloor(
  { dense, compressed }: Both<Tally>,
  pies: Uint32Array,
  options: AuditOptions,
  paired: boolean,
): NoiseFloor {
  const images = differingImages(dense.modal.labels, compressed.modal.labels);
  return {
    kind: 'null',
    k: [dense.predictions.members.length, compressed.predictions.members.length],
    pies: images.length,
    flaggedClasses: countFlagged({ dense: dense.recall, compressed: compressed.recall }, options),
    excess: paired ? null : excessOver(pies, images, dense.predictions.images),
    images,
  };
}
