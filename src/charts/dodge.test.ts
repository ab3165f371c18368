import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dodge } from './dodge';

test('dots apart stay on the line, equal ones move aside', () => {
  expect(dodge([0, 20, 40], 8, 30)).toEqual([0, 0, 0]);
  const [first, second] = dodge([5, 5], 8, 30);
  expect(first).toBe(0);
  expect(Math.abs(second)).toBe(8);
  expect(dodge([], 8, 30)).toEqual([]);
});

test('never beyond the limit, the same every time, and without overlap where there is room', () => {
  const positions = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 12 });
  fc.assert(
    fc.property(positions, (list) => {
      const offsets = dodge(list, 6, 1000);
      expect(dodge(list, 6, 1000)).toEqual(offsets);
      for (let a = 0; a < list.length; a++) {
        for (let b = 0; b < a; b++) {
          expect(Math.hypot(list[a] - list[b], offsets[a] - offsets[b])).toBeGreaterThanOrEqual(6 - 1e-6);
        }
      }
      for (const offset of dodge(list, 6, 4)) expect(Math.abs(offset)).toBeLessThanOrEqual(4);
    }),
  );
});
