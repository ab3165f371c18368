import type { Estimate, Findings, Interval } from '../findings';
import { wilsonInterval, Z95 } from '../statistics/intervals';
import { descending } from '../votes/descending';
import { voteMargin } from '../votes/votes';

/** The PIEs of one level of one method: indices ascending, without repeats. */
export type PieSet = { pies: Uint32Array };

/**
 * Two sets of PIEs: how many images are in both, and in one or both. Jaccard's index is null where both are
 * empty, with Wilson's 95% interval of that share of the images in either.
 */
export type Overlap = {
  both: number;
  either: number;
  jaccard: number | null;
  interval: Interval | null;
  /** Images that two random sets of these sizes would share: |A| |B| / N. */
  byChance: number;
  /**
   * The same of sets drawn among equally contested images, which recur because all sets share the dense
   * population; null if not asked.
   */
  byMargin: Estimate | null;
};

/** What becomes of the PIEs of one level in a series of levels, from mild to strong. */
export type LevelPersistence = {
  pies: number;
  /** PIEs here and at no milder level. */
  first: number;
  /** PIEs here and at every stronger level. */
  staying: number;
  /** First here, and PIEs at every stronger level. */
  firstStaying: number;
};

/** PIEs over a series of levels of one method. */
export type Persistence = {
  levels: LevelPersistence[];
  /** Images that are PIEs at some level, and at every level. */
  some: number;
  every: number;
  /**
   * By how many levels: entry m counts the images that are PIEs at exactly m levels; entry 0 those at none.
   */
  byCount: number[];
  /** First level at which each image is a PIE, an index into the series; -1 for none. [images] */
  first: Int16Array;
};

/** Which stratum each image is of, [images], and how many images each stratum has, [strata]. */
export type Strata = { of: Uint16Array; sizes: Float64Array };

/** Images of the same number are of one stratum. */
export function strataOf(of: Uint16Array): Strata {
  let most = 0;
  for (let image = 0; image < of.length; image++) if (of[image] > most) most = of[image];
  const sizes = new Float64Array(most + 1);
  for (let image = 0; image < of.length; image++) sizes[of[image]]++;
  return { of, sizes };
}

/**
 * How far the dense networks agree on each image, as strata: votes of the first class minus those of the
 * second, 0..K.
 */
export function denseMargins({ votes, images }: Pick<Findings, 'votes' | 'images'>): Strata {
  const margins = new Uint16Array(images);
  for (let image = 0; image < images; image++) margins[image] = voteMargin(votes.dense, image);
  return strataOf(margins);
}

/**
 * How two sets of PIEs among `images` images overlap; with `margins`, also what equally contested sets would
 * share. Takes time as the two sets are large.
 */
export function overlapOf(
  a: Uint32Array,
  b: Uint32Array,
  images: number,
  margins: Strata | null = null,
): Overlap {
  let both = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) both++;
    const step = a[i] <= b[j];
    if (b[j] <= a[i]) j++;
    if (step) i++;
  }
  const either = a.length + b.length - both;
  return {
    both,
    either,
    jaccard: either === 0 ? null : both / either,
    interval: wilsonInterval(both, either),
    byChance: (a.length * b.length) / images,
    byMargin: margins && sharedWithin(margins, a, b),
  };
}

/**
 * How many images two sets share that are drawn at random within each stratum. Of a stratum each draw has as
 * many images as `a` and `b` hold: sum over strata of a_s b_s / n_s. It has the 95% range of such draws
 * (independent hypergeometric counts, normal approximation, not below 0).
 */
function sharedWithin({ of, sizes }: Strata, a: Uint32Array, b: Uint32Array): Estimate {
  const counted = (set: Uint32Array) => {
    const counts = new Float64Array(sizes.length);
    for (let place = 0; place < set.length; place++) counts[of[set[place]]]++;
    return counts;
  };
  const [inA, inB] = [counted(a), counted(b)];
  let value = 0;
  let variance = 0;
  sizes.forEach((n, stratum) => {
    if (n === 0) return;
    const expected = (inA[stratum] * inB[stratum]) / n;
    value += expected;
    if (n > 1) variance += (expected * (n - inA[stratum]) * (n - inB[stratum])) / (n * (n - 1));
  });
  const half = Z95 * Math.sqrt(variance);
  return { value, interval: [Math.max(0, value - half), value + half], n: of.length };
}

