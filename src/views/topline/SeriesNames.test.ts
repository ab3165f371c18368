import { expect, test } from 'vitest';
import { nameBeside } from './SeriesNames';

test('a name stands beside its last point, or clear of the values that are written there', () => {
  expect(nameBeside(200, 'forgotten')).toBe(204);
  expect(nameBeside(200, 'forgotten', [196])).toBe(176);
  expect(nameBeside(100, 'compressed', [115])).toBe(132);
  expect(nameBeside(100, 'compressed', [160])).toBe(104);
});
