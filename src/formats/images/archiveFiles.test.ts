import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { writeZip } from '../archives/writeZip';
import { writeNpz } from '../arrays/npz';
import { gif, open } from '../testing/openedImages';
import { refusal, SENTENCE } from '../testing/sentence';
import { concat, tarOf } from '../testing/tarOf';
import { filePart } from './folderLayout';
import { collectImages } from './imageSet';

const file = (path: string, content: Uint8Array) => ({ path, content: new Blob([new Uint8Array(content)]) });
const tarGz = (path: string, entries: Record<string, Uint8Array<ArrayBuffer>>) =>
  file(path, gzipSync(tarOf(entries)));
const zip = (path: string, entries: Record<string, Uint8Array<ArrayBuffer>>) =>
  file(path, concat(...writeZip(Object.entries(entries).map(([name, bytes]) => ({ name, bytes })))));
const npz = (path: string, shade: number) =>
  file(
    path,
    writeNpz({
      images: { shape: [1, 1, 1], values: Uint8Array.of(shade) },
      labels: { shape: [1], values: Int32Array.of(0) },
    }),
  );

async function shades(files: Awaited<ReturnType<typeof open>>, part: string) {
  const { images } = await files.open({ part, labels: null });
  return [...(await collectImages(images, { file: files.file })).images];
}

test('archives of training and of test images are one set, by their folders', async () => {
  const files = await open(
    tarGz('c-train.tar.gz', { 'train/cat/0.gif': gif(1), 'train/owl/0.gif': gif(2) }),
    tarGz('c-test.tar.gz', { 'test/cat/0.gif': gif(3) }),
    file('README.md', new TextEncoder().encode('# data')),
  );
  expect(files).toMatchObject({
    kind: '2 archives of images',
    parts: ['test', 'train'],
    counts: { test: 1, train: 2 },
    notes: ['Files beside the archives are left out: README.md.'],
  });
  expect(await shades(files, 'test')).toEqual([3]);
  expect(await shades(files, 'train')).toEqual([1, 2]);
});

test('or by their names, where no folder says it', async () => {
  const files = await open(
    zip('test.zip', { 'cat/0.gif': gif(3) }),
    zip('train.zip', { 'cat/0.gif': gif(1) }),
  );
  expect(files.parts).toEqual(['test', 'train']);
  expect(await shades(files, 'train')).toEqual([1]);
  const arrays = await open(npz('train.npz', 5), npz('test.npz', 6));
  expect(arrays).toMatchObject({ kind: 'npz', parts: ['test', 'train'] });
  expect(await shades(arrays, 'test')).toEqual([6]);
  expect(await shades(arrays, 'train')).toEqual([5]);
});

test('archives without a part are one after the other', async () => {
  const files = await open(zip('a.zip', { 'cat/0.gif': gif(3) }), zip('b.zip', { 'owl/0.gif': gif(1) }));
  expect(files.parts).toEqual([]);
  const { images } = await files.open({ part: null, labels: null });
  expect(await collectImages(images, { file: files.file })).toMatchObject({ classes: ['cat', 'owl'] });
});

test.each<[string, ReturnType<typeof file>[], string]>([
  [
    'archives of several kinds',
    [zip('a.zip', { 'cat/0.gif': gif(3) }), npz('test.npz', 6)],
    'a.zip: expected archives of one kind, got images and npz (test.npz); choose those of one set.',
  ],
  [
    'npz files of which none says its part',
    [npz('a.npz', 1), npz('b.npz', 2)],
    'a.npz: expected one npz file, or some whose names say which part each is (train.npz, test.npz), ' +
      'got 2; choose one.',
  ],
])('refuses %s', async (_, files, sentence) => {
  const message = await refusal(() => open(...files));
  expect(message).toMatch(SENTENCE);
  expect(message).toBe(sentence);
});

test.each([
  ['train-00000-of-00002.parquet', 'train'],
  ['cifar10-test-jpeg.tar.gz', 'test'],
  ['x_test.npz', 'test'],
  ['mnist/train/0000.parquet', 'train'],
  ['latest.zip', ''],
])('%s is of the part "%s"', (path, part) => {
  expect(filePart(path)).toBe(part);
});
