import { expect, test } from 'vitest';
import { paceAfter, secondsLeft } from './Working';

const begun = { at: 1000, from: 0.2, done: 0.2 };

test('time left follows how fast the work went while it was on screen', () => {
  expect(secondsLeft(paceAfter(begun, 5000, 0.4), 5000)).toBeCloseTo(12, 10);
  expect(secondsLeft(paceAfter(begun, 1500, 0.4), 1500)).toBeNull();
  expect(secondsLeft(paceAfter(begun, 9000, 0.2), 9000)).toBeNull();
});

test('work begun anew is timed anew: what came before, and the pause, count for nothing', () => {
  const stopped = paceAfter(begun, 5000, 0.4);
  const anew = paceAfter(stopped, 305_000, 0.01);
  expect(secondsLeft(anew, 305_000)).toBeNull();
  expect(secondsLeft(paceAfter(anew, 307_000, 0.11), 307_000)).toBeCloseTo(17.8, 10);
});
