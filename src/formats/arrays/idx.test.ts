import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIdxImages, readIdxLabels } from './idx';

const images = Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);
const labels = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9]);

describe('IDX', () => {
  test('reads images and labels', () => {
    expect(readIdxImages(images, 'i')).toEqual({
      count: 2,
      height: 1,
      width: 3,
      images: images.subarray(16),
    });
    expect([...readIdxLabels(labels, 'l')]).toEqual([7, 8, 9]);
  });

  test('refuses a file cut off at any byte, or with one more', () => {
    for (let length = 0; length < images.length; length++) {
      expect(() => readIdxImages(images.subarray(0, length), 'i')).toThrow(/^i: expected .*, got .*\.$/);
    }
    expect(() => readIdxLabels(Uint8Array.from([...labels, 0]), 'l')).toThrow(
      'l: expected 3 bytes of data for its shape 3, got 4 after byte 8.',
    );
  });

  test('refuses other magic numbers', () => {
    expect(() => readIdxImages(labels.slice(), 'l')).toThrow(/header of 16 bytes, got a file of 11/);
    expect(() => readIdxLabels(images, 'i')).toThrow(
      'i: expected an IDX file of bytes in 1 dimension (first bytes 0 0 8 1), got first bytes 0 0 8 3.',
    );
  });

  test('is not fooled by counts whose product overflows', () => {
    const hostile = images.slice();
    hostile.fill(0xff, 4, 16);
    expect(() => readIdxImages(hostile, 'i')).toThrow(
      `expected ${0xffffffffn ** 3n} bytes of data for its shape 4294967295 x 4294967295 x 4294967295, got ` +
        '6 after byte 16.',
    );
  });

  test('answers any bytes with data that covers them or one sentence', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (tail, magic) => {
        const bytes = magic ? Uint8Array.from([0, 0, 8, 1, ...tail]) : tail;
        try {
          expect(readIdxLabels(bytes, 'f')).toHaveLength(bytes.length - 8);
        } catch (error) {
          expect((error as Error).message).toMatch(/^f: expected .*, got .*\.$/);
        }
      }),
    );
  });
});
