import type { ImageMap } from '../../model/imageMap';

/** Cells a side of the grid that points are looked up in. */
const CELLS = 64;

/** Points of a map by where they are. */
export type MapIndex = {
  /** The images that are on the map, ascending. */
  images: readonly number[];
  /** The image nearest to a point, within `reach`; null where none is. */
  at(x: number, y: number, reach: number): number | null;
  /** The `count` images nearest to an image, nearest first. */
  around(image: number, count: number): number[];
  /**
   * The nearest image in a direction (a unit vector): within 45 degrees of it, the farther off it the later;
   * null where none is.
   */
  towards(image: number, dx: number, dy: number): number | null;
};

/** Sorts the points of a map into a grid. */
export function indexMap({ places }: Pick<ImageMap, 'places'>): MapIndex {
  const cells: number[][] = Array.from({ length: CELLS * CELLS }, () => []);
  const cellOf = (value: number) => Math.max(0, Math.min(CELLS - 1, Math.floor(value * CELLS)));
  const all: number[] = [];
  for (let image = 0; 2 * image < places.length; image++) {
    const x = places[2 * image];
    if (Number.isNaN(x)) continue;
    all.push(image);
    cells[cellOf(places[2 * image + 1]) * CELLS + cellOf(x)].push(image);
  }
  const distance = (image: number, x: number, y: number) =>
    Math.hypot(places[2 * image] - x, places[2 * image + 1] - y);

  /** Images in the cells that a square around a point touches. */
  function within(x: number, y: number, reach: number): number[] {
    const found: number[] = [];
    for (let row = cellOf(y - reach); row <= cellOf(y + reach); row++) {
      for (let column = cellOf(x - reach); column <= cellOf(x + reach); column++) {
        found.push(...cells[row * CELLS + column]);
      }
    }
    return found;
  }

  return {
    images: all,
    at(x, y, reach) {
      let best: number | null = null;
      let least = reach;
      for (const image of within(x, y, reach)) {
        const far = distance(image, x, y);
        if (far <= least) [best, least] = [image, far];
      }
      return best;
    },
    around(image, count) {
      const [x, y] = [places[2 * image], places[2 * image + 1]];
      for (let reach = 1 / CELLS; ; reach *= 2) {
        const near = within(x, y, reach).filter((other) => other !== image && distance(other, x, y) <= reach);
        if (near.length < count && reach < 2) continue;
        return near.sort((a, b) => distance(a, x, y) - distance(b, x, y) || a - b).slice(0, count);
      }
    },
    towards(image, dx, dy) {
      const [x, y] = [places[2 * image], places[2 * image + 1]];
      let best: number | null = null;
      let least = Number.POSITIVE_INFINITY;
      for (const other of all) {
        const [ox, oy] = [places[2 * other] - x, places[2 * other + 1] - y];
        const along = ox * dx + oy * dy;
        const across = Math.abs(ox * dy - oy * dx);
        if (other === image || along <= 0 || across > along) continue;
        const cost = along + 2 * across;
        if (cost < least) [best, least] = [other, cost];
      }
      return best;
    },
  };
}
