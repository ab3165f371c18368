import type { Interval } from '../findings';
import { runOut } from '../runOut';
import { quantileOf } from './intervals';
import { mulberry32 } from './random';

/** How often images are drawn anew, and from which seed. */
export type Resampling = { draws: number; seed: number };

/** Images drawn between two pauses, more or less. */
const SLICE = 500_000;
/** Intervals made between two pauses. */
const AT_ONCE = 200;

/**
 * 95% bootstrap intervals over images by the percentile method: the 2.5% and 97.5% quantiles over the draws,
 * linear between order statistics. As many images as there are, 1 or more, are drawn with replacement, each
 * place taking floor(u * images). `statistics` gives one value or more for the indices drawn. Networks are
 * held fixed. A statistic that any draw leaves without a value (null) has no interval. The array that
 * `statistics` is given is used again for the next draw.
 */
export function bootstrapIntervals(
  images: number,
  { draws, seed }: Resampling,
  statistics: (drawn: Uint32Array) => readonly (number | null)[],
): (Interval | null)[] {
  return runOut(bootstrapSteps(images, { draws, seed }, statistics));
}

/** The same in slices: yields the share of the draws that is done, 0..1. */
export function* bootstrapSteps(
  images: number,
  { draws, seed }: Resampling,
  statistics: (drawn: Uint32Array) => readonly (number | null)[],
): Generator<number, (Interval | null)[]> {
  const slice = Math.max(1, Math.floor(SLICE / images));
  const random = mulberry32(seed);
  const drawn = new Uint32Array(images);
  const values: (number[] | null)[] = [];
  for (let draw = 0; draw < draws; draw++) {
    if (draw % slice === 0) yield draw / draws;
    for (let place = 0; place < images; place++) drawn[place] = Math.floor(random() * images);
    statistics(drawn).forEach((value, index) => {
      if (draw === 0) values.push([]);
      if (value === null) values[index] = null;
      else values[index]?.push(value);
    });
  }
  const intervals: (Interval | null)[] = [];
  for (const list of values) {
    if (intervals.length % AT_ONCE === 0) yield 1;
    intervals.push(list && [quantileOf(list, 0.025), quantileOf(list, 0.975)]);
  }
  return intervals;
}
