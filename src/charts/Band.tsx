import { area } from 'd3';
import type { Ink } from './DotStrip';
import './marks.css';

/**
 * An interval that follows a curve: from [x, low] to [x, high] in px, in the order given; nothing under two
 * places.
 */
export function Band({ places, ink }: { places: [x: number, low: number, high: number][]; ink: Ink }) {
  if (places.length < 2) return null;
  const path = area<[number, number, number]>(
    ([x]) => x,
    ([, low]) => low,
    ([, , high]) => high,
  ).digits(1)(places);
  return <path className={`band fill-${ink}`} d={path ?? undefined} />;
}
