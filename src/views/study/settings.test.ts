import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSettings, settingsQuery } from './settings';

test('what an address keeps is read back', () => {
  const settings = fc.record({
    data: fc.constantFrom('fashion-mnist', 'a b&c'),
    level: fc.constantFrom(0.3, 0.9, 0.5),
    label: fc.option(fc.nat(9)),
    size: fc.integer({ min: 1, max: 1000 }).map((half) => 2 * half),
    seed: fc.nat(0xffffffff),
  });
  fc.assert(
    fc.property(settings, (given) => {
      expect(parseSettings(settingsQuery(given))).toEqual(given);
      const imported = { ...given, data: 'import-0a1b', level: null };
      expect(parseSettings(settingsQuery(imported))).toEqual(imported);
    }),
  );
});

test.each([
  '',
  'data=a&level=0.9&size=6',
  'data=a&size=6&seed=1',
  'data=a&level=0.9&size=7&seed=1',
  'data=a&level=0.9&size=6&seed=-1',
  'data=a&level=2&size=6&seed=1',
  'data=a&level=x&size=6&seed=1',
  'data=a&level=0.9&size=99999&seed=1',
  'data=a&level=0.9&size=6&seed=1&class=%3Cscript%3E',
])('%s is no study', (query) => {
  expect(parseSettings(query)).toBeNull();
});
