import { expect, test } from 'vitest';
import { bestUsual, presetsFor, readNormalisation, usualFor } from './normalisation';

test('the usual normalisations are those that can be chosen, as numbers', () => {
  for (const channels of [1, 3]) {
    const named = presetsFor(channels).map(({ name, fields }) => ({
      name,
      normalisation: readNormalisation(fields),
    }));
    expect(usualFor(channels)).toEqual(named);
    expect(named.length).toBeGreaterThan(2);
  }
});

test('the one with most images right is taken, where it is better than what is set', () => {
  expect(bestUsual(['none', 'CIFAR-10', 'ImageNet'], [42, 121, 118], 42)).toBe('CIFAR-10');
  expect(bestUsual(['none', 'CIFAR-10'], [42, 42], 42)).toBeNull();
  expect(bestUsual([], [], 0)).toBeNull();
});
