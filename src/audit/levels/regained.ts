// What fine-tuning after pruning gave back, and what it did not: the one-shot result beside the fine-tuned
// one.
import type { Estimate, Findings } from '../findings';
import { tEstimate } from '../statistics/intervals';

export type Regained = {
  /**
   * Top-1 of the pruned networks after fine-tuning minus before, points, with the t interval of the
   * networks' own differences.
   */
  points: Estimate;
  /** What one-shot pruning changes in top-1, points: negative where it costs. */
  lost: Estimate;
  /**
   * PIEs of one-shot pruning, those of them that fine-tuning leaves, and PIEs that are there only after it.
   */
  before: number;
  stay: number;
  fresh: number;
};

/**
 * Compares the findings of the same networks pruned in one shot and pruned and fine-tuned, each against its
 * own dense side, on the same images. Throws where networks or images are not as many.
 */
export function regainedBy(oneShot: Findings, tuned: Findings): Regained {
  const before = oneShot.top1.compressed.perMember;
  const after = tuned.top1.compressed.perMember;
  if (before.length !== after.length || oneShot.images !== tuned.images) {
    throw new Error(
      `Expected the same networks and images before and after fine-tuning, but got ${before.length} and ` +
        `${after.length} networks, ${oneShot.images} and ${tuned.images} images.`,
    );
  }
  const known = new Set(oneShot.pies.images);
  const stay = tuned.pies.images.filter((image) => known.has(image)).length;
  return {
    points: tEstimate(
      after.map((share, network) => 100 * (share - before[network])),
      after.length,
    ),
    lost: oneShot.accuracyChange,
    before: known.size,
    stay,
    fresh: tuned.pies.images.length - stay,
  };
}
