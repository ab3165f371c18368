import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import expected from '../fixtures/images.json';
import { describeFit, type FitChoice, fitImage, type RawImage } from './fit';

const grey = (height: number, width: number, values: ArrayLike<number>): RawImage => ({
  height,
  width,
  channels: 1,
  data: Uint8Array.from(values),
});

describe('fitImage', () => {
  test.each(expected.resized)('resizes $from to $to as numpy and torch do', ({ from, to, image, values }) => {
    const target = { height: to[0], width: to[1], channels: 1 };
    const fitted = fitImage(grey(from[0], from[1], image), target, 'stretch');
    fitted.forEach((value, at) => {
      expect(Math.abs(value - values[at])).toBeLessThanOrEqual(0.5 + 1e-9);
    });
    expect(fitted.length).toBe(values.length);
  });

  test('makes colour grey by Rec. 601, and grey colour', () => {
    const colour: RawImage = { height: 8, width: 1, channels: 3, data: Uint8Array.from(expected.colours) };
    const one = fitImage(colour, { height: 8, width: 1, channels: 1 }, 'crop');
    expect([...one]).toEqual(expected.grey.map(Math.round));
    const three = fitImage(grey(1, 2, [7, 9]), { height: 1, width: 2, channels: 3 }, 'crop');
    expect([...three]).toEqual([7, 7, 7, 9, 9, 9]);
    expect(() => fitImage(colour, { height: 1, width: 1, channels: 2 }, 'crop')).toThrow(
      '1 or 3 channels, got 2',
    );
  });

  test('puts what is transparent on white', () => {
    const data = Uint8Array.of(10, 20, 30, 0, 10, 20, 30, 255, 0, 0, 0, 51);
    const fitted = fitImage(
      { height: 1, width: 3, channels: 4, data },
      { height: 1, width: 3, channels: 3 },
      'crop',
    );
    expect([...fitted]).toEqual([255, 255, 255, 10, 20, 30, 204, 204, 204]);
  });

  test('crops the middle, or pads with black', () => {
    const wide = grey(2, 6, [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]);
    const target = { height: 2, width: 2, channels: 1 };
    expect([...fitImage(wide, target, 'crop')]).toEqual([2, 3, 12, 13]);
    expect([...fitImage(wide, target, 'pad')]).toEqual([6, 9, 0, 0]);
    expect([...fitImage(grey(1, 1, [9]), { height: 3, width: 2, channels: 1 }, 'pad')]).toEqual([
      0, 0, 9, 0, 0, 0,
    ]);
  });

  test('keeps an even image even, and gives every size asked for', () => {
    const extent = fc.integer({ min: 1, max: 40 });
    const choices = fc.constantFrom<FitChoice>('crop', 'stretch', 'pad');
    fc.assert(
      fc.property(extent, extent, extent, extent, choices, (height, width, rows, columns, choice) => {
        const image = grey(height, width, new Uint8Array(height * width).fill(200));
        const fitted = fitImage(image, { height: rows, width: columns, channels: 1 }, choice);
        expect(fitted.length).toBe(rows * columns);
        expect(
          [...new Set(fitted)].filter((value) => value !== 200 && (choice !== 'pad' || value !== 0)),
        ).toEqual([]);
      }),
    );
  });
});

describe('describeFit', () => {
  const extent = (height: number, width: number, channels: number) => ({ height, width, channels });
  test.each<[[number, number, number], [number, number, number], FitChoice, string]>([
    [[32, 32, 3], [32, 32, 3], 'crop', 'unchanged'],
    [[28, 28, 1], [32, 32, 3], 'pad', 'padded with black to 32 x 32, grey repeated in three channels'],
    [[28, 28, 1], [32, 32, 1], 'crop', 'enlarged to 32 x 32 by linear interpolation'],
    [
      [375, 500, 4],
      [28, 28, 1],
      'crop',
      'transparency made white, cropped to the middle 375 x 375, reduced to 28 x 28 by area averages, made ' +
        'grey (Rec. 601)',
    ],
    [[10, 100, 3], [32, 32, 3], 'stretch', 'resized to 32 x 32 (area averages and linear interpolation)'],
    [[64, 32, 3], [32, 32, 3], 'pad', 'reduced to 32 x 16 by area averages, padded with black to 32 x 32'],
  ])('%j to %j, %s', (from, to, choice, words) => {
    expect(describeFit(extent(...from), extent(...to), choice)).toBe(words);
  });
});
