import type { ImageMap } from '../../model/imageMap';
import { inkOf, type Part, type Pixels, ringSprite, squareSprite, stamper, wordsOf } from './sprites';

/** What colours the points: PIEs against the rest, the class, or how far the votes moved. */
export type MapColour = 'pies' | 'class' | 'taxicab';

/**
 * Which part of the map is drawn: the point in the middle, and how many times larger than the whole it is.
 */
export type MapView = { x: number; y: number; zoom: number };

export const wholeMap: MapView = { x: 0.5, y: 0.5, zoom: 1 };

/** Pixels of the map to a px of this screen. */
export function pixelScale(): number {
  return Math.min(2, window.devicePixelRatio || 1);
}

/** Px left free on all sides. */
const MARGIN = 14;

/** Px across the whole map on a square of `size` px. */
const acrossOf = ({ zoom }: MapView, size: number) => (size - 2 * MARGIN) * zoom;

/** Where a point of the map is drawn on a square of `size` px. */
export function toScreen(view: MapView, size: number, px: number, py: number): [number, number] {
  const { x, y } = view;
  const scale = acrossOf(view, size);
  return [size / 2 + (px - x) * scale, size / 2 + (py - y) * scale];
}

/** The point of the map that is drawn at a place on a square of `size` px. */
export function toMap(view: MapView, size: number, sx: number, sy: number): [number, number] {
  const { x, y } = view;
  const scale = acrossOf(view, size);
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

/** Parts of a pixel to which the place of the map's corner is rounded. */
const FINE = 256;

/**
 * Draws all points into a square of pixels, `scale` of them to a px of the screen, or into a part of it. They
 * are copied from a few sprites: ten thousand paths on a canvas take longer than a frame. A point's pixels
 * depend on the corner's place within a pixel alone, so that a view moved by whole pixels shows the same ones.
 */
export function paintMap(
  pixels: Pixels,
  scale: number,
  view: MapView,
  inks: MapInks,
  paint: MapPaint,
  part: Part = { left: 0, top: 0, right: pixels.width, bottom: pixels.height },
): void {
  const size = pixels.width / scale;
  const { isPie, isFloor, isShown, truth, taxicab, colour } = paint;
  const { places } = paint.map;
  const [ground, grey, ink, forgotten] = [inks.ground, inks.grey, inks.ink, inks.forgotten].map(inkOf);
  const classes = inks.classes.map(inkOf);
  clear(pixels, part, ground);
  const stamp = stamper(pixels, part);
  const radius = Math.min(5, 1.5 * Math.sqrt(view.zoom));
  const [others, pies] = [radius, 1.5 * radius].map((side) => ({
    full: side <= 2 ? squareSprite(2 * side * scale) : ringSprite(0, side * scale),
    hollow: ringSprite(side * scale, (side + 1) * scale),
  }));
  const corner = toScreen(view, size, 0, 0).map((px) => Math.round(px * scale * FINE));
  const [left, top] = corner.map((fine) => Math.floor(fine / FINE));
  const [restX, restY] = [corner[0] / FINE - left, corner[1] / FINE - top];
  const across = scale * acrossOf(view, size);
  for (const image of paint.images) {
    const kind = isPie[image] ? pies : others;
    const shape = isFloor[image] ? kind.hollow : kind.full;
    const half = shape.side / 2;
    const x = left + Math.round(restX + places[2 * image] * across - half);
    const y = top + Math.round(restY + places[2 * image + 1] * across - half);
    if (x >= part.right || y >= part.bottom || x + shape.side <= part.left || y + shape.side <= part.top)
      continue;
    const far = taxicab[image];
    const strength = colour === 'taxicab' ? 0.25 + 0.75 * Math.sqrt(far) : 1;
    const fill =
      colour === 'class'
        ? classes[truth[image] % classes.length]
        : (colour === 'taxicab' ? far > 0 : isPie[image])
          ? forgotten
          : grey;
    const alpha = isShown && !isShown[image] ? DIMMED * strength : strength;
    const isLine = isFloor[image] && colour === 'pies' && !isPie[image];
    stamp(shape, x, y, isLine ? ink : fill, alpha);
  }
}

/** How many pixels a picture has moved from one view to another; null where it is not the same picture. */
export function movedPixels(
  from: MapView,
  to: MapView,
  side: number,
  scale: number,
): [number, number] | null {
  if (from.zoom !== to.zoom) return null;
  const across = scale * acrossOf(to, side / scale);
  const exact = [(from.x - to.x) * across, (from.y - to.y) * across];
  const [dx, dy] = exact.map(Math.round);
  const isWhole = Math.abs(exact[0] - dx) < 1e-6 && Math.abs(exact[1] - dy) < 1e-6;
  return isWhole && Math.abs(dx) < side && Math.abs(dy) < side ? [dx, dy] : null;
}

/**
 * Draws a view where the pixels show the one before, which differs by a move of whole pixels: what stays in
 * sight is moved, and only what comes into it is drawn.
 */
export function paintMoved(
  pixels: Pixels,
  scale: number,
  [dx, dy]: readonly [number, number],
  view: MapView,
  inks: MapInks,
  paint: MapPaint,
): void {
  const { width, height } = pixels;
  const words = wordsOf(pixels);
  const by = dy * width + dx;
  if (by > 0) words.copyWithin(by, 0);
  else words.copyWithin(0, -by);
  const [left, right] = dx > 0 ? [0, dx] : [width + dx, width];
  const [top, bottom] = dy > 0 ? [0, dy] : [height + dy, height];
  if (dx !== 0) paintMap(pixels, scale, view, inks, paint, { left, right, top: 0, bottom: height });
  if (dy !== 0) paintMap(pixels, scale, view, inks, paint, { left: 0, right: width, top, bottom });
}

/** Fills a part with one ink. */
function clear(pixels: Pixels, { left, top, right, bottom }: Part, ink: number): void {
  const words = wordsOf(pixels);
  for (let row = top; row < bottom; row++)
    words.fill(ink, row * pixels.width + left, row * pixels.width + right);
}
