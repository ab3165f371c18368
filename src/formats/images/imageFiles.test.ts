import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeZip } from '../archives/writeZip';
import { writeNpz } from '../arrays/npz';
import { hfOf } from '../testing/hfOf';
import { file, gif, open, read } from '../testing/openedImages';
import { refusal, SENTENCE } from '../testing/sentence';
import { concat } from '../testing/tarOf';

const idx = (shades: number[]) =>
  file(
    'x-images-idx3-ubyte',
    Uint8Array.of(0, 0, 8, 3, 0, 0, 0, shades.length, 0, 0, 0, 1, 0, 0, 0, 1, ...shades),
  );
const idxLabels = (labels: number[]) =>
  file('x-labels-idx1-ubyte', Uint8Array.of(0, 0, 8, 1, 0, 0, 0, labels.length, ...labels));
const packed = ({ path, content }: { path: string; content: Blob }, as = `${path}.gz`) =>
  content.arrayBuffer().then((bytes) => file(as, new Uint8Array(gzipSync(new Uint8Array(bytes)))));

describe('openImageFiles', () => {
  test('a pair of IDX files, gzipped or not, in any order', async () => {
    for (const pair of [
      [idxLabels([1, 0]), idx([7, 8])],
      [await packed(idx([7, 8])), idxLabels([1, 0])],
    ]) {
      const files = await open(...pair);
      expect(files).toMatchObject({ kind: 'IDX', parts: [], notes: [] });
      expect(Object.values(files.counts)).toEqual([2]);
      const set = await read(files);
      expect([...set.images]).toEqual([7, 8]);
      expect([...set.labels!]).toEqual([1, 0]);
    }
  });

  test('two pairs of IDX files are two parts, the one for testing first', async () => {
    const named = (pair: ReturnType<typeof file>, name: string) => ({
      ...pair,
      path: pair.path.replace('x', name),
    });
    const files = await open(
      named(idx([1]), 'train'),
      named(idxLabels([0]), 'train'),
      named(idx([2]), 't10k'),
      named(idxLabels([0]), 't10k'),
    );
    expect(files).toMatchObject({ parts: ['t10k', 'train'], counts: { t10k: 1, train: 1 } });
    expect([...(await read(files)).images]).toEqual([2]);
    expect([...(await read(files, { part: 'train' })).images]).toEqual([1]);
  });

  test('Parquet files are parts by their names or folders, and others are passed over', async () => {
    const parquet = (path: string, shade: number) =>
      file(path, hfOf([{ img: { bytes: gif(shade), path: null }, label: BigInt(shade % 2) }]));
    for (const [train, testing] of [
      ['data/train-00000-of-00002.parquet', 'data/test-00000-of-00001.parquet'],
      ['mnist/train/0000.parquet', 'mnist/test/0000.parquet'],
    ]) {
      const files = await open(
        file('README.md', new TextEncoder().encode('# x')),
        parquet(train, 1),
        parquet(train.replace('0000', '0001'), 2),
        parquet(testing, 3),
      );
      expect(files).toMatchObject({
        kind: 'Parquet',
        parts: ['test', 'train'],
        counts: { test: 1, train: 2 },
      });
      expect([...(await read(files)).images]).toEqual([3]);
      expect([...(await read(files, { part: 'train' })).images]).toEqual([1, 2]);
    }
    const plain = await open(parquet('a.parquet', 1), parquet('b.parquet', 2));
    expect(plain).toMatchObject({ parts: [], counts: { '': 2 } });
    expect([...(await read(plain)).images]).toEqual([1, 2]);
  });

  test.each([
    ['as Keras saves MNIST', 'x_train', 'y_train', 'x_test', 'y_test'],
    ['as MedMNIST', 'train_images', 'train_labels', 'test_images', 'test_labels'],
  ])('npz with a set for training and one for testing, %s, is two parts', async (_, x, y, xTest, yTest) => {
    const shade = (value: number) => ({ shape: [1, 1, 1], values: Uint8Array.of(value) });
    const label = (value: number) => ({ shape: [1, 1], values: Int32Array.of(value) });
    const npz = writeNpz({ [x]: shade(1), [y]: label(0), [xTest]: shade(2), [yTest]: label(1) });
    const files = await open(file('set.npz', npz));
    expect(files).toMatchObject({ parts: ['test', 'train'], counts: { train: 1, test: 1 }, notes: [] });
    expect(await read(files)).toMatchObject({ images: Uint8Array.of(2), labels: Uint16Array.of(1) });
    expect(await read(files, { part: 'train' })).toMatchObject({
      images: Uint8Array.of(1),
      labels: Uint16Array.of(0),
    });
  });

  test('npz, with its names of classes in their order', async () => {
    const npz = writeNpz({
      images: { shape: [2, 1, 1], values: Uint8Array.of(5, 6) },
      labels: { shape: [2], values: Int32Array.of(0, 1) },
      classes: { shape: [2], values: ['owl', 'cat'] },
    });
    const files = await open(file('i.npz', npz));
    expect(files).toMatchObject({ kind: 'npz', counts: { '': 2 } });
    expect(await read(files)).toMatchObject({ count: 2, classes: ['owl', 'cat'] });
  });

  test('an archive and a folder, with the part for testing first', async () => {
    const entries = { 'd/train/cat/1.gif': gif(1), 'd/test/owl/2.gif': gif(2), 'd/test/cat/3.gif': gif(3) };
    const zip = concat(...writeZip(Object.entries(entries).map(([name, bytes]) => ({ name, bytes }))));
    const folder = Object.entries(entries).map(([path, bytes]) => file(path, bytes));
    for (const files of [await open(file('d.zip', zip)), await open(...folder)]) {
      expect(files).toMatchObject({
        parts: ['test', 'train'],
        counts: { test: 2, train: 1 },
        notes: [],
      });
      expect((await files.open({ part: 'test', labels: null })).byName).toBe(true);
      expect(await read(files, { part: 'test' })).toMatchObject({ count: 2, classes: ['cat', 'owl'] });
    }
  });

  test('labels of QMNIST and of one column are read, and what is taken of them is said', async () => {
    const labels = (each: number) =>
      file(
        'q-labels-idx2-int',
        concat(
          [0, 0, 12, 2, 0, 0, 0, 2, 0, 0, 0, each],
          ...[3, 1].map((label) => {
            const row = new Uint8Array(4 * each).fill(9);
            row.set([0, 0, 0, label]);
            return row;
          }),
        ),
      );
    const files = await open(labels(8), idx([7, 8]));
    expect(files.notes).toEqual([
      'Labels have 8 numbers an image, as those of QMNIST: the first is its class.',
    ]);
    expect([...(await read(files)).labels!]).toEqual([3, 1]);
    expect([...(await read(await open(labels(1), idx([7, 8])))).labels!]).toEqual([3, 1]);
    expect(await refusal(async () => read(await open(labels(3), idx([7, 8]))))).toBe(
      'q-labels-idx2-int: expected one label an image, got 3 numbers (2 x 3); save the column of classes ' +
        'alone.',
    );
  });

  test('the one folder that holds all images is no class of theirs, one within it is', async () => {
    const flat = await read(await open(file('d/1.gif', gif(1)), file('d/2.gif', gif(2))));
    expect(flat).toMatchObject({ count: 2, labels: null });
    const within = await read(await open(file('d/cat/1.gif', gif(1)), file('d/cat/2.gif', gif(2))));
    expect(within.classes).toEqual(['cat']);
  });

  test('files of a kind that is not read are named; testing and training are parts', async () => {
    const paths = ['m/testing/0/1.gif', 'm/training/0/1.gif', 'm/training/1/2.bmp', 'm/training/1/3.gif'];
    const folder = await open(...paths.map((path) => file(path, gif(1))));
    expect(folder).toMatchObject({
      parts: ['testing', 'training'],
      counts: { testing: 1, training: 2 },
      notes: ['1 file is left out, because only PNG, JPEG, GIF and WebP are read: 1 .bmp.'],
    });
    expect((await read(folder, { part: 'training' })).classes).toEqual(['0', '1']);
    expect(await refusal(() => open(file('m/a/1.bmp', gif(1)), file('m/b/2.tif', gif(1))))).toBe(
      'm: expected PNG, JPEG, GIF or WebP images, got none (2 files are: 1 .bmp, 1 .tif); convert them to ' +
        'PNG.',
    );
  });

  test('classes of Parquet that are text stand in the order of their names', async () => {
    const rows = ['owl', 'cat'].map((label, at) => ({ img: { bytes: gif(at), path: null }, label }));
    const files = await open(file('t.parquet', hfOf(rows)));
    expect((await files.open({ part: null, labels: null })).byName).toBe(true);
    expect(await read(files)).toMatchObject({ classes: ['cat', 'owl'], labels: Uint16Array.of(1, 0) });
    expect(files.advice).toBe('name the column of classes label (columns: img, label)');
  });

  test.each<[string, ReturnType<typeof file>[], string]>([
    [
      'images of IDX with labels of another name',
      [idx([1]), { ...idx([1]), path: 'y-images' }, { ...idxLabels([1]), path: 'z-labels' }],
      'got z-labels; give the two of a pair the same name but for "images" and "labels".',
    ],
    [
      'images of IDX beside a table',
      [idx([1]), file('labels.csv', new TextEncoder().encode('a,b\n'))],
      'got labels.csv (text) beside it; choose the IDX file of labels.',
    ],
    ['images of IDX alone', [idx([1])], 'got only the images; choose both.'],
    ['labels alone', [idxLabels([1])], 'got only the labels; choose both.'],
    [
      'a pickle',
      [file('p.pkl', Uint8Array.of(0x80, 4, 0x95))],
      'images, got a Python pickle, which is never opened here; it runs code when it is opened: save arrays',
    ],
    [
      'a pickled batch of CIFAR alone, with the address of the binary version',
      [file('data_batch_1', Uint8Array.of(0x80, 2, 0x95))],
      'data_batch_1: expected the binary version of CIFAR, got the pickled Python version (data_batch_1), ' +
        'which only Python can open safely; take "binary version" from https://www.cs.toronto.edu/',
    ],
    [
      'a table',
      [file('t.csv', new TextEncoder().encode('a,b\n'))],
      't.csv: expected IDX, CIFAR (binary), npz',
    ],
  ])('refuses %s', async (_, files, sentence) => {
    const message = await refusal(() => open(...files));
    expect(message).toMatch(SENTENCE);
    expect(message).toContain(sentence);
  });
});
