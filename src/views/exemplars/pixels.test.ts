import { expect, test } from 'vitest';
import type { Shard } from '../../model/shard';
import { isInk, pixelScale, toRgba } from './pixels';

const shard = (channels: number, images: number[]): Shard => ({
  id: 'test',
  count: images.length / (2 * channels),
  height: 1,
  width: 2,
  channels,
  images: Uint8Array.from(images),
  labels: new Uint16Array(2),
  classes: ['a'],
});

test.each([
  [28, 28, 96, 3],
  [28, 28, 280, 10],
  [32, 32, 96, 3],
  [32, 48, 96, 2],
  [32, 32, 30, 1],
  [224, 112, 96, 96 / 224],
])('%i x %i pixels within %i are drawn %i times as large', (width, height, limit, scale) => {
  expect(pixelScale(width, height, limit)).toBe(scale);
});

test('one channel is grey, opaque', () => {
  expect([...toRgba(shard(1, [0, 9, 128, 255]), 1)]).toEqual([128, 128, 128, 255, 255, 255, 255, 255]);
});

test('three channels keep their order', () => {
  const bytes = [1, 2, 3, 4, 5, 6];
  expect([...toRgba(shard(3, [0, 0, 0, 0, 0, 0, ...bytes]), 1)]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
});

test('only grey images on a dark ground are ink', () => {
  expect(isInk(shard(1, [0, 0, 10, 20]))).toBe(true);
  expect(isInk(shard(1, [255, 255, 200, 220]))).toBe(false);
  expect(isInk(shard(3, [0, 0, 0, 0, 0, 0]))).toBe(false);
  expect(isInk(shard(1, []))).toBe(false);
});
