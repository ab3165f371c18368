import { describe, expect, test } from 'vitest';
import { folderLayout, passedOver } from './folderLayout';

const read = (paths: string[]) => {
  const { part, className } = folderLayout(paths);
  return paths.map((path) => [part(path), className(path)]);
};

describe('folderLayout', () => {
  test.each([
    ['training', 'testing'],
    ['Train', 'Test'],
    ['train_data', 'validation-set'],
    ['train', 'eval'],
    ['dev', 'test images'],
  ])('%s and %s are parts', (first, second) => {
    expect(read([`mnist/${first}/0/1.png`, `mnist/${second}/7/1.png`])).toEqual([
      [first, '0'],
      [second, '7'],
    ]);
  });

  test('parts may hold images of no class', () => {
    expect(read(['d/train/1.png', 'd/test/2.jpg'])).toEqual([
      ['train', null],
      ['test', null],
    ]);
    expect(read(['1.png', 'cat/2.png'])).toEqual([
      [null, null],
      [null, 'cat'],
    ]);
  });

  test('a train among buses and cars is a class', () => {
    expect(read(['d/bus/1.png', 'd/train/1.png'])).toEqual([
      [null, 'bus'],
      [null, 'train'],
    ]);
    expect(read(['d/test/bus/1.png', 'd/test/train/1.png'])).toEqual([
      ['test', 'bus'],
      ['test', 'train'],
    ]);
  });

  test('where every image is in a folder called images, the one above is its class, and that is said', () => {
    const paths = ['tiny/train/n01/images/n01_0.JPEG', 'tiny/train/n02/images/n02_0.JPEG'];
    expect(read(paths)).toEqual([
      ['train', 'n01'],
      ['train', 'n02'],
    ]);
    expect(folderLayout(paths).notes).toEqual([
      'Every image is in a folder called images: the folder above it is its class.',
    ]);
    expect(read(['d/images/1.png'])).toEqual([[null, 'images']]);
    expect(read(['d/cat/1.png', 'd/images/1.png'])).toEqual([
      [null, 'cat'],
      [null, 'images'],
    ]);
  });
});

test('files that are not read are counted by their kinds', () => {
  const bmp = Array.from({ length: 30 }, (_, at) => `d/a/${at}.bmp`);
  expect(passedOver([...bmp, 'd/a/1.png', 'd/a/2.JFIF', 'd/x.TIF', 'd/README', '.hidden'])).toBe(
    '32 files are left out, because only PNG, JPEG, GIF and WebP are read: 30 .bmp, 1 .tif, 1 without a ' +
      'type.',
  );
  expect(passedOver(['d/a/1.png', 'd/a/.DS_Store'])).toBeNull();
});
