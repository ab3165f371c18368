/** The images of many parts in one order, and where the images of each part stand in it. */
import { byCodeUnit } from '../predictions/vocabulary';
import { type BlockIds, idsOf, WHOLE } from './block';

/** A whole number, with zeros before it or not. */
const DIGITS = /^\d{1,15}$/;

export type ImageIndex = {
  /** Whole numbers ascending, else texts by code unit. */
  ids: Float64Array | string[];
  /** The place of each id of a part; -1 for an id that is not there. */
  placesOf(ids: BlockIds): Int32Array;
  /** Whether ids are compared as numbers because parts write them with and without zeros before them. */
  asNumbers: boolean;
};

/**
 * The union of the ids of all parts: numbers where all are, or where texts are numbers of which some parts
 * write the same with zeros before them.
 */
export function imageIndex(parts: BlockIds[]): ImageIndex {
  const distinct = [...new Set(parts)];
  if (distinct.every((ids) => ids instanceof Float64Array)) return numberIndex(distinct, WHOLE);
  const places = new Map<string, number>();
  for (const part of distinct) for (const id of part) places.set(`${id}`, 0);
  const numbers = distinct.map(numbersIn);
  if (numbers.every((ids) => ids !== null)) {
    const index = numberIndex(numbers, DIGITS);
    if (index.ids.length < places.size) return { ...index, asNumbers: true };
  }
  const ids = [...places.keys()];
  const isSorted = ids.every((id, at) => at === 0 || ids[at - 1] < id);
  if (!isSorted) ids.sort(byCodeUnit);
  for (let at = 0; at < ids.length; at++) places.set(ids[at], at);
  return {
    ids,
    placesOf: (part) => Int32Array.from(part as ArrayLike<string>, (id) => places.get(`${id}`) ?? -1),
    asNumbers: false,
  };
}

/** Ids as numbers, zeros before them or not; null where some are none, or two of them are the same. */
function numbersIn(ids: BlockIds): Float64Array | null {
  if (ids instanceof Float64Array) return ids;
  if (!ids.every((id) => DIGITS.test(id))) return null;
  const numbers = Float64Array.from(ids, Number);
  return new Set(numbers).size === ids.length ? numbers : null;
}

/**
 * The images of a list of labels by their places, -1 for others. They are found by their ids. Where the list
 * writes numbers with other zeros before them and so has all images, they are found by their numbers.
 */
export function placesOfLabels(index: ImageIndex, texts: string[], toldAsNumbers: () => void): Int32Array {
  const places = index.placesOf(idsOf(texts));
  if (new Set(places.filter((place) => place >= 0)).size === index.ids.length) return places;
  const [own, listed] = [numbersIn(index.ids), numbersIn(texts)];
  if (!own || !listed) return places;
  const placeOf = new Map(Array.from(own, (id, place) => [id, place]));
  const byNumber = Int32Array.from(listed, (id) => placeOf.get(id) ?? -1);
  if (new Set(byNumber.filter((place) => place >= 0)).size < index.ids.length) return places;
  toldAsNumbers();
  return byNumber;
}

/** An index of numbers; texts are the numbers that they say in the form `written`, others are not there. */
function numberIndex(parts: Float64Array[], written: RegExp): ImageIndex {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  all.sort();
  let count = 0;
  for (let at = 0; at < all.length; at++) if (at === 0 || all[at] !== all[at - 1]) all[count++] = all[at];
  const ids = all.slice(0, count);
  const isRange = count > 0 && ids[count - 1] - ids[0] === count - 1;
  const places = new Map<number, number>();
  if (!isRange) for (let at = 0; at < count; at++) places.set(ids[at], at);
  const placeOf = (id: number | string): number => {
    const number = typeof id === 'number' ? id : written.test(id) ? Number(id) : Number.NaN;
    return isRange ? within(number - ids[0], count) : (places.get(number) ?? -1);
  };
  return {
    ids,
    placesOf: (part) => Int32Array.from(part as ArrayLike<number | string>, placeOf),
    asNumbers: false,
  };
}

function within(place: number, count: number): number {
  return place >= 0 && place < count ? place : -1;
}

const MOST_RANGES = 6;

/**
 * Images by their places, ascending: ranges where ids are numbers, else how many, and the first and last of
 * those that follow each other.
 */
export function imagesInWords(ids: Float64Array | string[], places: ArrayLike<number>): string {
  const last = places.length - 1;
  if (!(ids instanceof Float64Array)) {
    if (last === 0) return `image ${JSON.stringify(ids[places[0]])}`;
    if (last > 2 && places[last] - places[0] === last) {
      return `${last + 1} images (${JSON.stringify(ids[places[0]])} to ${JSON.stringify(ids[places[last]])})`;
    }
    const some = Array.from({ length: Math.min(last + 1, 3) }, (_, at) => JSON.stringify(ids[places[at]]));
    return `${last + 1} images (${some.join(', ')}${last > 2 ? ' and so on' : ''})`;
  }
  const ranges: [number, number][] = [];
  for (let at = 0; at < places.length; at++) {
    const id = ids[places[at]];
    const range = ranges.at(-1);
    if (range && places[at] === places[at - 1] + 1) range[1] = id;
    else ranges.push([id, id]);
  }
  const words = ranges
    .slice(0, MOST_RANGES)
    .map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`));
  const more = ranges.length > MOST_RANGES ? ` and ${ranges.length - MOST_RANGES} more ranges` : '';
  return `${places.length === 1 ? 'image' : 'images'} ${words.join(', ')}${more}`;
}

/**
 * Whole numbers that lie between those of parts that are ranges: images of parts that are not there. Null
 * where parts are no ranges.
 */
export function gapIn(ids: Float64Array | string[], parts: BlockIds[]): string | null {
  if (!(ids instanceof Float64Array) || ids.length === 0) return null;
  const areRanges = parts.every((part) => numbersIn(part)?.every((id, at, all) => id === all[0] + at));
  if (!areRanges) return null;
  const gaps: string[] = [];
  for (let at = 1; at < ids.length; at++) {
    if (ids[at] > ids[at - 1] + 1) gaps.push(`${ids[at - 1] + 1} to ${ids[at] - 1}`);
  }
  if (gaps.length === 0) return null;
  const more = gaps.length > MOST_RANGES ? ` and ${gaps.length - MOST_RANGES} more ranges` : '';
  return `${gaps.slice(0, MOST_RANGES).join(', ')}${more}`;
}
