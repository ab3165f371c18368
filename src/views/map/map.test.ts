import { expect, test } from 'vitest';
import type { Findings } from '../../audit/findings';
import { mulberry32 } from '../../audit/statistics/random';
import { mapClaim, mapFigures, mapReading } from './mapWords';
import { indexMap } from './nearest';
import {
  inLayers,
  type MapPaint,
  moved,
  movedPixels,
  paintMap,
  paintMoved,
  toMap,
  toScreen,
  wholeMap,
} from './paint';

const COUNT = 500;
const random = mulberry32(1);
const places = Float32Array.from({ length: 2 * COUNT }, random);
places.set([Number.NaN, Number.NaN], 2 * 7);
const index = indexMap({ places });
const far = (image: number, x: number, y: number) =>
  Math.hypot(places[2 * image] - x, places[2 * image + 1] - y);
const sorted = (x: number, y: number) =>
  Array.from({ length: COUNT }, (_, image) => image)
    .filter((image) => image !== 7)
    .sort((a, b) => far(a, x, y) - far(b, x, y));

test('the nearest image is that of a search through all, within reach alone', () => {
  for (let turn = 0; turn < 200; turn++) {
    const [x, y] = [random() * 1.2 - 0.1, random() * 1.2 - 0.1];
    const [nearest] = sorted(x, y);
    expect(index.at(x, y, 2)).toBe(nearest);
    expect(index.at(x, y, 0.9 * far(nearest, x, y))).toBeNull();
  }
});

test('neighbours are those of a search through all, the nearest first', () => {
  for (const image of [0, 3, 99, 250, 499]) {
    const others = sorted(places[2 * image], places[2 * image + 1]).filter((other) => other !== image);
    expect(index.around(image, 10)).toEqual(others.slice(0, 10));
  }
  expect(index.around(0, COUNT)).toHaveLength(COUNT - 2);
});

test('arrows lead somewhere in their direction, and nowhere from the edge', () => {
  const cross = indexMap({
    places: Float32Array.of(0.5, 0.5, 0.9, 0.55, 0.5, 0.1, 0.1, 0.5, 0.52, 0.9, 0.7, 0.9),
  });
  const way = [...[[1, 0] as const, [0, -1] as const, [-1, 0] as const, [0, 1] as const]];
  expect(way.map(([dx, dy]) => cross.towards(0, dx, dy))).toEqual([1, 2, 3, 4]);
  expect(cross.towards(1, 1, 0)).toBeNull();
});

test('what is drawn at a place is found there', () => {
  const view = { x: 0.3, y: 0.6, zoom: 3 };
  const [x, y] = toScreen(view, 640, 0.41, 0.58);
  expect(toMap(view, 640, x, y)[0]).toBeCloseTo(0.41, 10);
  expect(toMap(view, 640, x, y)[1]).toBeCloseTo(0.58, 10);
});

test('the claim counts PIEs among the neighbours of PIEs, of the images that are on the map', () => {
  // Two groups far apart: the first 20 are all PIEs, the others are not, and one is left out.
  const line = Float32Array.from({ length: 120 }, (_, i) =>
    i % 2 ? 0.5 : i / 2 < 20 ? i / 2000 : 0.5 + i / 2000,
  );
  line.set([Number.NaN, Number.NaN], 2 * 59);
  const pies = { images: Uint32Array.from({ length: 20 }, (_, i) => i) };
  const findings = { pies, classes: 2, images: 60 } as unknown as Findings;
  const truth = Uint16Array.from({ length: 60 }, (_, i) => i % 2);
  const figures = mapFigures(indexMap({ places: line }), findings, truth);
  expect(figures).toMatchObject({ images: 59, pies: 20, near: 1 });
  expect(figures.rows).toEqual([
    { label: 0, images: 30, pies: 10, near: 1 },
    { label: 1, images: 29, pies: 10, near: 1 },
  ]);
  expect(mapClaim(figures)).toBe(
    'Of the 10 images nearest to a PIE on this map, 100% are PIEs too, on average. Of all 59 images ' +
      'on it, 33.9% are PIEs.',
  );
  expect(mapClaim({ ...figures, pies: 0, near: null })).toContain('No image');
  const map = { places: line, by: 'votes', method: 'UMAP', shipped: false } as const;
  expect(mapReading(map)).toContain('mean nothing');
  // The word would be explained as "trained with all weights".
  expect(mapReading(map)).not.toContain('dense or');
  expect(mapReading(map)).toContain('UMAP. It is made here');
});

test('a drag takes along what lay under the pointer, and never drags the map away', () => {
  const view = { x: 0.4, y: 0.6, zoom: 3 };
  const [x, y] = toMap(view, 500, 100, 200);
  const [sx, sy] = toScreen(moved(view, 500, 30, -20), 500, x, y);
  expect(sx).toBeCloseTo(130, 9);
  expect(sy).toBeCloseTo(180, 9);
  expect(moved(view, 500, 1e6, -1e6)).toEqual({ x: 0, y: 1, zoom: 3 });
});

