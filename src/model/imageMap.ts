/** Images as points on a plane, so that like ones lie near each other. */
export type ImageMap = {
  /**
   * x and y of each image, one after the other, both 0..1, y downwards; NaN for images that were left out.
   */
  places: Float32Array;
  /** What images are alike by: what dense networks see in them, or how all networks vote. */
  by: 'features' | 'votes';
  /** How the places were made, in words that begin with the method's name. */
  method: string;
  /** Whether it came with the zoo; else it was made here. */
  shipped: boolean;
};

/** A region of a map drawn by hand: the corners of a polygon, 0..1. */
export type Region = readonly (readonly [x: number, y: number])[];

/** Whether a point lies in a region, by the even-odd rule. */
export function isInside(region: Region, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = region.length - 1; i < region.length; j = i++) {
    const [ax, ay] = region[i];
    const [bx, by] = region[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** The images that lie in a region. */
export function imagesInside({ places }: Pick<ImageMap, 'places'>, region: Region): Set<number> {
  const found = new Set<number>();
  for (let image = 0; 2 * image < places.length; image++) {
    const x = places[2 * image];
    if (!Number.isNaN(x) && isInside(region, x, places[2 * image + 1])) found.add(image);
  }
  return found;
}

/** A region with at most `most` corners: those that bend it least are left out first. */
export function simplified(region: Region, most: number): Region {
  const corners = region.map(([x, y]) => [x, y] as const);
  const bend = (at: number) => {
    const [ax, ay] = corners.at(at - 1)!;
    const [bx, by] = corners[at];
    const [cx, cy] = corners[(at + 1) % corners.length];
    return Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay));
  };
  while (corners.length > most) {
    let least = 0;
    for (let at = 1; at < corners.length; at++) if (bend(at) < bend(least)) least = at;
    corners.splice(least, 1);
  }
  return corners;
}

/** Corners of a ring. */
const RING = 16;

/** A ring around a place, of a radius in sides of the map: a region drawn without a pointer. */
export function ringAround(x: number, y: number, radius: number): Region {
  return Array.from({ length: RING }, (_, corner) => {
    const angle = (2 * Math.PI * corner) / RING;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
  });
}
