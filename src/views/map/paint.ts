import type { ImageMap } from '../../model/imageMap';
import { inkOf, type Pixels, ringSprite, squareSprite, stamper, wordsOf } from './sprites';

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

/** Colours as style sheets write them, '#rrggbb'. */
export type MapInks = { ground: string; grey: string; ink: string; forgotten: string; classes: string[] };

export type MapPaint = {
  map: Pick<ImageMap, 'places'>;
  /** The images that are on it, in the order they are drawn. */
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

/** Images in the order they are drawn: those that say nothing first, so that the others lie over them. */
export function inLayers(
  images: readonly number[],
  { isPie, isFloor }: Pick<MapPaint, 'isPie' | 'isFloor'>,
): number[] {
  const layers: number[][] = [[], [], []];
  for (const image of images) layers[isPie[image] ? 2 : isFloor[image] ? 1 : 0].push(image);
  return layers.flat();
}

/** How visible what the filter leaves out is, 0..1. */
const DIMMED = 0.15;

/**
 * Draws all points into a square of pixels, `scale` of them to a px of the screen. They are copied from a few
 * sprites: ten thousand paths on a canvas take longer than a frame.
 */
export function paintMap(pixels: Pixels, scale: number, view: MapView, inks: MapInks, paint: MapPaint): void {
  const size = pixels.width / scale;
  const { isPie, isFloor, isShown, truth, taxicab, colour } = paint;
  const { places } = paint.map;
  const [ground, grey, ink, forgotten] = [inks.ground, inks.grey, inks.ink, inks.forgotten].map(inkOf);
  const classes = inks.classes.map(inkOf);
  wordsOf(pixels).fill(ground);
  const stamp = stamper(pixels);
  const radius = Math.min(5, 1.5 * Math.sqrt(view.zoom));
  const [others, pies] = [radius, 1.5 * radius].map((side) => ({
    full: side <= 2 ? squareSprite(2 * side * scale) : ringSprite(0, side * scale),
    hollow: ringSprite(side * scale, (side + 1) * scale),
  }));
  const [left, top] = toScreen(view, size, 0, 0);
  const across = toScreen(view, size, 1, 0)[0] - left;
  for (const image of paint.images) {
    const [x, y] = [left + places[2 * image] * across, top + places[2 * image + 1] * across];
    if (x < -9 || y < -9 || x > size + 9 || y > size + 9) continue;
    const shape = isPie[image] ? pies : others;
    const far = taxicab[image];
    const strength = colour === 'taxicab' ? 0.25 + 0.75 * Math.sqrt(far) : 1;
    const fill =
      colour === 'class'
        ? classes[truth[image] % classes.length]
        : (colour === 'taxicab' ? far > 0 : isPie[image])
          ? forgotten
          : grey;
    const alpha = isShown && !isShown[image] ? DIMMED * strength : strength;
    if (isFloor[image]) {
      const line = colour === 'pies' && !isPie[image] ? ink : fill;
      stamp(shape.hollow, x * scale, y * scale, line, alpha);
    } else stamp(shape.full, x * scale, y * scale, fill, alpha);
  }
}
