import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decode, gif } from '../testing/openedImages';
import { refusal } from '../testing/sentence';
import { tarOf } from '../testing/tarOf';
import type { DecodeImage } from './decodeImage';
import { openImageFiles } from './imageFiles';
import { collectImages } from './imageSet';

const text = (content: string) => new TextEncoder().encode(content);

const open = (files: Record<string, Uint8Array>) =>
  openImageFiles([{ path: 'a.tar.gz', content: new Blob([gzipSync(tarOf(files))]) }], decode);

async function read(files: Record<string, Uint8Array>) {
  const opened = await open(files);
  const { images, byName } = await opened.open({ part: null, labels: null });
  const { classes, labels, images: shades } = await collectImages(images, { file: 'a.tar.gz' });
  return { classes, labels: labels && [...labels], shades: [...shades], byName, notes: opened.notes };
}

describe('classes in files beside images', () => {
  test('are numbers in .cls, before or after the image, whatever folder it is in', async () => {
    expect(
      await read({
        'd/0.cls': text('2\n'),
        'd/0.gif': gif(7),
        'd/1.left.gif': gif(8),
        'd/1.cls': text('01'),
      }),
    ).toEqual({
      classes: ['0', '1', '2'],
      labels: [2, 1],
      shades: [7, 8],
      byName: false,
      notes: ['The class of each image is in the .cls file beside it.'],
    });
  });

  test('are not read on once the reader has stopped it', async () => {
    const files = [
      { path: 'd/0.gif', content: new Blob([gif(7)]) },
      { path: 'd/0.cls', content: new Blob(['2']) },
    ];
    await expect(openImageFiles(files, decode, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('are names in .cls, or the label in .json', async () => {
    expect(
      await read({ '0.gif': gif(7), '0.cls': text('dog'), '1.gif': gif(8), '1.cls': text('cat') }),
    ).toMatchObject({ classes: ['cat', 'dog'], labels: [1, 0], byName: true });
    expect(
      await read({ '0.gif': gif(7), '0.json': text('{"url":"x","label":1}'), '0.txt': text('a dog') }),
    ).toMatchObject({
      labels: [1],
      byName: false,
      notes: [
        'The class of each image is in the .json file beside it.',
        '1 file is left out, because only PNG, JPEG, GIF and WebP are read: 1 .txt.',
      ],
    });
  });

  test('JSON without a label is no class, nor is a note beside images in folders of classes', async () => {
    expect(await read({ '0.gif': gif(7), '0.json': text('{"caption":"a dog"}') })).toMatchObject({
      labels: null,
      notes: [expect.stringContaining('1 .json.')],
    });
    expect(
      await read({ 'a/0.gif': gif(7), 'b/1.gif': gif(8), 'b/1.json': text('{"label":5}') }),
    ).toMatchObject({
      classes: ['a', 'b'],
      labels: [0, 1],
    });
  });

  test.each<[string, Record<string, Uint8Array>, string]>([
    [
      'an image without one',
      { '0.gif': gif(7), '0.cls': text('1'), '1.gif': gif(8) },
      'a.tar.gz: expected a .cls file with the class beside every image, got none beside 1 of 2, the first ' +
        '1.gif; add them, or leave those images out.',
    ],
    [
      'an empty one',
      { '0.gif': gif(7), '0.cls': text(' ') },
      'a.tar.gz: expected a class in 0.cls, got nothing.',
    ],
    [
      'JSON of which one says none',
      { '0.gif': gif(7), '0.json': text('{"label":1}'), '1.gif': gif(8), '1.json': text('[') },
      'a.tar.gz: expected a class in 1.json, got no cls, label, class, target in it.',
    ],
    [
      'one that says that there is none',
      { '0.gif': gif(7), '0.cls': text('-1'), '1.gif': gif(8), '1.cls': text('0') },
      'a.tar.gz: expected a class for every image, got -1, which says that there is none, for 1 of 2, the ' +
        'first beside 0.gif; leave those images out.',
    ],
  ])('refuses %s', async (_, files, sentence) => {
    expect(await refusal(() => open(files))).toBe(sentence);
  });
});

test('images that are not decoded here are counted and named; alone they are refused', async () => {
  const pngOnly: DecodeImage = Object.assign(decode.bind(null), { kinds: ['GIF', 'PNG'] as const });
  const file = (path: string) => ({ path, content: new Blob([gif(path.length)]) });
  const files = await openImageFiles([file('d/a/1.gif'), file('d/a/2.webp'), file('d/b/3.gif')], pngOnly);
  expect(files.counts).toEqual({ '': 2 });
  expect(files.notes).toEqual(['1 file is left out, because only GIF and PNG are read: 1 .webp.']);
  const { images } = await files.open({ part: null, labels: null });
  expect((await collectImages(images, { file: 'd' })).ids).toEqual(['d/a/1.gif', 'd/b/3.gif']);
  expect(await refusal(() => openImageFiles([file('d/a/2.webp'), file('d/b/3.webp')], pngOnly))).toBe(
    'd: expected GIF or PNG images, got none (2 files are: 2 .webp); convert them to PNG.',
  );
});
