import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeNpz } from '../arrays/npz';
import { bytesSource } from '../bytes/source';
import { refusal, SENTENCE } from '../testing/sentence';
import { idxImages, npzImages } from './arrayImages';
import { collectImages } from './imageSet';

const options = { file: 'f' };
const bytes = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4);
const images = bytesSource(bytes, 'i');
const labels = (...values: number[]) =>
  bytesSource(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, values.length, ...values), 'l');

describe('idxImages', () => {
  test('reads images with and without labels', async () => {
    const set = await collectImages(idxImages(images, labels(9, 4)), options);
    expect(set).toMatchObject({
      count: 2,
      height: 1,
      width: 2,
      channels: 1,
      classes: [...'0123456789'],
      ids: ['0', '1'],
    });
    expect([...set.labels!]).toEqual([9, 4]);
    expect([...set.images]).toEqual([1, 2, 3, 4]);
    expect((await collectImages(idxImages(images, null), options)).labels).toBeNull();
  });

  test('wants a label for each image', async () => {
    expect(await refusal(() => collectImages(idxImages(images, labels(1)), options))).toBe(
      'l: expected 2 labels, one for each image of i, got 1.',
    );
  });

  test('reads gzipped files, and refuses one that breaks off or goes on', async () => {
    const packed = bytesSource(new Uint8Array(gzipSync(bytes)), 'i.gz');
    expect([...(await collectImages(idxImages(packed, null), options)).images]).toEqual([1, 2, 3, 4]);
    const cut = bytesSource(bytes.slice(0, 19), 'i');
    expect(await refusal(() => collectImages(idxImages(cut, null), options))).toMatch(
      /^i: expected 1 more bytes/,
    );
    const long = bytesSource(Uint8Array.of(...bytes, 5), 'i');
    expect(await refusal(() => collectImages(idxImages(long, null), options))).toBe(
      'i: expected 2 images of 1 x 2, got more bytes after them.',
    );
  });
});

describe('npzImages', () => {
  type Arrays = Parameters<typeof writeNpz>[0];
  const read = async (arrays: Arrays) => {
    const { images: stream, classes } = await npzImages(bytesSource(writeNpz(arrays), 'f'));
    return collectImages(stream, { ...options, classes });
  };
  const grey = { shape: [2, 1, 2], values: Uint8Array.of(1, 2, 3, 4) };

  test('reads grey and coloured images, labels and names', async () => {
    const set = await read({
      images: grey,
      labels: { shape: [2], values: Int32Array.of(1, 0) },
      classes: { shape: [2], values: ['cat', 'ant'] },
    });
    expect(set).toMatchObject({ count: 2, height: 1, width: 2, channels: 1, classes: ['cat', 'ant'] });
    expect([...set.labels!]).toEqual([1, 0]);
    const colour = await read({ x: { shape: [1, 1, 1, 3], values: Uint8Array.of(5, 6, 7) } });
    expect(colour).toMatchObject({ channels: 3, labels: null, images: Uint8Array.of(5, 6, 7) });
  });

  test.each<[string, Arrays, string]>([
    ['no images', { y: { shape: [1], values: Int32Array.of(0) } }, 'got y (1).'],
    ['floats', { images: { shape: [1, 1, 1], values: Float32Array.of(0.5) } }, 'got images (1 x 1 x 1).'],
    [
      'channels first',
      { images: { shape: [1, 3, 2, 2], values: new Uint8Array(12) } },
      'got images (1 x 3 x 2 x 2).',
    ],
    [
      'a label too few',
      { images: grey, labels: { shape: [1], values: Int32Array.of(0) } },
      'expected 2 labels in labels, one for each image, got 1 (1).',
    ],
    [
      'a negative label',
      { images: grey, labels: { shape: [2], values: Int32Array.of(0, -1) } },
      'got -1, which says that there is none, for 1 of 2, the first at position 1 of labels; leave those ' +
        'images out.',
    ],
    [
      'a label without a name',
      {
        images: grey,
        labels: { shape: [2], values: Int32Array.of(0, 1) },
        classes: { shape: [1], values: ['a'] },
      },
      'expected a class from 0 to 0 in labels at position 1, got 1.',
    ],
  ])('refuses %s', async (_, arrays, sentence) => {
    const message = await refusal(() => read(arrays));
    expect(message).toMatch(SENTENCE);
    expect(message).toContain(sentence);
  });
});
