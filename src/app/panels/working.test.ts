import { expect, test } from 'vitest';
import { secondsLeft } from './Working';

test('time left follows how fast the work went while it was on screen', () => {
  const began = { at: 1000, done: 0.2 };
  expect(secondsLeft(began, { at: 5000, done: 0.4 })).toBeCloseTo(12, 10);
  expect(secondsLeft(began, { at: 1500, done: 0.4 })).toBeNull();
  expect(secondsLeft(began, { at: 9000, done: 0.2 })).toBeNull();
  expect(secondsLeft(began, { at: 9000, done: 0.1 })).toBeNull();
});
