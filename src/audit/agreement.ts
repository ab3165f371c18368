import { countDiffering } from './flips';
import type { Predictions } from './predictions';
import { alignMembers, sameMembers } from './select';

/**
 * How many (network, image) labels differ between two predictions of the same networks on the same images, whatever
 * the order of the networks; 0 when they agree. Throws when networks or images are not the same.
 */
export function predictionsAgree(a: Predictions, b: Predictions): number {
  if (a.images !== b.images || !sameMembers(a, b)) {
    throw new RangeError(
      `Expected predictions of the same networks on the same images, but there are ${a.members.length} networks on ${a.images} images and ${b.members.length} on ${b.images}, or their ids differ; select the same ones in both.`,
    );
  }
  return countDiffering(a, alignMembers(b, a.members));
}
