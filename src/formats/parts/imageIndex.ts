/** The images of many parts in one order, and where the images of each part stand in it. */
import { byCodeUnit } from '../predictions/vocabulary';
import type { BlockIds } from './block';

export type ImageIndex = {
  /** Whole numbers ascending, else texts by code unit. */
  ids: Float64Array | string[];
  /** The place of each id of a part; -1 for an id that is not there. */
  placesOf(ids: BlockIds): Int32Array;
};

/** The union of the ids of all parts: numbers where all are. */
export function imageIndex(parts: BlockIds[]): ImageIndex {
  const distinct = [...new Set(parts)];
  if (distinct.every((ids) => ids instanceof Float64Array)) return numberIndex(distinct);
  const places = new Map<string, number>();
  for (const part of distinct) for (const id of part) places.set(`${id}`, 0);
  const ids = [...places.keys()];
  const isSorted = ids.every((id, at) => at === 0 || ids[at - 1] < id);
  if (!isSorted) ids.sort(byCodeUnit);
  for (let at = 0; at < ids.length; at++) places.set(ids[at], at);
  return {
    ids,
    placesOf: (part) => Int32Array.from(part as ArrayLike<string>, (id) => places.get(`${id}`) ?? -1),
  };
}

function numberIndex(parts: Float64Array[]): ImageIndex {
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
  if (isRange) {
    return {
      ids,
      placesOf: (part) => Int32Array.from(part as Float64Array, (id) => within(id - ids[0], count)),
    };
  }
  const places = new Map<number, number>();
  for (let at = 0; at < count; at++) places.set(ids[at], at);
  return { ids, placesOf: (part) => Int32Array.from(part as Float64Array, (id) => places.get(id) ?? -1) };
}

function within(place: number, count: number): number {
  return place >= 0 && place < count ? place : -1;
}

const MOST_RANGES = 6;

/** Images by their places: ranges where ids are numbers, else how many and the first. */
export function imagesInWords(ids: Float64Array | string[], places: ArrayLike<number>): string {
  if (!(ids instanceof Float64Array)) {
    const some = Array.from({ length: Math.min(places.length, 3) }, (_, at) => ids[places[at]]);
    return places.length === 1
      ? `image ${JSON.stringify(some[0])}`
      : `${places.length} images ` +
          `(${some.map((id) => JSON.stringify(id)).join(', ')}${places.length > 3 ? ' and so on' : ''})`;
  }
  const ranges: [number, number][] = [];
  for (let at = 0; at < places.length; at++) {
    const id = ids[places[at]];
    const last = ranges.at(-1);
    if (last && at > 0 && places[at] === places[at - 1] + 1) last[1] = id;
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
  const areRanges = parts.every(
    (part) => part instanceof Float64Array && part.every((id, at) => id === part[0] + at),
  );
  if (!areRanges) return null;
  const gaps: string[] = [];
  for (let at = 1; at < ids.length; at++) {
    if (ids[at] > ids[at - 1] + 1) gaps.push(`${ids[at - 1] + 1} to ${ids[at] - 1}`);
  }
  if (gaps.length === 0) return null;
  const more = gaps.length > MOST_RANGES ? ` and ${gaps.length - MOST_RANGES} more ranges` : '';
  return `${gaps.slice(0, MOST_RANGES).join(', ')}${more}`;
}
