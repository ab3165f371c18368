import type { Shown } from './trainer';

/** A batch of the first images as they came, neither mirrored nor moved. */
export function shownOf(images: readonly number[], count: number): Shown {
  return {
    images: Uint8Array.from(images),
    chosen: Array.from({ length: count }, (_, image) => image),
    mirrored: new Uint8Array(count),
    shifts: new Int8Array(2 * count),
  };
}
