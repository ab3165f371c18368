import type { Findings } from '../../audit/findings';
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
export type Selection = { images: number[]; set: number[]; facets: Facets };

/** Of each findings once: there may be many thousand PIEs, and every change of a filter asks for them. */
const outcomesOf = new WeakMap<Findings, Map<number, OutcomeFilter>>();

/** The outcome of every PIE by image; images that are not in it keep their modal label. */
export function outcomesByImage(findings: Findings): Map<number, OutcomeFilter> {
  const known = outcomesOf.get(findings);
  if (known) return known;
  const outcomes = new Map<number, OutcomeFilter>();
  findings.pies.images.forEach((image, position) => {
    outcomes.set(image, findings.pies.outcomes[position]);
  });
  outcomesOf.set(findings, outcomes);
  return outcomes;
}

type Key = (image: number) => number;

/**
 * Images by their keys, the largest first; of equal keys, of which there are many, the smaller image first.
 */
function ordered(images: number[], key: Key): number[] {
  const byKey = new Map<number, number[]>();
  for (const image of Uint32Array.from(images).sort()) {
    const own = key(image);
    const equal = byKey.get(own);
    if (equal) equal.push(image);
    else byKey.set(own, [image]);
  }
  const keys = Float64Array.from(byKey.keys()).sort().reverse();
  return Array.from(keys).flatMap((own) => byKey.get(own)!);
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
function gallerySet(findings: Findings, share: number | null): number[] {
  return [...(share === null ? findings.pies.images : topTaxicab(findings, share / 100))];
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
  const images: number[] = [];
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
    if (missed === 0) images.push(image);
    if (missed === byOutcome) {
      facets.outcome[outcome] += 1;
      facets.outcomes += 1;
    }
    if (missed === byClass) facets.class[label] += 1;
    if (missed === byFrom) facets.from[dense] += 1;
    if (missed === byTo) facets.to[compressed] += 1;
    if (missed === byShared) facets.shared[shared] += 1;
  }
  return { images: ordered(images, sortKey(data, state.sort)), set, facets };
}

/**
 * For each image, one of the same true class that keeps its modal label and is not in `set`: the next by id,
 * round from the end to the start, none twice while there are enough. Images of classes without such a one
 * are left out.
 */
export function agreeingBeside(data: GalleryData, images: number[], set: number[]): Map<number, number> {
  const { findings, truth } = data;
  const excluded = new Set([...findings.pies.images, ...set]);
  const pools: number[][] = Array.from({ length: findings.classes }, () => []);
  for (let image = 0; image < findings.images; image += 1) {
    if (!excluded.has(image)) pools[truth[image]].push(image);
  }
  const used = pools.map(() => new Set<number>());
  const beside = new Map<number, number>();
  for (const image of [...images].sort((a, b) => a - b)) {
    const pool = pools[truth[image]];
    const taken = used[truth[image]];
    if (pool.length === 0) continue;
    if (taken.size === pool.length) taken.clear();
    let position = Math.max(
      0,
      pool.findIndex((other) => other > image),
    );
    while (taken.has(pool[position])) position = (position + 1) % pool.length;
    taken.add(pool[position]);
    beside.set(image, pool[position]);
  }
  return beside;
}
