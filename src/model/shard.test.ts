import { expect, test } from 'vitest';
import { firstImages } from './shard';

test('the first images of a shard keep their labels and attributes', () => {
  const shard = {
    id: 'three',
    count: 3,
    height: 1,
    width: 2,
    channels: 1,
    images: Uint8Array.of(1, 2, 3, 4, 5, 6),
    labels: Uint16Array.of(1, 0, 1),
    classes: ['a', 'b'],
    attributes: [
      { name: 'age', values: Float64Array.of(0.5, 1.5, 2.5) },
      { name: 'place', categories: ['in', 'out'], codes: Uint16Array.of(1, 0, 1) },
    ],
  };
  expect(firstImages(shard, 2)).toEqual({
    ...shard,
    count: 2,
    images: Uint8Array.of(1, 2, 3, 4),
    labels: Uint16Array.of(1, 0),
    attributes: [
      { name: 'age', values: Float64Array.of(0.5, 1.5) },
      { name: 'place', categories: ['in', 'out'], codes: Uint16Array.of(1, 0) },
    ],
  });
  const { attributes: _, ...bare } = shard;
  expect(firstImages(bare, 9)).toEqual(bare);
});
