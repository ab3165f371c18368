import type { Findings } from '../../audit/findings';
import { descending } from '../../audit/votes/descending';
import { topTaxicab } from '../../audit/votes/taxicab';
import { voteMargin } from '../../audit/votes/votes';
import type { GallerySort, GalleryState, OutcomeFilter, SharedFilter } from './galleryState';

/** What a selection is made from. `truth` holds the true class of each image. */
export type GalleryData = {
  findings: Findings;
  truth: Uint16Array;
  /**
   * Change in the mean probability of the true class, an entry an image (`confidenceChange`); null without
   * scores.
   */
  confidence: Float32Array | null;
  /** PIEs of a second compression, ascending; null where none stands beside. */
  second: Uint32Array | null;
  /** The images in the region drawn on the map; null where none is drawn, or the map is not there yet. */
  region?: ReadonlySet<number> | null;
};

/** The part of the gallery's state that decides which images it shows, and in which order. */
export type GalleryQuery = Pick<
  GalleryState,
  'class' | 'outcome' | 'from' | 'to' | 'shared' | 'sort' | 'share'
>;

/** How many images each choice of a filter would show, the other filters held. */
export type Facets = {
  outcome: Record<OutcomeFilter, number>;
  outcomes: number;
  class: number[];
  from: number[];
  to: number[];
  shared: Record<SharedFilter, number>;
};

/** The images to show, in order; the whole set they were filtered from; counts for the filters. */
export type Selection = { images: Uint32Array; set: Uint32Array; facets: Facets };

/** What becomes of each image. */
export type Outcomes = { get(image: number): OutcomeFilter | undefined };

/** The outcomes that a PIE can have, as they are kept: a byte an image, 0 where it is none. */
const OUTCOMES: OutcomeFilter[] = ['forgotten', 'recovered', 'traded'];

/**
 * Of each findings once: there may be many hundred thousand PIEs, and every change of a filter asks for them.
 */
const outcomesOf = new WeakMap<Findings, Outcomes>();

/** The outcome of every PIE by image; images that are not in it keep their modal label. */
export function outcomesByImage(findings: Findings): Outcomes {
  const known = outcomesOf.get(findings);
  if (known) return known;
  const { images, outcomes: list } = findings.pies;
  const codes = new Uint8Array(findings.images);
  for (let place = 0; place < images.length; place++) {
    codes[images[place]] = 1 + OUTCOMES.indexOf(list[place]);
  }
  const outcomes: Outcomes = { get: (image) => OUTCOMES[codes[image] - 1] };
  outcomesOf.set(findings, outcomes);
  return outcomes;
}

type Key = (image: number) => number;

/**
 * Images by their keys, the largest first; of equal keys, of which there are many, the smaller image first.
 */
function ordered(images: Uint32Array, key: Key): Uint32Array {
  const ascending = isAscending(images) ? images : images.slice().sort();
  const keys = new Float32Array(ascending.length);
  for (let place = 0; place < keys.length; place++) keys[place] = key(ascending[place]);
  const places = descending(keys);
  for (let place = 0; place < places.length; place++) places[place] = ascending[places[place]];
  return places;
}

function isAscending(images: Uint32Array): boolean {
  for (let place = 1; place < images.length; place++) if (images[place] < images[place - 1]) return false;
  return true;
}

function sortKey({ findings, confidence }: GalleryData, sort: GallerySort): Key {
  const { votes, members } = findings;
  const margin = (side: 'dense' | 'compressed'): Key => {
    return (image) => voteMargin(votes[side], image) / Math.max(1, members[side]);
  };
  switch (sort) {
    case 'id':
      return (image) => -image;
    case 'dense':
      return margin('dense');
    case 'compressed':
      return margin('compressed');
    case 'confidence':
      if (confidence) return (image) => -confidence[image];
  }
  return (image) => findings.taxicab[image];
}

/** The PIEs, or the `share` percent of images with the largest taxicab distance. */
function gallerySet(findings: Findings, share: number | null): Uint32Array {
  return share === null ? findings.pies.images : topTaxicab(findings, share / 100);
}

