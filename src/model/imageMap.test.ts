import { expect, test } from 'vitest';
import { imagesInside, isInside, ringAround, simplified } from './imageMap';

const square = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.8, 0.8],
  [0.2, 0.8],
] as const;
/** An L: the square without its upper right quarter. */
const bent = [
  ...[[0.2, 0.2] as const, [0.5, 0.2] as const, [0.5, 0.5] as const],
  ...[[0.8, 0.5] as const, [0.8, 0.8] as const, [0.2, 0.8] as const],
];

test.each([
  [0.5, 0.5, true],
  [0.1, 0.5, false],
  [0.5, 0.9, false],
  [0.21, 0.79, true],
])('a square holds (%f, %f): %s', (x, y, inside) => {
  expect(isInside(square, x, y)).toBe(inside);
});

test('a bent region holds what lies in it, images left out of the map lie in none', () => {
  expect([isInside(bent, 0.3, 0.3), isInside(bent, 0.7, 0.7), isInside(bent, 0.7, 0.3)]).toEqual([
    ...[true, true, false],
  ]);
  const places = Float32Array.of(0.3, 0.3, 0.7, 0.3, Number.NaN, Number.NaN, 0.7, 0.7);
  expect([...imagesInside({ places }, bent)]).toEqual([0, 3]);
});

test('of many corners those stay that bend the region most', () => {
  const many = square.flatMap(([x, y], at) => {
    const [nx, ny] = square[(at + 1) % 4];
    return [0, 0.25, 0.5, 0.75].map((t) => [x + t * (nx - x), y + t * (ny - y)] as const);
  });
  expect(many).toHaveLength(16);
  expect(simplified(many, 4)).toEqual(square);
  expect(simplified(square, 24)).toEqual(square);
});

test('a ring around a place holds what is near it', () => {
  const ring = ringAround(0.5, 0.5, 0.1);
  expect(isInside(ring, 0.5, 0.59)).toBe(true);
  expect(isInside(ring, 0.57, 0.57)).toBe(true);
  expect(isInside(ring, 0.5, 0.61)).toBe(false);
  expect(isInside(ring, 0.58, 0.58)).toBe(false);
});
