import { expect, test } from 'vitest';
import { rangeProblems, readPartsManifest } from './partsManifest';

const SUM = '0'.repeat(64);
const part = (start: number, end: number, path = `part-${start}.npz`) => ({
  path,
  population: null as string | null,
  start,
  end,
  bytes: 9,
  sha256: SUM,
});
const manifest = (change: object = {}) => ({
  format: 'lacuna-parts',
  version: 1,
  dataset: 'd',
  images: 20,
  classes: ['a', 'b'],
  populations: [{ name: 'dense', members: [{ id: 'm', seed: 4 }] }],
  parts: [part(0, 10), part(10, 20)].map(({ population: _, ...rest }) => rest),
  ...change,
});

test('a manifest is read', () => {
  expect(readPartsManifest(manifest(), 'm.json')).toMatchObject({
    images: 20,
    populations: [{ name: 'dense', what: '', members: [{ id: 'm', seed: 4 }] }],
    parts: [{ start: 0, end: 10 }, { start: 10 }],
  });
});

test.each<[string, object, string]>([
  ['another format', { format: 'x' }, 'm.json: expected format to be "lacuna-parts", got "x".'],
  [
    'a newer version',
    { version: 2 },
    'm.json: expected version to be 1, the only version this release reads, got 2.',
  ],
  [
    'a path out of the folder',
    { parts: [part(0, 1, '../x')] },
    'm.json: expected parts[0].path to be a path within the folder, got "../x".',
  ],
  [
    'an empty range',
    { parts: [part(5, 5)] },
    'm.json: expected parts[0].end to be a whole number from 6 to 1099511627776, got 5.',
  ],
  [
    'no checksum',
    { parts: [{ ...part(0, 1), sha256: 'abc' }] },
    'm.json: expected parts[0].sha256 to be 64 hexadecimal digits, got "abc".',
  ],
  [
    'equal networks',
    { populations: [{ name: 'dense', members: [{ id: 'm' }, { id: 'm' }] }] },
    'm.json: expected populations[0].members to be networks with ids of their own, got a list of 2.',
  ],
])('refuses %s', (_, change, sentence) => {
  expect(() => readPartsManifest(manifest(change), 'm.json')).toThrow(sentence);
});

test('images in two parts, in none and past the last are named', () => {
  const populations = ['dense', 'compressed'].map((name) => ({ name, what: '', members: [] }));
  const problems = (...parts: ReturnType<typeof part>[]) =>
    rangeProblems({ images: 20, parts, populations }, 'm.json');
  expect(problems(part(10, 20), part(0, 10))).toEqual([]);
  expect(problems(part(0, 10), part(8, 20))).toEqual([
    'm.json: expected every image in one part, got the images 8 to 9 in part-0.npz and part-8.npz; leave ' +
      'one of them out.',
  ]);
  expect(problems(part(2, 4), part(6, 18))).toEqual([
    'm.json: expected parts of all 20 images, got none of the images 0 to 1, 4 to 5, 18 to 19; make those ' +
      'parts.',
  ]);
  expect(problems(part(0, 21))).toEqual([
    'm.json: expected parts of 20 images, got part-0.npz, which ends before image 21.',
  ]);
  const own = (start: number, end: number, population: string) => ({ ...part(start, end), population });
  expect(problems(own(0, 20, 'dense'), own(0, 10, 'compressed'))).toEqual([
    'm.json: expected parts of all 20 images of compressed, got none of the images 10 to 19; make those ' +
      'parts.',
  ]);
  expect(problems(own(0, 20, 'dense'), own(0, 20, 'compressed'))).toEqual([]);
});
