import { expect, test } from 'vitest';
import { shared } from './shared';

test('who waits for one loading goes on in the order of asking, and a failure is tried again', async () => {
  let loads = 0;
  const load = shared(async () => {
    if (++loads === 1) throw new Error('gone');
    return 'there';
  });
  await expect(load()).rejects.toThrow('gone');
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((place) => load().then(() => order.push(place))));
  expect(order).toEqual([1, 2, 3]);
  expect(loads).toBe(2);
});
