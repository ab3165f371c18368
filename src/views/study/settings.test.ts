import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSettings, readSettings, settingsQuery } from './settings';

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
  ['level=0.9&size=6&seed=1', 'data is missing'],
  ['data=a&sparsity=0.9', 'level is missing'],
  ['%E0%A4%A', 'data is missing'],
  ['data=a&level=0.9&size=6', 'seed is missing'],
  ['data=a&size=6&seed=1', 'level is missing'],
  ['data=a&level=0.9&size=7&seed=1', 'size is "7"; expected an even whole number from 2 to 2000'],
  ['data=a&level=0.9&size=6&seed=-1', 'seed is "-1"'],
  ['data=a&level=2&size=6&seed=1', 'level is "2"; expected a share of the weights, 0 to 1'],
  ['data=a&level=&size=6&seed=1', 'level is ""'],
  ['data=import-a&level=x&size=6&seed=1', 'level is "x"'],
  ['data=a&level=0.9&size=99999&seed=1', 'size is "99999"'],
  ['data=a&level=0.9&size=6&seed=1&class=%3Cscript%3E', 'class is "<script>"'],
])('%s is no study, and says why', (query, why) => {
  expect(parseSettings(query)).toBeNull();
  expect(readSettings(query).problem).toContain(`The link asks for a study whose ${why}`);
});

test.each(['', 'data=a', 'data=a&code=blurred'])('"%s" asks for none', (query) => {
  expect(readSettings(query)).toEqual({ settings: null, problem: null });
});
