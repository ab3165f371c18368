// Whether PIEs are harder than images as contested, and than those that retraining alone changes.
import { type Contrast, contrastOf, crossedContrast } from '../effects/contrast';
import type { Both, CrossedEffect, Estimate } from '../findings';
import { tEstimate } from '../statistics/intervals';
import type { Correct } from '../votes/correct';
import type { Matching } from './matching';

/** What the spread of `n` values about their own mean is too small by. */
const small = (n: number) => Math.sqrt(n / (n - 1));

/**
 * Accuracy of one population on the PIEs that found a match minus that on their matches, points. Networks and
 * images both vary. It is a sum over strata: the share of the PIEs there times (accuracy on its PIEs minus
 * accuracy on its other images). A PIE moves it by its own answer and by the share of its stratum, another
 * image by the mean of its stratum. A single one of a stratum tells nothing of how such images differ. It is
 * taken to lie as far from the stratum as from all matches. Null as in `crossedContrast`, and with fewer than
 * two matched PIEs.
 */
export function beyondMatched(correct: Correct, { stratum, isPie, strata }: Matching): CrossedEffect | null {
  const pies = strata.reduce((sum, own) => sum + (own.others > 0 ? own.pies : 0), 0);
  if (pies < 2) return null;
  const images = Uint32Array.from(
    [...stratum.keys()].filter((image) => {
      const own = strata[stratum[image]];
      return own.pies > 0 && own.others > 0;
    }),
  );
  const weights = Float64Array.from(images, (image) => {
    const own = strata[stratum[image]];
    return (isPie[image] ? 100 : (-100 * own.pies) / own.others) / pies;
  });
  const contrast = contrastOf(correct, images, weights);
  const others = new Float64Array(strata.length);
  let [onPies, onMatches] = [0, 0];
  contrast.share.forEach((share, place) => {
    if (isPie[images[place]]) {
      onPies += share / pies;
      return;
    }
    others[stratum[images[place]]] += share / strata[stratum[images[place]]].others;
    onMatches -= (weights[place] * share) / 100;
  });
  const influence = contrast.share.map((share, place) => {
    const own = stratum[images[place]];
    if (isPie[images[place]])
      return weights[place] * (share - others[own] - (onPies - onMatches)) * small(pies);
    const n = strata[own].others;
    return weights[place] * (n > 1 ? (share - others[own]) * small(n) : share - onMatches);
  });
  return crossedContrast([contrast], influence);
}

/**
 * Accuracy on the PIEs minus that on the images that retraining alone changes, points. Networks and images
 * both vary. Dense networks are compared on both sets; compressed ones on the PIEs with the `nulls`, trained
 * apart, on the others. An image in both counts in both. Null as in `crossedContrast`, and with fewer than
 * two images in a set.
 */
export function beyondRetrained(
  correct: Both<Correct>,
  nulls: Correct,
  pies: Uint32Array,
  retrained: Uint32Array,
): Both<CrossedEffect | null> {
  if (pies.length < 2 || retrained.length < 2) return { dense: null, compressed: null };
  const images = Uint32Array.from(new Set([...pies, ...retrained])).sort();
  const [onPies, onRetrained] = [weightsOn(images, pies, 100), weightsOn(images, retrained, -100)];
  const both = onPies.map((weight, place) => weight + onRetrained[place]);
  const dense = contrastOf(correct.dense, images, both);
  const apart = [contrastOf(correct.compressed, images, onPies), contrastOf(nulls, images, onRetrained)];
  const moved = (first: Contrast, second: Contrast) => {
    const [one, other] = [centred(first.share, onPies), centred(second.share, onRetrained)];
    return one.map((value, place) => value + other[place]);
  };
  return {
    dense: crossedContrast([dense], moved(dense, dense)),
    compressed: crossedContrast(apart, moved(apart[0], apart[1])),
  };
}

/** Mean accuracy over networks on some images, with its t interval; null without one. */
export function accuracyOn(correct: Correct, images: Uint32Array): Estimate | null {
  if (images.length === 0) return null;
  const weights = new Float64Array(images.length).fill(1 / images.length);
  return tEstimate(contrastOf(correct, images, weights).perNetwork, images.length);
}

/** `scale` shared out evenly over the images that are in `set`, 0 for the others. */
function weightsOn(images: Uint32Array, set: Uint32Array, scale: number): Float64Array {
  const inSet = new Set(set);
  return Float64Array.from(images, (image) => (inSet.has(image) ? scale / set.length : 0));
}

/** By how much each image moves the weighted mean over those that have a weight, the same for all of them. */
function centred(share: Float64Array, weights: Float64Array): Float64Array {
  const n = weights.reduce((sum, weight) => sum + (weight === 0 ? 0 : 1), 0);
  const center = share.reduce((sum, value, place) => sum + (weights[place] === 0 ? 0 : value / n), 0);
  return weights.map((weight, place) => weight * (share[place] - center) * small(n));
}
