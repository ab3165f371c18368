import { expect, test } from 'vitest';
import { isWorthTelling } from './computed';

test('partial findings are told at first, then once a second, and not shortly before all are there', () => {
  const first = Number.NEGATIVE_INFINITY;
  expect(isWorthTelling(5000, first, 4990, 0.9)).toBe(true);
  expect(isWorthTelling(5000, 4200, 1000, 0.1)).toBe(false);
  // 2 s for a quarter of the images leave 6 s, 0.3 s leave 0.9.
  expect(isWorthTelling(5000, 4000, 3000, 0.25)).toBe(true);
  expect(isWorthTelling(5000, 4000, 4700, 0.25)).toBe(false);
});