/**
 * The gallery: a set (PIEs, or the top share), filtered and put in order. Ties go to the smaller id. An order
 * by confidence without scores falls back to the taxicab distance.
 */
export function selectImages(data: GalleryData, state: GalleryQuery): Selection {
  const { findings, truth } = data;
  const outcomes = outcomesByImage(findings);
  const set = gallerySet(findings, state.share);
  const none = () => new Array<number>(findings.classes).fill(0);
  const facets: Facets = {
    outcome: { forgotten: 0, recovered: 0, traded: 0, unchanged: 0 },
    outcomes: 0,
    class: none(),
    from: none(),
    to: none(),
    shared: { only: 0, both: 0 },
  };
  const second = new Set(data.second);
  const images = new Uint32Array(set.length);
  let chosen = 0;
  for (const image of set) {
    const outcome = outcomes.get(image) ?? 'unchanged';
    const label = truth[image];
    const dense = findings.modal.dense[image];
    const compressed = findings.modal.compressed[image];
    const shared = second.has(image) ? 'both' : 'only';
    // 1 for each filter that the image misses.
    const byOutcome = Number(state.outcome !== null && state.outcome !== outcome);
    const byClass = Number(state.class !== null && state.class !== label);
    const byFrom = Number(state.from !== null && state.from !== dense);
    const byTo = Number(state.to !== null && state.to !== compressed);
    const byShared = Number(data.second !== null && state.shared !== null && state.shared !== shared);
    const byRegion = Number(data.region != null && !data.region.has(image));
    const missed = byOutcome + byClass + byFrom + byTo + byShared + byRegion;
    if (missed === 0) images[chosen++] = image;
    if (missed === byOutcome) {
      facets.outcome[outcome] += 1;
      facets.outcomes += 1;
    }
    if (missed === byClass) facets.class[label] += 1;
    if (missed === byFrom) facets.from[dense] += 1;
    if (missed === byTo) facets.to[compressed] += 1;
    if (missed === byShared) facets.shared[shared] += 1;
  }
  return { images: ordered(images.subarray(0, chosen), sortKey(data, state.sort)), set, facets };
}

/**
 * For each image, one of the same true class that keeps its modal label and is not in `set`: the next by id,
 * round from the end to the start, none twice while there are enough. Images of classes without such a one
 * are left out.
 */
export function agreeingBeside(
  data: GalleryData,
  images: ArrayLike<number>,
  set: Iterable<number>,
): Map<number, number> {
  const { findings, truth } = data;
  const excluded = new Uint8Array(findings.images);
  for (const image of findings.pies.images) excluded[image] = 1;
  for (const image of set) excluded[image] = 1;
  const pools: number[][] = Array.from({ length: findings.classes }, () => []);
  for (let image = 0; image < findings.images; image++) {
    if (!excluded[image]) pools[truth[image]].push(image);
  }
  const places = pools.map((pool) => freePlaces(pool.length));
  const after = new Uint32Array(findings.classes);
  const beside = new Map<number, number>();
  for (const image of Uint32Array.from(images).sort()) {
    const label = truth[image];
    const pool = pools[label];
    if (pool.length === 0) continue;
    // Images ascend, and so do the places where a search for the next one begins.
    while (after[label] < pool.length && pool[after[label]] <= image) after[label]++;
    beside.set(image, pool[places[label].take(after[label] % pool.length)]);
  }
  return beside;
}

/** Places 0 to `count` - 1, each taken once until all are, and then anew. */
function freePlaces(count: number): { take(from: number): number } {
  /** A free place at or after each; `count` where there is none. */
  let next = Uint32Array.from({ length: count + 1 }, (_, place) => place);
  let left = count;
  const free = (place: number): number => {
    let found = place;
    while (next[found] !== found) found = next[found];
    // What was passed leads there at once from now on.
    for (let at = place; at !== found; ) [at, next[at]] = [next[at], found];
    return found;
  };
  return {
    take(from) {
      if (left === 0) {
        next = Uint32Array.from({ length: count + 1 }, (_, place) => place);
        left = count;
      }
      const ahead = free(from);
      const taken = ahead < count ? ahead : free(0);
      next[taken] = taken + 1;
      left--;
      return taken;
    },
  };
}
