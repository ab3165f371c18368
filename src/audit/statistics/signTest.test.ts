import { expect, test } from 'vitest';
import { expectedTests } from '../fixtures/tests';
import { signTest } from './signTest';

test.each(expectedTests.signs)('$more against $fewer as scipy has it', ({ more, fewer, p }) => {
  expect(signTest(more, fewer)).toBeCloseTo(p, 10);
  expect(signTest(fewer, more)).toBeCloseTo(p, 10);
});

test('without any sign nothing is told', () => {
  expect(signTest(0, 0)).toBe(1);
});
