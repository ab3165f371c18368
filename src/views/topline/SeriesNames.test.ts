import { expect, test } from 'vitest';
import { nameBeside, runsThrough } from './SeriesNames';

test('a name stands beside its last point, or clear of the values that are written there', () => {
  expect(nameBeside(200, 'forgotten')).toBe(204);
  expect(nameBeside(200, 'forgotten', [196])).toBe(176);
  expect(nameBeside(100, 'compressed', [115])).toBe(132);
  expect(nameBeside(100, 'compressed', [160])).toBe(104);
});

test('a line runs through a name where it passes its letters, and not above, below or beside it', () => {
  const falling = [
    [0, 0],
    [400, 100],
  ] as const;
  expect(runsThrough(falling, 200, 50)).toBe(true);
  expect(runsThrough(falling, 200, 90)).toBe(false);
  expect(runsThrough(falling, 200, 20)).toBe(false);
  expect(runsThrough(falling, 450, 100)).toBe(false);
  expect(runsThrough([], 200, 50)).toBe(false);
  expect(nameBeside(50, 'compressed', [], (down) => down > 60)).toBe(82);
});
