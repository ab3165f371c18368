import type { Interval } from '../findings';
import { bootstrapIntervals, type Resampling } from './bootstrap';

/** How far raters agree on whether a code holds, beyond chance. */
export type RaterAgreement = {
  kind: 'Cohen' | 'Fleiss';
  raters: number;
  /** Images that all of them judged. */
  n: number;
  /** Share of pairs of raters that agree on an image, 0..1; null without images. */
  observed: number | null;
  /**
   * 1 for perfect, 0 for chance; null where chance alone gives perfect agreement (all say the same of every
   * image).
   */
  kappa: number | null;
  /** Bootstrap over images; null where a draw has no kappa. */
  interval: Interval | null;
};

type Kappa = { observed: number; kappa: number | null };

function beyondChance(observed: number, chance: number): number | null {
  return 1 - chance <= 1e-12 ? null : (observed - chance) / (1 - chance);
}

/** Cohen's kappa (1960) of two raters, from how often each says yes and how often they agree. */
function cohen([a, b]: Uint8Array[], drawn: ArrayLike<number>): Kappa {
  let yesA = 0;
  let yesB = 0;
  let same = 0;
  for (let place = 0; place < drawn.length; place++) {
    const image = drawn[place];
    yesA += a[image];
    yesB += b[image];
    same += a[image] === b[image] ? 1 : 0;
  }
  const n = drawn.length;
  const chance = (yesA * yesB + (n - yesA) * (n - yesB)) / n ** 2;
  return { observed: same / n, kappa: beyondChance(same / n, chance) };
}

/** Fleiss' kappa (1971) of two raters or more: chance from the share of yes over all raters. */
function fleiss(ratings: Uint8Array[], drawn: ArrayLike<number>): Kappa {
  const raters = ratings.length;
  let yes = 0;
  let agreeing = 0;
  for (let place = 0; place < drawn.length; place++) {
    let here = 0;
    for (const rating of ratings) here += rating[drawn[place]];
    const no = raters - here;
    yes += here;
    agreeing += (here * (here - 1) + no * (no - 1)) / (raters * (raters - 1));
  }
  const observed = agreeing / drawn.length;
  const share = yes / (raters * drawn.length);
  return { observed, kappa: beyondChance(observed, share ** 2 + (1 - share) ** 2) };
}

/**
 * Cohen's kappa for two raters, Fleiss' for more, with a seeded 95% bootstrap interval over images (raters
 * held fixed). `ratings` holds a list for each rater, 1 where the code holds and 0 where not, of the images
 * that all judged. Null with fewer than two raters.
 */
export function raterAgreement(ratings: Uint8Array[], resampling: Resampling): RaterAgreement | null {
  if (ratings.length < 2) return null;
  const raters = ratings.length;
  const n = ratings[0].length;
  const kind = raters === 2 ? 'Cohen' : 'Fleiss';
  if (n === 0) return { kind, raters, n, observed: null, kappa: null, interval: null };
  const kappaOf = (drawn: ArrayLike<number>) =>
    raters === 2 ? cohen(ratings, drawn) : fleiss(ratings, drawn);
  const found = kappaOf(Array.from({ length: n }, (_, image) => image));
  const interval =
    found.kappa === null ? null : bootstrapIntervals(n, resampling, (drawn) => [kappaOf(drawn).kappa])[0];
  return { kind, raters, n, ...found, interval };
}
