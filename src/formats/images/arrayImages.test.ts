import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeZip } from '../archives/writeZip';
import { writeNpz } from '../arrays/npz';
import { bytesSource } from '../bytes/source';
import { refusal, SENTENCE } from '../testing/sentence';
import { idxImages } from './idxImages';
import { collectImages } from './imageSet';
import { npzImages } from './npzImages';

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

  test('reads colour in four dimensions, whichever way channels stand', async () => {
    const header = (...shape: number[]) => [0, 0, 8, 4, ...shape.flatMap((extent) => [0, 0, 0, extent])];
    const pixels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0];
    const planes = [1, 4, 7, 0, 2, 5, 8, 0, 3, 6, 9, 0];
    const last = bytesSource(Uint8Array.of(...header(1, 2, 2, 3), ...pixels), 'i');
    const first = bytesSource(Uint8Array.of(...header(1, 3, 2, 2), ...planes), 'i');
    for (const each of [last, first]) {
      const set = await collectImages(idxImages(each, labels(7)), options);
      expect(set).toMatchObject({ count: 1, height: 2, width: 2, channels: 3 });
      expect([...set.images]).toEqual(pixels);
    }
    const five = bytesSource(Uint8Array.of(...header(1, 2, 2, 5), ...new Uint8Array(20)), 'i');
    expect(await refusal(() => collectImages(idxImages(five, null), options))).toMatch(
      /^i: expected images in 3 dimensions, or in 4 with 1, 3 or 4 channels, got 1 x 2 x 2 x 5; save/,
    );
    const floats = bytesSource(Uint8Array.of(0, 0, 13, ...bytes.slice(3)), 'i');
    expect(await refusal(() => collectImages(idxImages(floats, null), options))).toMatch(
      /got first bytes 0 0 13 3, which are wider numbers; save them as bytes from 0 to 255\.$/,
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

  test.each<[string, Arrays[string]]>([
    ['shares of 255', { shape: [2, 1, 2], values: Float32Array.of(1 / 255, 2 / 255, 3 / 255, 1) }],
    ['floats that are bytes', { shape: [2, 1, 2], values: Float32Array.of(1, 2, 3, 255) }],
    ['whole numbers that are bytes', { shape: [2, 1, 2], values: Int32Array.of(1, 2, 3, 255) }],
  ])('reads %s, and says so', async (_, array) => {
    const found = await npzImages(bytesSource(writeNpz({ images: array }), 'f'));
    expect(found.notes).toHaveLength(1);
    expect(found.notes[0]).toMatch(/^The numbers of images \(<[fi]4\) are .* bytes\.$/);
    expect([...(await collectImages(found.images, options)).images]).toEqual([1, 2, 3, 255]);
  });

  test('refuses bytes after the images', async () => {
    const head = `${"{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1, 2)}".padEnd(117)}\n`;
    const npy = Buffer.concat([
      Buffer.from([0x93]),
      Buffer.from(`NUMPY\x01\0\x76\0${head}\x01\x02\x03\x04\x05`),
    ]);
    const zip = Buffer.concat(writeZip([{ name: 'images.npy', bytes: new Uint8Array(npy) }]));
    const source = bytesSource(new Uint8Array(zip), 'f');
    expect(await refusal(async () => collectImages((await npzImages(source)).images, options))).toBe(
      'f (images.npy): expected 2 images of 2 bytes, got more bytes after them; save the array again.',
    );
  });

  test('puts channels last, and says so', async () => {
    const first = { shape: [1, 3, 2, 2], values: Uint8Array.of(1, 4, 7, 0, 2, 5, 8, 0, 3, 6, 9, 0) };
    const found = await npzImages(bytesSource(writeNpz({ images: first }), 'f'));
    expect(found.notes).toEqual(['Images are 1 x 3 x 2 x 2: channels come first, and are put last.']);
    const set = await collectImages(found.images, options);
    expect(set).toMatchObject({ height: 2, width: 2, channels: 3 });
    expect([...set.images]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0]);
  });

  test('says which of two axes it takes for channels, where either may be', async () => {
    const found = await npzImages(
      bytesSource(writeNpz({ images: { shape: [1, 3, 2, 3], values: new Uint8Array(18) } }), 'f'),
    );
    expect(found.notes).toEqual([
      'Images are 1 x 3 x 2 x 3, where channels may come first or last: they are taken to come last.',
    ]);
    expect(found.layout.extent).toEqual({ height: 3, width: 2, channels: 3 });
  });

  test('reads one-hot labels, and says so and what it does not use', async () => {
    const arrays = {
      images: grey,
      y: { shape: [2, 3], values: Float32Array.of(0, 0, 1, 1, 0, 0) },
      z: { shape: [1], values: Int32Array.of(5) },
    };
    const found = await npzImages(bytesSource(writeNpz(arrays), 'f'));
    expect(found.notes).toEqual([
      'The labels in y are one-hot (2 x 3): the column of the 1 is the class.',
      'Arrays that are not used: z.',
    ]);
    expect([...(await collectImages(found.images, options)).labels!]).toEqual([2, 0]);
  });

  test('takes arrays without names in their order, and says so', async () => {
    const arrays = { arr_0: grey, arr_1: { shape: [2], values: Int32Array.of(1, 0) } };
    const found = await npzImages(bytesSource(writeNpz(arrays), 'f'));
    expect(found.notes).toEqual(['Arrays have no names: arr_0 is taken for the images, arr_1 their labels.']);
    expect([...(await collectImages(found.images, options)).labels!]).toEqual([1, 0]);
  });

  test('labels of another part, or of one of several, are not those of the images', async () => {
    const label = { shape: [2], values: Int32Array.of(1, 0) };
    for (const [arrays, labels, others] of [
      [{ x_train: grey, y_test: label }, null, 'y_test'],
      [{ x: grey, y_train: label, y_test: label }, null, 'y_train, y_test'],
      [{ x: grey, y_test: label }, [1, 0], null],
      [{ x_test: grey, y: label, y_train: label }, null, 'y, y_train'],
      [{ x_test: grey, y: label }, [1, 0], null],
    ] as const) {
      const found = await npzImages(bytesSource(writeNpz(arrays), 'f'));
      expect(found.notes).toEqual(others ? [`Arrays that are not used: ${others}.`] : []);
      expect(found.numbers && Array.from(found.numbers)).toEqual(labels);
    }
  });

  test.each<[string, Arrays, string]>([
    ['no images', { y: { shape: [1], values: Int32Array.of(0) } }, 'got y (1); save it as numpy.savez'],
    [
      'floats between bytes',
      { images: { shape: [1, 1, 1], values: Float32Array.of(0.5) } },
      'got 0.5 to 0.5, which are no whole 255ths; save them as bytes: (255 * ' +
        'images).round().astype("uint8").',
    ],
    [
      'floats that were normalised',
      { images: { shape: [1, 1, 2], values: Float32Array.of(-1.5, 2) } },
      'got -1.5 to 2; undo what was done to them (x * std + mean), and save bytes from 0 to 255.',
    ],
    [
      'floats of which one is none',
      { images: { shape: [1, 1, 2], values: Float32Array.of(1, Number.NaN) } },
      'got NaN among them; leave those images out.',
    ],
    [
      'numbers of 16 bits',
      { images: { shape: [1, 1, 2], values: Uint16Array.of(0, 65_535) } },
      'got 0 to 65535; save them as bytes, those of 16 bits as (images / 257).round().astype("uint8").',
    ],
    [
      'whole numbers of 0 and 1',
      { images: { shape: [1, 1, 2], values: Int32Array.of(0, 1) } },
      'got 0 to 1 alone; save them as bytes: 0 and 255.',
    ],
    [
      'rows of pixels',
      { images: { shape: [2, 784], values: new Uint8Array(1568) }, labels: { shape: [1], values: ['a'] } },
      'got images (2 x 784), labels (1); save it as numpy.savez("images.npz", images=..., labels=...).',
    ],
    [
      'rows of CIFAR',
      { data: { shape: [1, 3072], values: new Uint8Array(3072) } },
      'save it as numpy.savez("images.npz", images=..., labels=...), CIFAR\'s rows as ' +
        'data.reshape(-1, 3, 32, 32).',
    ],
    [
      'several numbers an image that are not one-hot',
      { images: grey, labels: { shape: [2, 2], values: Int32Array.of(1, 0, 1, 1) } },
      'expected 2 labels in labels, one for each image, got 2 x 2, which are not one-hot; save the class ' +
        'of each image: labels.argmax(1).',
    ],
    [
      'a label too few',
      { images: grey, labels: { shape: [1], values: Int32Array.of(0) } },
      'expected 2 labels in labels, one for each image, got 1.',
    ],
    [
      'a negative label',
      { images: grey, labels: { shape: [2], values: Int32Array.of(0, -1) } },
      'got -1, which says that there is none, for 1 of 2, the first at position 1 of labels; leave those ' +
        'images out.',
    ],
    [
      'a label that is no class',
      { images: grey, labels: { shape: [2], values: Int32Array.of(-1, -2) } },
      'expected classes from 0 on, got -2 at position 1 of labels; leave that image out, or count from 0.',
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
