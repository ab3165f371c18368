import type { ImageMap } from '../../model/imageMap';

/** What colours the points: PIEs against the rest, the class, or how far the votes moved. */
export type MapColour = 'pies' | 'class' | 'taxicab';

/**
 * Which part of the map is drawn: the point in the middle, and how many times larger than the whole it is.
 */
export type MapView = { x: number; y: number; zoom: number };

export const wholeMap: MapView = { x: 0.5, y: 0.5, zoom: 1 };

/** Px left free on all sides. */
const MARGIN = 14;

/** Where a point of the map is drawn on a square of `size` px. */
export function toScreen({ x, y, zoom }: MapView, size: number, px: number, py: number): [number, number] {
  const scale = (size - 2 * MARGIN) * zoom;
  return [size / 2 + (px - x) * scale, size / 2 + (py - y) * scale];
}

/** The point of the map that is drawn at a place on a square of `size` px. */
export function toMap({ x, y, zoom }: MapView, size: number, sx: number, sy: number): [number, number] {
  const scale = (size - 2 * MARGIN) * zoom;
  return [x + (sx - size / 2) / scale, y + (sy - size / 2) / scale];
}

/**
 * The view after a drag of so many px: what lay under the pointer still does, but the map is never dragged
 * away.
 */
export function moved(view: MapView, size: number, dx: number, dy: number): MapView {
  const [x, y] = toMap(view, size, size / 2 - dx, size / 2 - dy);
  const within = (place: number) => Math.min(1, Math.max(0, place));
  return { ...view, x: within(x), y: within(y) };
}

export type MapInks = { ground: string; grey: string; ink: string; forgotten: string; classes: string[] };

export type MapPaint = {
  map: Pick<ImageMap, 'places'>;
  /** The images that are on it. */
  images: readonly number[];
  colour: MapColour;
  truth: Uint16Array;
  /** Whether each image is a PIE. */
  isPie: Uint8Array;
  /** Whether retraining alone changes each image. */
  isFloor: Uint8Array;
  /** 0..1 for each image. */
  taxicab: Float32Array;
  /** Whether each image is in the gallery's filter; null where nothing is filtered. */
  isShown: Uint8Array | null;
};

/** Draws all points: those that say nothing first, so that the others lie over them. */
export function paintMap(
  context: CanvasRenderingContext2D,
  size: number,
  view: MapView,
  inks: MapInks,
  paint: MapPaint,
): void {
  const { places } = paint.map;
  context.clearRect(0, 0, size, size);
  const radius = Math.min(5, 1.5 * Math.sqrt(view.zoom));
  const order = [[], [], []] as number[][];
  for (const image of paint.images) {
    order[paint.isPie[image] ? 2 : paint.isFloor[image] ? 1 : 0].push(image);
  }
  for (const [layer, images] of order.entries()) {
    for (const image of images) {
      const [x, y] = toScreen(view, size, places[2 * image], places[2 * image + 1]);
      if (x < -9 || y < -9 || x > size + 9 || y > size + 9) continue;
      context.globalAlpha = paint.isShown && !paint.isShown[image] ? 0.15 : 1;
      point(context, x, y, radius, layer, image, inks, paint);
    }
  }
  context.globalAlpha = 1;
}

function point(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  layer: number,
  image: number,
  inks: MapInks,
  paint: MapPaint,
): void {
  const isPie = layer === 2;
  if (paint.colour === 'class') {
    context.fillStyle = inks.classes[paint.truth[image] % inks.classes.length];
  } else if (paint.colour === 'taxicab') {
    context.globalAlpha *= 0.25 + 0.75 * Math.sqrt(paint.taxicab[image]);
    context.fillStyle = paint.taxicab[image] > 0 ? inks.forgotten : inks.grey;
  } else context.fillStyle = isPie ? inks.forgotten : inks.grey;
  const side = isPie ? 1.5 * radius : radius;
  if (paint.isFloor[image]) {
    context.strokeStyle = paint.colour === 'pies' && !isPie ? inks.ink : context.fillStyle;
    context.lineWidth = 1;
    context.beginPath();
    context.arc(x, y, side + 0.5, 0, 2 * Math.PI);
    context.stroke();
  } else if (side <= 2) context.fillRect(x - side, y - side, 2 * side, 2 * side);
  else {
    context.beginPath();
    context.arc(x, y, side, 0, 2 * Math.PI);
    context.fill();
  }
}