const inks = {
  ground: '#fbfaf6',
  grey: '#b9b6ab',
  ink: '#1b1a17',
  forgotten: '#a6428f',
  classes: ['#3f78bd'],
};

test('a view moved by whole pixels shows what it would show drawn anew', () => {
  const flags = (one: number) => Uint8Array.from({ length: COUNT }, (_, image) => Number(image % one === 0));
  const kinds = { isPie: flags(7), isFloor: flags(5) };
  const images = inLayers(index.images, kinds);
  const paint: MapPaint = {
    ...{ map: { places }, ...kinds, images, truth: new Uint16Array(COUNT), isShown: flags(2) },
    ...{ taxicab: new Float32Array(COUNT), colour: 'pies' },
  };
  const side = 200;
  const blank = () => ({ width: side, height: side, data: new Uint8ClampedArray(4 * side * side) });
  for (const [scale, zoom] of [
    [1, 1.6],
    [2, 5],
    [1.25, 2.56],
  ]) {
    const [pixels, anew] = [blank(), blank()];
    const start = { x: 0.43, y: 0.61, zoom };
    let view = start;
    paintMap(pixels, scale, view, inks, paint);
    for (let turn = 0; turn < 12; turn++) {
      const [dx, dy] = [random(), random()].map((place) => Math.round(80 * place - 40));
      const next = moved(start, side / scale, dx / scale, dy / scale);
      const move = movedPixels(view, next, side, scale);
      expect(move).not.toBeNull();
      paintMoved(pixels, scale, move!, next, inks, paint);
      paintMap(anew, scale, next, inks, paint);
      expect(Buffer.from(pixels.data.buffer).equals(Buffer.from(anew.data.buffer))).toBe(true);
      view = next;
    }
  }
  expect(movedPixels(wholeMap, { ...wholeMap, zoom: 2 }, side, 1)).toBeNull();
  expect(movedPixels(wholeMap, { ...wholeMap, x: 0.5 + 0.5 / 172 }, side, 1)).toBeNull();
  expect(movedPixels({ x: 0, y: 0, zoom: 24 }, { x: 1, y: 0, zoom: 24 }, side, 1)).toBeNull();
});

test('points are pixels: PIEs over the rest, hollow what retraining changes, faint what is filtered', () => {
  // On a square of 128 px: a PIE over one that is none, one of the noise floor, one that is left out, two cut.
  const places = Float32Array.of(0.1, 0.1, 0.1, 0.1, 0.5, 0.5, 0.9, 0.9, 1.1, 0.3, 5, 5);
  const [isPie, isFloor] = [Uint8Array.of(1, 0, 0, 0, 0, 0), Uint8Array.of(0, 0, 1, 0, 0, 0)];
  const paint: MapPaint = {
    ...{ map: { places }, isPie, isFloor, truth: new Uint16Array(6), taxicab: new Float32Array(6) },
    ...{ colour: 'pies', images: inLayers([0, 1, 2, 3, 4, 5], { isPie, isFloor }) },
    isShown: Uint8Array.of(1, 1, 1, 0, 1, 1),
  };
  expect(paint.images).toEqual([1, 3, 4, 5, 2, 0]);
  for (const scale of [1, 2]) {
    const side = 128 * scale;
    const pixels = { width: side, height: side, data: new Uint8ClampedArray(4 * side * side) };
    const at = (px: number, py: number) => {
      const [x, y] = toScreen(wholeMap, 128, px, py).map((place) => Math.round(place * scale));
      const first = 4 * (y * side + x);
      return `#${Buffer.from(pixels.data.subarray(first, first + 3)).toString('hex')}`;
    };
    paintMap(pixels, scale, wholeMap, inks, paint);
    expect(at(0.1, 0.1)).toBe(inks.forgotten);
    expect(at(0.5, 0.5)).toBe(inks.ground);
    const middle = (side / 2) * side + side / 2;
    const ring = Array.from({ length: 4 * scale }, (_, step) => pixels.data[4 * (middle + step)]);
    expect(Math.min(...ring)).toBeLessThan(150);
    expect(at(0.9, 0.9)).toBe('#f1efea');
    expect(at(1.1, 0.3)).toBe(inks.grey);
    expect(pixels.data.filter((_, byte) => byte % 4 === 3).every((opacity) => opacity === 255)).toBe(true);
    paintMap(pixels, scale, wholeMap, inks, { ...paint, colour: 'class', isShown: null });
    expect([at(0.1, 0.1), at(0.9, 0.9)]).toEqual([inks.classes[0], inks.classes[0]]);
    paintMap(pixels, scale, wholeMap, inks, { ...paint, colour: 'taxicab', isShown: null });
    expect(at(0.9, 0.9)).toBe('#eae9e3');
  }
});
