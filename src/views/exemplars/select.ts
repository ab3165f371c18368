/** Which images the gallery shows, in which order, and how many each filter would show. */
import type { Findings } from '../../audit/findings';
import { runOut } from '../../audit/runOut';
import type { GalleryState, OutcomeFilter, SharedFilter } from './galleryState';
import { inOrder, marked, type Ordered, topShare } from './orders';
import { OUTCOMES, outcomeCodes } from './outcomes';

/** What a selection is made from. `truth` holds the true class of each image. */
export type GalleryData = Ordered & {
  truth: Uint16Array;
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

/** The images to show, in order; the whole set they were filtered from, ascending; counts for the filters. */
export type Selection = { images: Uint32Array; set: Uint32Array; facets: Facets };

/** The PIEs, or the `share` percent of images with the largest taxicab distance, ascending. */
function gallerySet(findings: Findings, share: number | null): Uint32Array {
  return share === null ? findings.pies.images : topShare(findings, share);
}

/** No filter: as large as no class is. */
const ANY = -1;

/**
 * The gallery: a set (PIEs, or the top share), filtered and put in order. Ties go to the smaller id. An order
 * by confidence without scores falls back to the taxicab distance.
 */
export function selectImages(data: GalleryData, state: GalleryQuery): Selection {
  return runOut(selectSteps(data, state));
}

/** The same in slices, for many hundred thousand images. */
export function* selectSteps(data: GalleryData, state: GalleryQuery): Generator<void, Selection> {
  const { findings, truth, region } = data;
  const { dense: from, compressed: to } = findings.modal;
  const codes = outcomeCodes(findings);
  const set = gallerySet(findings, state.share);
  yield;
  const seconds = data.second && marked(findings.images, data.second);
  const [wantedClass, wantedFrom, wantedTo] = [state.class, state.from, state.to].map((one) => one ?? ANY);
  const wantedOutcome = state.outcome === null ? ANY : OUTCOMES.indexOf(state.outcome);
  const wantedShared = seconds === null || state.shared === null ? ANY : Number(state.shared === 'both');
  const [ofClass, ofFrom, ofTo] = [0, 1, 2].map(() => new Uint32Array(findings.classes));
  const [ofOutcome, ofShared] = [new Uint32Array(OUTCOMES.length), new Uint32Array(2)];
  const images = new Uint32Array(set.length);
  let chosen = 0;
  for (let place = 0; place < set.length; place++) {
    const image = set[place];
    const outcome = codes[image];
    const label = truth[image];
    const shared = seconds === null ? 0 : seconds[image];
    // A bit for each filter that the image misses.
    let missed = 0;
    if (wantedOutcome !== ANY && wantedOutcome !== outcome) missed |= 1;
    if (wantedClass !== ANY && wantedClass !== label) missed |= 2;
    if (wantedFrom !== ANY && wantedFrom !== from[image]) missed |= 4;
    if (wantedTo !== ANY && wantedTo !== to[image]) missed |= 8;
    if (wantedShared !== ANY && wantedShared !== shared) missed |= 16;
    if (region != null && !region.has(image)) missed |= 32;
    if (missed === 0) images[chosen++] = image;
    if ((missed & ~1) === 0) ofOutcome[outcome]++;
    if ((missed & ~2) === 0) ofClass[label]++;
    if ((missed & ~4) === 0) ofFrom[from[image]]++;
    if ((missed & ~8) === 0) ofTo[to[image]]++;
    if ((missed & ~16) === 0) ofShared[shared]++;
  }
  yield;
  const [unchanged, forgotten, recovered, traded] = ofOutcome;
  return {
    images: yield* inOrder(data, state.sort, images.subarray(0, chosen)),
    set,
    facets: {
      outcome: { forgotten, recovered, traded, unchanged },
      outcomes: unchanged + forgotten + recovered + traded,
      class: [...ofClass],
      from: [...ofFrom],
      to: [...ofTo],
      shared: { only: ofShared[0], both: ofShared[1] },
    },
  };
}
