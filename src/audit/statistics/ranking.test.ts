import { expect, test } from 'vitest';
import { mulberry32 } from './random';
import { ascendingOrder, descendingOrder } from './ranking';

test('ascending as comparing has it, equal ones by index, over part of a buffer too', () => {
  const random = mulberry32(7);
  const all = Float32Array.from({ length: 3000 }, () => Math.round(random() * 500) / 500);
  all.set([0, 1, 0, 1, 2 ** -149, 1e-20], 100);
  const values = all.subarray(50, 2950);
  const compared = [...values.keys()].sort((a, b) => values[a] - values[b] || a - b);
  expect([...ascendingOrder(values)]).toEqual(compared);
  expect([...ascendingOrder(new Float32Array())]).toEqual([]);
});

test('descending', () => {
  expect([...descendingOrder([0.5, 2, -1])]).toEqual([1, 0, 2]);
});

test.each([7, 20_000])('descending among up to %i different scores', (different) => {
  const random = mulberry32(5);
  const scores = Float64Array.from(
    { length: 9000 },
    () => Math.floor(random() * different) / different - 0.5,
  );
  const order = descendingOrder(scores);
  expect(new Set(order).size).toBe(scores.length);
  const sorted = [...scores].sort((a, b) => b - a);
  expect([...order].map((index) => scores[index])).toEqual(sorted);
});
