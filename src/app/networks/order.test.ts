import { expect, test } from 'vitest';
import type { ImageSet, LabelledImage } from '../../formats/images/imageSet';
import { heldOut, isSortedByClass, SEED, sampleImages, shuffleImages } from './order';

test('a fifth is set aside, at least one and at most 2,000', () => {
  expect([1, 60, 10_000, 60_000].map(heldOut)).toEqual([1, 12, 2000, 2000]);
});

test('images class by class are told from those in any order', () => {
  const sorted = Uint16Array.from({ length: 60 }, (_, image) => Math.floor(image / 20));
  const mixed = Uint16Array.from({ length: 60 }, (_, image) => (image * 7) % 3);
  expect([sorted, mixed, new Uint16Array(60)].map((labels) => isSortedByClass(labels, 3))).toEqual([
    true,
    false,
    false,
  ]);
});

test('images, labels and ids are shuffled together, in place', () => {
  const count = 50;
  const images = Uint8Array.from({ length: 2 * count }, (_, at) => at >> 1);
  const set: ImageSet = {
    height: 1,
    width: 2,
    channels: 1,
    count,
    images,
    ids: Array.from({ length: count }, (_, image) => `${image}`),
    classes: [],
    labels: Uint16Array.from({ length: count }, (_, image) => image),
    fitted: '',
  };
  shuffleImages(set, SEED);
  expect(set.images).toBe(images);
  const order = [...set.labels!];
  expect(order).not.toEqual([...order].sort((a, b) => a - b));
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, image) => image));
  expect(set.ids).toEqual(order.map(String));
  expect([...images]).toEqual(order.flatMap((image) => [image, image]));
});

test('a sample of a long stream is spread over it, and the same again', async () => {
  async function* stream(): AsyncGenerator<LabelledImage> {
    const data = new Uint8Array(1);
    for (let image = 0; image < 10_000; image++) {
      data[0] = image % 251;
      yield { id: `${image}`, className: null, image: { height: 1, width: 1, channels: 1, data } };
    }
  }
  const sample = await sampleImages(stream(), () => {});
  expect(sample.length).toBe(2000);
  const places = sample.map(({ id }) => Number(id));
  expect(new Set(places).size).toBe(2000);
  // 1,000 of 2,000 from the latter half; the deviation of that number is 20.
  expect(Math.abs(places.filter((place) => place >= 5000).length - 1000)).toBeLessThan(80);
  expect(sample.every(({ id, image }) => image.data[0] === Number(id) % 251)).toBe(true);
  expect((await sampleImages(stream(), () => {})).map(({ id }) => id)).toEqual(sample.map(({ id }) => id));
});
