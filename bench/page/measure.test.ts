import { expect, test } from 'vitest';
import { expectSame } from './engine';
import { checkLabels } from './measure';

/** 2 networks, 2,000 images. */
const shipped = {
  members: ['0', '1'],
  images: 2000,
  classes: 10,
  labels: Uint16Array.from({ length: 4000 }, (_, index) => index % 10),
};

test('labels of the first images are compared with those of the same network and image', () => {
  const first = Uint16Array.from({ length: 2000 }, (_, index) => (index % 1000) % 10);
  expect(checkLabels('x', first, 1000, shipped)).toBe(0);
  first[1500] = 9;
  expect(checkLabels('x', first, 1000, shipped)).toBe(1);
});

test('more differing labels than near ties explain end the bench', () => {
  const labels = Uint16Array.from(shipped.labels);
  labels[0] = 5;
  labels[3999] = 5;
  expect(checkLabels('x', labels, 2000, shipped)).toBe(2);
  labels[7] = 5;
  expect(() => checkLabels('ort-wasm on dense/2', labels, 2000, shipped)).toThrow(
    'ort-wasm on dense/2: expected the shipped labels, but 3 of 4000 differ.',
  );
});

test('a peer with other threads than it is reported with ends the bench', () => {
  expectSame('tfjs-wasm', 'threads', 2, 2);
  expect(() => expectSame('tfjs-wasm', 'threads', 2, 1)).toThrow(
    'tfjs-wasm: expected threads 2, but it runs with 1.',
  );
});