/**
 * Which images become PIEs at which level, and which remain so; `series` runs from the mildest level to the
 * strongest.
 */
export function persistenceOf(series: readonly PieSet[], images: number): Persistence {
  const times = new Uint16Array(images);
  const first = new Int16Array(images).fill(-1);
  series.forEach(({ pies }, level) => {
    for (const image of pies) {
      times[image]++;
      if (first[image] < 0) first[image] = level;
    }
  });
  // From the strongest level down: at how many levels in a row, ending with the strongest, is an image a PIE?
  const lasting = new Uint16Array(images);
  const levels: LevelPersistence[] = [];
  for (let level = series.length - 1; level >= 0; level--) {
    const above = series.length - 1 - level;
    const found: LevelPersistence = { pies: 0, first: 0, staying: 0, firstStaying: 0 };
    for (const image of series[level].pies) {
      const stays = lasting[image] === above;
      if (stays) lasting[image]++;
      const isFirst = first[image] === level;
      found.pies++;
      found.first += Number(isFirst);
      found.staying += Number(stays);
      found.firstStaying += Number(isFirst && stays);
    }
    levels.unshift(found);
  }
  const byCount = new Array<number>(series.length + 1).fill(0);
  for (const count of times) byCount[count]++;
  return {
    levels,
    some: images - byCount[0],
    every: series.length === 0 ? 0 : byCount[series.length],
    byCount,
    first,
  };
}

/** Images that are PIEs of exactly these sets, by their places in the list, and of no other. */
export type Intersection = { members: number[]; count: number };

/**
 * The exclusive intersections of sets of PIEs that hold an image, the largest first; of equal ones that of
 * fewer sets. At most 30 sets.
 */
export function intersectionsOf(sets: readonly PieSet[], images: number): Intersection[] {
  if (sets.length > 30) throw new Error(`Expected at most 30 sets of PIEs, got ${sets.length}.`);
  const patterns = new Uint32Array(images);
  sets.forEach(({ pies }, place) => {
    for (const image of pies) patterns[image] |= 1 << place;
  });
  const counts = new Map<number, number>();
  for (const pattern of patterns) if (pattern !== 0) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  return [...counts]
    .map(([pattern, count]) => ({
      members: [...sets.keys()].filter((place) => pattern & (1 << place)),
      count,
    }))
    .sort((a, b) => b.count - a.count || a.members.length - b.members.length || a.members[0] - b.members[0]);
}

/** Modal PIEs beside the images whose votes moved most. */
export type TaxicabAgreement = Overlap & { share: number; top: number };

/** Shares of the images that are taken as changed most by taxicab distance. */
export const MOVED = [0.01, 0.02, 0.05, 0.1];

/**
 * How the PIEs agree with each of `shares` (0..1) of the images that changed most by taxicab distance (arXiv
 * 2010.03058, whose PIEs are those).
 */
export function taxicabAgreements(
  findings: Pick<Findings, 'taxicab' | 'pies' | 'images'>,
  shares: readonly number[],
): TaxicabAgreement[] {
  const order = descending(findings.taxicab);
  return shares.map((share) => {
    const top = order.slice(0, Math.round(share * order.length)).sort();
    return { ...overlapOf(top, findings.pies.images, findings.images), share, top: top.length };
  });
}

/** What the votes on all images say of the PIEs, beside one another. */
export type SameImages = {
  margins: Strata;
  /**
   * PIEs among as many images whose votes moved most, null without a PIE, and among each share of `MOVED`.
   */
  asManyMoved: TaxicabAgreement | null;
  moved: TaxicabAgreement[];
};

/** What sets of PIEs are set beside, in steps: yields the share of the work that is done, 0..1. */
export function* sameImagesSteps(
  findings: Pick<Findings, 'votes' | 'taxicab' | 'pies' | 'images'>,
): Generator<number, SameImages> {
  const margins = denseMargins(findings);
  yield 0.5;
  const share = findings.pies.images.length / findings.images;
  const [asMany, ...moved] = taxicabAgreements(findings, [share, ...MOVED]);
  return { margins, asManyMoved: share > 0 ? asMany : null, moved };
}
