import type { Outcome } from '../../audit/findings';
import type { Region } from '../../model/imageMap';
import { readIndex } from '../../text/readIndex';

/**
 * What orders the gallery: strength of change, how sure either population is, probability lost on the true
 * class, or the image's id.
 */
export type GallerySort = 'taxicab' | 'dense' | 'compressed' | 'confidence' | 'id';

/** An outcome, or the images whose modal label stays (only the top share has those). */
export type OutcomeFilter = Outcome | 'unchanged';

/** PIEs of the first of two compressions only, or of both. */
export type SharedFilter = 'only' | 'both';

/** All of the gallery that an address keeps. `null` means "any", or, for `share`, the PIEs. */
export type GalleryState = {
  /** True class. */
  class: number | null;
  outcome: OutcomeFilter | null;
  /** Modal label of the dense population. */
  from: number | null;
  /** Modal label of the compressed population. */
  to: number | null;
  /** Against the PIEs of a second compression: those that only this one changes, or both. */
  shared: SharedFilter | null;
  /** A region drawn on the map: images that lie in it. */
  region: Region | null;
  sort: GallerySort;
  /**
   * Percent of all images, by taxicab distance, shown in place of the PIEs: over 0, at most 100, one decimal.
   */
  share: number | null;
  /** The image in the inspector. */
  image: number | null;
  /** Pinned images, in the order of pinning. */
  pinned: number[];
  /** Whether each image stands beside one of its class on which the populations agree. */
  beside: boolean;
  /** Whether every image is laid out, not only the first rows. */
  all: boolean;
};

export const defaultGallery: GalleryState = {
  class: null,
  outcome: null,
  from: null,
  to: null,
  shared: null,
  region: null,
  sort: 'taxicab',
  share: null,
  image: null,
  pinned: [],
  beside: false,
  all: false,
};

/** More pins than this are not kept: an address has to stay short. */
export const maximumPins = 60;

const outcomes: readonly OutcomeFilter[] = ['forgotten', 'recovered', 'traded', 'unchanged'];
const sharings: readonly SharedFilter[] = ['only', 'both'];
const sorts: readonly GallerySort[] = ['taxicab', 'dense', 'compressed', 'confidence', 'id'];

function oneOf<T extends string>(choices: readonly T[], text: string | null): T | null {
  return choices.find((choice) => choice === text) ?? null;
}

function percent(text: string | null): number | null {
  if (text === null || !/^\d{1,3}(\.\d)?$/.test(text)) return null;
  const value = Number(text);
  return value > 0 && value <= 100 ? value : null;
}

function pins(text: string | null): number[] {
  const all = (text ?? '').split('-', 4 * maximumPins).map(readIndex);
  return [...new Set(all.filter((image) => image !== null))].slice(0, maximumPins);
}

/**
 * Corners that a region has at most, and steps a side of the map that they lie on: an address has to stay
 * short.
 */
export const maximumCorners = 24;
const STEPS = 999;

function region(text: string | null): Region | null {
  const corners = (text ?? '').split('-', maximumCorners + 1).map((corner) => {
    const [, x, y] = /^(\d{1,3})\.(\d{1,3})$/.exec(corner) ?? [];
    return x === undefined ? null : ([Number(x) / STEPS, Number(y) / STEPS] as const);
  });
  const known = corners.filter((corner) => corner !== null);
  return known.length === corners.length && known.length >= 3 && known.length <= maximumCorners
    ? known
    : null;
}

function regionText(corners: Region): string {
  const step = (value: number) => Math.round(STEPS * Math.max(0, Math.min(1, value)));
  return corners.map(([x, y]) => `${step(x)}.${step(y)}`).join('-');
}

/**
 * The gallery an address asks for. Whatever is missing or malformed takes its default; other parameters are
 * left alone. Indices are not yet known to exist: see `fitGallery`.
 */
export function parseGallery(parameters: URLSearchParams): GalleryState {
  return {
    class: readIndex(parameters.get('class')),
    outcome: oneOf(outcomes, parameters.get('outcome')),
    from: readIndex(parameters.get('from')),
    to: readIndex(parameters.get('to')),
    shared: oneOf(sharings, parameters.get('shared')),
    region: region(parameters.get('region')),
    sort: oneOf(sorts, parameters.get('sort')) ?? defaultGallery.sort,
    share: percent(parameters.get('share')),
    image: readIndex(parameters.get('image')),
    pinned: pins(parameters.get('pinned')),
    beside: parameters.get('beside') === '1',
    all: parameters.get('all') === '1',
  };
}

/** The query parameters of a gallery, by name; what is at its default is left out. */
export function serialiseGallery(state: GalleryState): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const name of ['class', 'outcome', 'from', 'to', 'shared', 'share', 'image'] as const) {
    const value = state[name];
    if (value !== null) parameters[name] = String(value);
  }
  if (state.region) parameters.region = regionText(state.region);
  if (state.sort !== defaultGallery.sort) parameters.sort = state.sort;
  if (state.pinned.length > 0) parameters.pinned = state.pinned.join('-');
  if (state.beside) parameters.beside = '1';
  if (state.all) parameters.all = '1';
  return parameters;
}

/**
 * The same gallery without what these data do not have: classes beyond `classes`, an open image beyond
 * `images`. Pins stay, for other levels of the same shard.
 */
export function fitGallery(state: GalleryState, images: number, classes: number): GalleryState {
  const within = (value: number | null, limit: number) => (value !== null && value < limit ? value : null);
  return {
    ...state,
    class: within(state.class, classes),
    from: within(state.from, classes),
    to: within(state.to, classes),
    image: within(state.image, images),
    outcome: state.share === null && state.outcome === 'unchanged' ? null : state.outcome,
  };
}

/**
 * What `asked` becomes when a reader changes its fitted form to `next`: what the fit had left out stays, what
 * the reader changed changes.
 */
export function unfitGallery(asked: GalleryState, fitted: GalleryState, next: GalleryState): GalleryState {
  const kept = (Object.keys(next) as (keyof GalleryState)[]).filter((name) => next[name] === fitted[name]);
  return { ...next, ...Object.fromEntries(kept.map((name) => [name, asked[name]])) };
}

/** The same gallery without its filters; set, order, pins and open image stay. */
export function withoutFilters(state: GalleryState): GalleryState {
  return { ...state, class: null, outcome: null, from: null, to: null, shared: null, region: null };
}

/** Pins an image, or takes its pin away. */
export function togglePin(state: GalleryState, image: number): GalleryState {
  const pinned = state.pinned.includes(image)
    ? state.pinned.filter((other) => other !== image)
    : [...state.pinned, image].slice(-maximumPins);
  return { ...state, pinned };
}
