import { type Plan, readsOf } from '../steps';
import { type BufferLayout, bufferLayout } from './stepWriters';

/**
 * Where a buffer lies, in bytes from the first one. `isShared` says whether another lies over some of it at
 * another time, so that its border has to be cleared before it is written.
 */
export type Placement = BufferLayout & { at: number; isShared: boolean };

/** Buffers of fewer bytes together lie apart: clearing borders would cost more than the memory is worth. */
const APART_BYTES = 2 ** 24;

type Lifetime = { first: number; last: number };

/** The steps between which each buffer's values are needed; the input is there before the first step. */
function lifetimes(plan: Plan): Lifetime[] {
  const alive = plan.buffers.map((): Lifetime => ({ first: Infinity, last: -1 }));
  alive[0].first = -1;
  plan.steps.forEach((step, position) => {
    alive[step.target].first = Math.min(alive[step.target].first, position);
    for (const buffer of [step.target, ...readsOf(step)]) alive[buffer].last = position;
  });
  alive[plan.output].last = Infinity;
  return alive;
}

/**
 * Where a plan's buffers lie, and how many bytes they take. Those that are never needed at the same time
 * share memory, where all of them together would take `apartBytes` or more. The largest is placed first, each
 * as low as it can be.
 */
export function placeBuffers(plan: Plan, apartBytes = APART_BYTES): { places: Placement[]; bytes: number } {
  const layouts = plan.buffers.map(bufferLayout);
  const isApart = layouts.reduce((sum, { bytes }) => sum + bytes, 0) < apartBytes;
  const alive = lifetimes(plan);
  const meets = (a: number, b: number) =>
    isApart || (alive[a].first <= alive[b].last && alive[b].first <= alive[a].last);
  const places = new Map<number, number>();
  const overlaps = (a: number, at: number, b: number) =>
    at < places.get(b)! + layouts[b].bytes && places.get(b)! < at + layouts[a].bytes;
  for (const buffer of layouts.map((_, i) => i).sort((a, b) => layouts[b].bytes - layouts[a].bytes)) {
    const others = [...places.keys()].filter((other) => meets(buffer, other));
    const ends = others.map((other) => places.get(other)! + layouts[other].bytes).sort((a, b) => a - b);
    const at = [0, ...ends].find((start) => !others.some((other) => overlaps(buffer, start, other)));
    places.set(buffer, at!);
  }
  const isShared = (buffer: number) =>
    [...places.keys()].some((other) => other !== buffer && overlaps(buffer, places.get(buffer)!, other));
  return {
    places: layouts.map((layout, i) => ({ ...layout, at: places.get(i)!, isShared: isShared(i) })),
    bytes: Math.max(...layouts.map(({ bytes }, i) => places.get(i)! + bytes)),
  };
}
