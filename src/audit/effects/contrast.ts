import type { CrossedEffect } from '../findings';
import { mean, sampleVariance } from '../statistics/intervals';
import type { Correct } from '../votes/correct';
import { crossedEffect } from './crossedEffect';

/** A weighted sum over one population's right answers to some images. */
export type Contrast = {
  /** Images that count, ascending, and what a right answer to each counts for. */
  images: Uint32Array;
  weights: Float64Array;
  /** Share of the networks that are right on each of them, 0..1. */
  share: Float64Array;
  /** The sum of every network. */
  perNetwork: number[];
};

/** Adds up the right answers of a population to `images`, each times its weight. */
export function contrastOf(correct: Correct, images: Uint32Array, weights: Float64Array): Contrast {
  const share = new Float64Array(images.length);
  const perNetwork = Array.from({ length: correct.members }, (_, row) => {
    const start = row * correct.images;
    let sum = 0;
    for (let place = 0; place < images.length; place++) {
      if (correct.right[start + images[place]] === 0) continue;
      share[place] += 1 / correct.members;
      sum += weights[place];
    }
    return sum;
  });
  return { images, weights, share, perNetwork };
}

/** The variance of a part's sum, a mean over networks, that single answers about their image's share make. */
function answerVariance({ weights, share, perNetwork }: Contrast): number {
  return weights.reduce(
    (sum, weight, place) => sum + (weight ** 2 * share[place] * (1 - share[place])) / (perNetwork.length - 1),
    0,
  );
}

/**
 * The mean over networks of each part, added up, with the interval and the test that let networks and images
 * both vary; the parts are of populations trained apart. `influence` is by how much each image that counts
 * moves the sum, as one drawn at random (Hampel, The influence curve, 1974). The sum of its squares is the
 * variance between images. To it comes the variance between networks, and that of single answers, which is in
 * both, is taken off once, as in `crossedPoints`. Degrees of freedom by Satterthwaite. Null with one network
 * in a part, or one image. How often the interval holds is simulated in src/audit/fixtures/coverage.py.
 */
export function crossedContrast(parts: readonly Contrast[], influence: Float64Array): CrossedEffect | null {
  if (influence.length < 2 || parts.some(({ perNetwork }) => perNetwork.length < 2)) return null;
  const value = parts.reduce((sum, { perNetwork }) => sum + mean(perNetwork), 0);
  const networks = parts.map(({ perNetwork }) => ({
    variance: sampleVariance(perNetwork) / perNetwork.length,
    df: perNetwork.length - 1,
  }));
  const images = {
    variance: influence.reduce((sum, moved) => sum + moved ** 2, 0),
    df: influence.length - 1,
  };
  const answers = parts.reduce((sum, part) => sum + answerVariance(part), 0);
  const between = networks.reduce((sum, { variance }) => sum + variance, 0);
  const spread = [...networks, images].reduce((sum, { variance, df }) => sum + variance ** 2 / df, 0);
  const both = between + images.variance;
  const variance = Math.max(both - answers, between, images.variance);
  return crossedEffect(value, { variance, df: spread > 0 ? both ** 2 / spread : Number.POSITIVE_INFINITY });
}
