import { expect, test } from 'vitest';
import { topTaxicab } from './taxicab';

test('the most changed images come first, equal ones by index', () => {
  const taxicab = Float32Array.from([0, 0.5, 1, 0.5, 0]);
  expect([...topTaxicab({ taxicab }, 0.6)]).toEqual([2, 1, 3]);
  expect([...topTaxicab({ taxicab }, 1)]).toEqual([2, 1, 3, 0, 4]);
  expect([...topTaxicab({ taxicab }, 0)]).toEqual([]);
});
