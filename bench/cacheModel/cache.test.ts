import { expect, it } from 'vitest';
import { createCache, createCaches, LINE, waiting } from './cache';

const misses = (bytes: number, ways: number, lines: number[]) => {
  const cache = createCache(bytes, ways);
  for (const line of lines) cache.touch(line);
  return cache.takeMisses();
};

it('forgets the line of a set that was unused for longest', () => {
  const two = 2 * LINE;
  expect(misses(two, 2, [0, 1, 0, 2, 0, 1])).toBe(4);
  expect(misses(two, 2, [0, 1, 2, 0, 1, 2])).toBe(6);
  // Even lines and odd ones are in sets of their own.
  expect(misses(4 * LINE, 2, [0, 2, 4, 1, 3, 1, 3, 4, 0])).toBe(6);
  expect(misses(two, 1, [0, 2, 0, 1, 1])).toBe(4);
  expect(() => createCache(100, 1)).toThrow('Expected whole sets');
});

it('counts what came from beyond each second cache once a line left the first', () => {
  const caches = createCaches(2 * LINE, [4 * LINE, 8 * LINE], 2);
  for (let pass = 0; pass < 2; pass++) for (let line = 0; line < 6; line++) caches.touch(line * LINE + 8);
  expect(caches.takeBytes()).toEqual({ first: 12 * LINE, seconds: [12 * LINE, 6 * LINE] });
  expect(caches.takeBytes()).toEqual({ first: 0, seconds: [0, 0] });
});

it('waits for what does not come while it computes', () => {
  expect(waiting(1, 5e6, 10)).toEqual({ least: 0, most: 0.5 });
  expect(waiting(1, 3e7, 10)).toEqual({ least: 2, most: 3 });
});
