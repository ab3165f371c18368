import fc from 'fast-check';
import { expect, test } from 'vitest';
import { descending } from './descending';

test('places by their keys, largest first, equal ones as they stand', () => {
  expect([...descending(Float32Array.of(0.5, -1, 2, 0.5, 0, -0, -3))]).toEqual([2, 0, 3, 4, 5, 1, 6]);
  expect([...descending(new Float32Array())]).toEqual([]);
  expect([...descending(Float32Array.of(1, Number.NaN, Number.POSITIVE_INFINITY))]).toEqual([1, 2, 0]);
});

test('as a stable sort by comparison', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true }), { maxLength: 200 }), (list) => {
      const keys = Float32Array.from(list);
      const places = Array.from(keys, (_, place) => place);
      expect([...descending(keys)]).toEqual(
        places.sort((a, b) => (keys[a] === keys[b] ? a - b : keys[a] < keys[b] ? 1 : -1)),
      );
    }),
  );
});
