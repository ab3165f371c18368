import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { bytesSource } from '../bytes/source';
import { type HfRow, hfOf } from '../testing/hfOf';
import { refusal, SENTENCE } from '../testing/sentence';
import type { DecodeImage } from './decodeImage';
import { hfImages, readHfLayout } from './hfParquet';
import { collectImages } from './imageSet';

const gif = (shade: number) => Uint8Array.of(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 2, 0, 1, 0, shade);
const decode: DecodeImage = async (bytes) => ({
  width: 2,
  height: 1,
  channels: 1,
  data: Uint8Array.of(bytes[10], 0),
});

const FEATURES = {
  info: {
    features: { img: { _type: 'Image' }, label: { names: ['cat', '<i>dog</i>'], _type: 'ClassLabel' } },
  },
};

const ROWS: HfRow[] = Array.from({ length: 5 }, (_, i) => ({
  img: { bytes: gif(i), path: i < 4 ? `${i}.gif` : null },
  label: BigInt(i % 2),
}));

const fileOf = (rows = ROWS, features: unknown = FEATURES) => hfOf(rows, features);

async function read(bytes: Uint8Array<ArrayBuffer>, label: string | null = 'label', decoder = decode) {
  const source = bytesSource(bytes, 'h.parquet');
  const layout = await readHfLayout(source);
  return collectImages(hfImages(source, layout, label, decoder), {
    file: 'h.parquet',
    classes: layout.labels[0]?.names ?? undefined,
  });
}

describe('hfParquet', () => {
  test('reads images, classes and their names', async () => {
    const set = await read(fileOf());
    expect(set).toMatchObject({ count: 5, height: 1, width: 2, channels: 1, classes: ['cat', '<i>dog</i>'] });
    expect([...set.labels!]).toEqual([0, 1, 0, 1, 0]);
    expect([...set.images]).toEqual([0, 0, 1, 0, 2, 0, 3, 0, 4, 0]);
    expect(set.ids).toEqual(['0.gif', '1.gif', '2.gif', '3.gif', '4']);
  });

  test('decodes several images at once, and keeps their order', async () => {
    const waiting: (() => void)[] = [];
    const set = await read(fileOf(), 'label', async (bytes, type) => {
      // None is decoded before all are asked for; the last one is then the first.
      await new Promise<void>((resolve) => {
        waiting.unshift(resolve);
        if (waiting.length === ROWS.length) for (const go of waiting) go();
      });
      return decode(bytes, type);
    });
    expect(set.ids).toEqual(['0.gif', '1.gif', '2.gif', '3.gif', '4']);
    expect([...set.images]).toEqual([0, 0, 1, 0, 2, 0, 3, 0, 4, 0]);
  });

  test('does without names, and without classes', async () => {
    const bytes = fileOf(ROWS, null);
    const { labels, image } = await readHfLayout(bytesSource(bytes, 'h.parquet'));
    expect({ labels, image }).toEqual({
      labels: [{ column: 'label', names: null, isText: false }],
      image: 'img',
    });
    expect((await read(bytes)).classes).toEqual(['0', '1']);
    expect((await read(bytes, null)).labels).toBeNull();
  });

  test.each<[string, Uint8Array<ArrayBuffer>, string]>([
    [
      'a class without a name',
      fileOf([{ ...ROWS[0], label: 7n }]),
      'h.parquet: expected a class from 0 to 1 in column label, row 1, got 7.',
    ],
    [
      'a negative class',
      fileOf([{ ...ROWS[0], label: -1n }], null),
      'h.parquet: expected a class for every image, got -1, which says that there is none, for all 1, the ' +
        'first in column label, row 1; leave those images out.',
    ],
    [
      'an image that is elsewhere',
      fileOf([ROWS[0], { img: { bytes: null, path: 'a.png' }, label: 0n }]),
      'h.parquet: expected the bytes of an image in column img, row 2, got none.',
    ],
    [
      'bytes that are no image',
      fileOf([{ img: { bytes: new Uint8Array(3), path: 'a.png' }, label: 0n }]),
      'h.parquet: expected a PNG, JPEG, GIF or WebP image at a.png, got other content or one that breaks ' +
        'off.',
    ],
    [
      'a table without images',
      new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'x', data: [1, 2] }] })),
      "h.parquet: expected a column of images (a struct of bytes and path, as Hugging Face's " +
        'datasets write it), got x.',
    ],
  ])('refuses %s', async (_, bytes, sentence) => {
    expect(await refusal(() => read(bytes))).toBe(sentence);
  });

  test('takes no names from metadata of another shape', async () => {
    for (const features of [
      { info: null },
      { info: { features: { label: { names: [1] } } } },
      '__proto__',
      [],
    ]) {
      const { labels } = await readHfLayout(bytesSource(fileOf(ROWS, features), 'h.parquet'));
      expect(labels).toEqual([{ column: 'label', names: null, isText: false }]);
    }
  });

  test('refuses a file cut off anywhere', async () => {
    const whole = fileOf();
    for (let length = 0; length < whole.length; length += 5) {
      expect(await refusal(() => read(whole.slice(0, length)))).toMatch(SENTENCE);
    }
  });

  test('answers a file with any bytes changed with images or one sentence', async () => {
    const whole = fileOf();
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        const message = await refusal(() => read(bytes));
        if (message !== undefined) expect(message).toMatch(SENTENCE);
      }),
      { numRuns: 300 },
    );
  });
});
