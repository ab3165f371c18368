import { expect, test } from 'vitest';
import { gapIn, imageIndex, imagesInWords, placesOfLabels } from './imageIndex';

const padded = ['0007', '0008', '0009', '0010'];
const plain = Float64Array.of(7, 8, 9, 10);

test('parts that write the same numbers with and without zeros before them have the same images', () => {
  const index = imageIndex([padded, plain]);
  expect(index.asNumbers).toBe(true);
  expect(index.ids).toEqual(plain);
  expect([...index.placesOf(['0009', '0007'])]).toEqual([2, 0]);
  expect([...index.placesOf(Float64Array.of(10, 11))]).toEqual([3, -1]);
});

test('ids stay as they are written where all parts write them so', () => {
  const alone = imageIndex([padded, padded]);
  expect([alone.asNumbers, alone.ids]).toEqual([false, padded]);
  const others = imageIndex([padded, Float64Array.of(11, 12)]);
  expect([others.asNumbers, others.ids]).toEqual([false, [...padded, '11', '12']]);
  expect(imageIndex([['7'], ['a/7']]).ids).toEqual(['7', 'a/7']);
  // In one part these are two images.
  expect(imageIndex([['7', '07']])).toMatchObject({ asNumbers: false, ids: ['07', '7'] });
});

test('texts that only JavaScript takes for numbers are no ids of numbered images', () => {
  const range = imageIndex([Float64Array.of(0, 1, 2)]);
  expect([...range.placesOf(['', '1.5', '0x1', '1e0', ' 1', '01', '2', 'a'])]).toEqual([
    ...new Array(6).fill(-1),
    ...[2, -1],
  ]);
  const apart = imageIndex([['001'], Float64Array.of(1, 20)]);
  expect(apart.asNumbers).toBe(true);
  expect([...apart.placesOf(['', '0x1', '0020', '1', 'a'])]).toEqual([-1, -1, 1, 0, -1]);
});

test('labels find images by their ids, else by their numbers where that gives all of them', () => {
  let told = 0;
  const places = (index: ReturnType<typeof imageIndex>, ids: string[]) => [
    ...placesOfLabels(index, ids, () => told++),
  ];
  const texts = imageIndex([padded]);
  expect(places(texts, ['0010', '0009', '0008', '0007', '9'])).toEqual([3, 2, 1, 0, -1]);
  expect(places(texts, ['a', '0007'])).toEqual([-1, 0]);
  expect(places(texts, ['10', '0007'])).toEqual([-1, 0]);
  expect(told).toBe(0);
  expect(places(texts, ['10', '9', '8', '7', '6'])).toEqual([3, 2, 1, 0, -1]);
  expect(places(imageIndex([Float64Array.of(7, 90)]), ['0090', '0007'])).toEqual([1, 0]);
  expect(told).toBe(2);
  expect(places(imageIndex([plain]), ['0010', '0009', '0008', '0007'])).toEqual([3, 2, 1, 0]);
  expect(told).toBe(3);
  // Two labels of image 7.
  expect(places(texts, ['10', '9', '8', '7', '07'])).toEqual([-1, -1, -1, -1, -1]);
});

test('parts that are missing are seen in ids with zeros before them too, where these are numbers', () => {
  const parts = [padded, plain, Float64Array.of(14, 15)];
  expect(gapIn(imageIndex(parts).ids, parts)).toBe('11 to 13');
  const scattered = [...parts, ['0020', '0022']];
  expect(gapIn(imageIndex(scattered).ids, scattered)).toBeNull();
});

test('images are told by ranges, and texts by the first and last that follow each other', () => {
  expect(imagesInWords(plain, [0, 1, 3])).toBe('images 7 to 8, 10');
  expect(imagesInWords(plain, [2])).toBe('image 9');
  expect(imagesInWords(padded, [0, 1, 2, 3])).toBe('4 images ("0007" to "0010")');
  expect(imagesInWords([...padded, 'a'], [0, 1, 2, 4])).toBe('4 images ("0007", "0008", "0009" and so on)');
  expect(imagesInWords(padded, [1, 3])).toBe('2 images ("0008", "0010")');
  expect(imagesInWords(padded, [3])).toBe('image "0010"');
});
