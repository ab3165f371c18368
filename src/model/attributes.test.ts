import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { computedAttributes, imageAttributes } from './attributes';

type Case = { height: number; width: number; channels: number; images: number[]; expected: number[][] };

const cases: Case[] = JSON.parse(
  readFileSync(new URL('./fixtures/attributes.json', import.meta.url), 'utf8'),
);

function shardOf({ height, width, channels, images }: Omit<Case, 'expected'>) {
  const count = images.length / (height * width * channels);
  return {
    id: 'small',
    count,
    height,
    width,
    channels,
    images: Uint8Array.from(images),
    labels: new Uint16Array(count),
    classes: ['a'],
  };
}

test.each(cases)('attributes of $channels channel images as numpy and scipy have them', (given) => {
  const columns = imageAttributes(shardOf(given));
  expect(columns.map(({ name }) => name)).toEqual(computedAttributes.map(({ name }) => name));
  given.expected.forEach((row, image) => {
    row.forEach((value, column) => {
      expect(columns[column].values[image]).toBeCloseTo(value, 14);
    });
  });
});

test('a dark image is its own mirror image, and a fully lit one too', () => {
  const [black, white] = cases[0].expected;
  expect(black).toEqual([0, 0, 0, 0, 1]);
  expect(white).toEqual([1, 0, 1, 0, 1]);
});

test('neither grey nor RGB: one sentence', () => {
  const shard = shardOf({ height: 1, width: 1, channels: 4, images: [1, 2, 3, 4] });
  expect(() => imageAttributes(shard)).toThrow(
    'Expected grey images or RGB ones to take luma of, but those of small have 4 channels.',
  );
});
