/** Orders of the gallery, kept for each findings: with a million images none is made twice. */
import type { Findings } from '../../audit/findings';
import { descending, descendingSteps } from '../../audit/votes/descending';
import { topTaxicab } from '../../audit/votes/taxicab';
import { voteMargin } from '../../audit/votes/votes';
import type { GallerySort } from './galleryState';

/** What images are put in order by. */
export type Ordered = {
  findings: Findings;
  /**
   * Change in the mean probability of the true class, an entry an image (`confidenceChange`); null without
   * scores.
   */
  confidence: Float32Array | null;
};

type Key = (image: number) => number;

/** Where more than one image in so many is shown, all of them are put in order, once. */
const FEW = 8;

/**
 * What an order by `sort` is made from: an object that is another when the order is. An order by confidence
 * without scores is the one by taxicab distance.
 */
function sourceOf({ findings, confidence }: Ordered, sort: GallerySort): [source: object, key: Key] {
  const { votes, members, taxicab } = findings;
  const margin = (side: 'dense' | 'compressed'): [object, Key] => [
    votes[side],
    (image) => voteMargin(votes[side], image) / Math.max(1, members[side]),
  ];
  if (sort === 'dense' || sort === 'compressed') return margin(sort);
  if (sort === 'confidence' && confidence) return [confidence, (image) => -confidence[image]];
  return [taxicab, (image) => taxicab[image]];
}

const known = new WeakMap<object, Uint32Array>();

/** Keys made between two pauses. */
const AT_ONCE = 400_000;

function* byKey(images: Uint32Array, key: Key): Generator<void, Uint32Array> {
  const keys = new Float32Array(images.length);
  for (let place = 0; place < keys.length; place++) {
    if (place % AT_ONCE === AT_ONCE - 1) yield;
    keys[place] = key(images[place]);
  }
  const places = images.length > AT_ONCE ? yield* descendingSteps(keys) : descending(keys);
  if (images.length > AT_ONCE) yield;
  for (let place = 0; place < places.length; place++) places[place] = images[places[place]];
  return places;
}

/**
 * Ascending `images` in an order of the gallery, the largest key first; of equal keys the smaller image. In
 * slices, for many hundred thousand images.
 */
export function* inOrder(
  data: Ordered,
  sort: GallerySort,
  images: Uint32Array,
): Generator<void, Uint32Array> {
  if (sort === 'id') return images;
  const [source, key] = sourceOf(data, sort);
  const { images: count } = data.findings;
  if (images.length * FEW <= count) return yield* byKey(images, key);
  const order = known.get(source) ?? (yield* byKey(allOf(count), key));
  known.set(source, order);
  return images.length === count ? order : among(order, marked(count, images));
}

/** All of so many images, ascending. */
function allOf(count: number): Uint32Array {
  const images = new Uint32Array(count);
  for (let image = 0; image < count; image++) images[image] = image;
  return images;
}

/** Ones where images are, [count]. */
export function marked(count: number, images: ArrayLike<number>): Uint8Array {
  const marks = new Uint8Array(count);
  for (let place = 0; place < images.length; place++) marks[images[place]] = 1;
  return marks;
}

/** Those of `images` that are marked. */
function among(images: Uint32Array, marks: Uint8Array): Uint32Array {
  const found = new Uint32Array(images.length);
  let end = 0;
  for (let place = 0; place < images.length; place++) {
    // Written in any case, and over again where it is not marked: no branch to be predicted.
    found[end] = images[place];
    end += marks[images[place]];
  }
  return found.subarray(0, end);
}

/** Marked images, ascending. */
function ascending(marks: Uint8Array): Uint32Array {
  const found = new Uint32Array(marks.length);
  let end = 0;
  for (let image = 0; image < marks.length; image++) {
    found[end] = image;
    end += marks[image];
  }
  return found.subarray(0, end);
}

/** Of each findings the share that was asked for last. */
const shares = new WeakMap<Float32Array, { share: number; images: Uint32Array }>();

/** The `share` percent of images with the largest taxicab distance, ascending; equal ones by index. */
export function topShare({ taxicab }: Findings, share: number): Uint32Array {
  const last = shares.get(taxicab);
  if (last?.share === share) return last.images;
  const order = known.get(taxicab) ?? topTaxicab({ taxicab }, 1);
  known.set(taxicab, order);
  const top = order.subarray(0, Math.round((share / 100) * taxicab.length));
  const images = ascending(marked(taxicab.length, top));
  shares.set(taxicab, { share, images });
  return images;
}
