import { expect, test } from 'vitest';
import {
  fieldsOf,
  firstFields,
  planOf,
  populationsOf,
  readLevels,
  refusalOf,
  withinSeen,
  workloadOf,
} from './fields';

test.each([
  ['90', [0.9]],
  ['90, 50 %;70 50', [0.5, 0.7, 0.9]],
  ['', []],
])('levels "%s"', (text, levels) => {
  expect(readLevels(text)).toEqual(levels);
});

test.each(['0', '100', '50, many', '-5', '92.5', '1 2 3 4 5 6 7 8 9 10 11 12 13'])(
  'levels "%s" are refused',
  (text) => {
    expect(readLevels(text)).toMatch(/^Expected (levels from 1 to 99 percent|at most 12 levels)/);
    expect(refusalOf({ ...firstFields, levels: text }, false)).toBe(readLevels(text));
  },
);

test.each([
  [{ members: 0 }, /networks from 1 to 100, a whole number, got 0/],
  [{ epochs: 1.5 }, /epochs from 1 to 1,000, a whole number, got 1.5/],
  [{ images: 60_001 }, /images from 16 to 60,000/],
  [{ data: 'fashion-mnist-long-tail', images: 14_892 }, /images from 16 to 14,891/],
  [{ epochs: Number.NaN }, /epochs from 1 to 1,000, a whole number, got none\.$/],
  [{ batch: 40 }, /multiple of 16, got 40/],
  [{ batch: 64, images: 32 }, /at most the 32 images, got 64/],
  [{ rate: Number.NaN }, /learning rate above 0 and up to 100, got none\.$/],
  [{ data: 'own' }, /Choose images/],
] as const)('%o is refused', (changes, sentence) => {
  expect(refusalOf({ ...firstFields, ...changes }, false)).toMatch(sentence);
});

test('the first choice can be trained: dense, retrained and 90% on the zoo’s recipe', () => {
  expect(refusalOf(firstFields, false)).toBeNull();
  expect(populationsOf(firstFields)).toEqual([
    { kind: 'dense' },
    { kind: 'null' },
    { kind: 'sparse', level: 0.9 },
  ]);
  expect(planOf(firstFields, 'zoo/')).toMatchObject({
    name: 'Trained here on Fashion-MNIST',
    data: { kind: 'zoo', base: 'zoo/', id: 'fashion-mnist' },
    batch: 256,
    rate: 0.4,
  });
  expect(workloadOf(firstFields)).toMatchObject({ levels: [0, 0, 0.9], testImages: 10_000 });
});

test('the device is the reader’s where that trains, else WebAssembly', () => {
  expect(['?device=webgpu', '?device=auto', ''].map((search) => fieldsOf(search).device)).toEqual([
    'webgpu',
    'wasm',
    'wasm',
  ]);
});

test('own images are no more than there are, less those held out', () => {
  const own = { ...firstFields, data: 'own' as const, images: 1000 };
  const seen = { file: 'a', kind: 'IDX', count: 500, heldOut: null, labels: [], notes: [] };
  expect(withinSeen(own, seen).images).toBe(400);
  expect(withinSeen({ ...own, heldOut: [{ path: 'a', content: new Blob() }] }, seen).images).toBe(500);
  expect(withinSeen(own, { ...seen, heldOut: 'test' }).images).toBe(500);
  expect([withinSeen(own, undefined), withinSeen(own, { ...seen, count: null })]).toEqual([own, own]);
  expect(withinSeen(firstFields, seen)).toBe(firstFields);
});
