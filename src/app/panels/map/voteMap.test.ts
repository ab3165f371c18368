import { expect, test } from 'vitest';
import type { Predictions } from '../../../audit/predictions';
import type { ImageMap } from '../../../model/imageMap';
import { MOST_IMAGES, methodWords, voteMap } from './voteMap';

/** Predictions of `members` networks: `label` says what one says of an image. */
function said(
  members: number,
  images: number,
  label: (member: number, image: number) => number,
): Predictions {
  const labels = new Uint16Array(members * images);
  for (let member = 0; member < members; member++) {
    for (let image = 0; image < images; image++) labels[member * images + image] = label(member, image);
  }
  const names = Array.from({ length: members }, (_, member) => `m${member}`);
  return { members: names, images, classes: 4, labels };
}

function made(work: Generator<number, ImageMap>): ImageMap {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    expect(step.value).toBeGreaterThanOrEqual(0);
    expect(step.value).toBeLessThanOrEqual(1);
  }
}

const IMAGES = 400;
const dense = said(6, IMAGES, (member, image) => (member < image % 5 ? (image + 1) % 4 : image % 4));
const compressed = said(5, IMAGES, (member, image) => (member < image % 3 ? (image + 2) % 4 : image % 4));
const place = ({ places }: ImageMap, image: number) => [places[2 * image], places[2 * image + 1]];
const apart = (map: ImageMap, a: number, b: number) => {
  const [[ax, ay], [bx, by]] = [place(map, a), place(map, b)];
  return Math.hypot(ax - bx, ay - by);
};

test('all images lie on the map, the same for the same seed; those with the same votes lie together', () => {
  const map = made(voteMap(dense, compressed, 3));
  expect(map.places).toHaveLength(2 * IMAGES);
  expect(map.places.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(map).toMatchObject({ by: 'votes', shipped: false });
  expect(map.method).toContain('60 different votes');
  expect(made(voteMap(dense, compressed, 3)).places).toEqual(map.places);
  expect(made(voteMap(dense, compressed, 4)).places).not.toEqual(map.places);
  // Images 60 apart have the same votes, and differ from the next ones.
  expect(apart(map, 7, 67)).toBeLessThan(0.01);
  expect(place(map, 7)).not.toEqual(place(map, 67));
  expect(apart(map, 7, 9)).toBeGreaterThan(apart(map, 7, 67));
});

test('of many images a draw is on the map, the same for the same seed, and that is said', () => {
  const many = MOST_IMAGES + 500;
  const sides = [said(1, many, (_, image) => image % 2), said(1, many, () => 1)] as const;
  const map = made(voteMap(...sides, 5));
  expect(map.places).toHaveLength(2 * many);
  expect(map.places.filter(Number.isFinite)).toHaveLength(2 * MOST_IMAGES);
  expect(map.method).toContain('on 20,000 of 20,500 images, drawn too');
  expect(made(voteMap(...sides, 5)).places).toEqual(map.places);
});

test('the words on how it was made separate thousands', () => {
  expect(methodWords([1056, 1056], [10_000, 10_000], 1)).toContain('of 1,056 different votes');
  expect(methodWords([4000, 5123], [20_000, 20_500], 1)).toContain(
    'of 4,000 of 5,123 different votes, drawn',
  );
});

test('one, two or three different votes need no layout', () => {
  const one = made(
    voteMap(
      said(2, 9, () => 1),
      said(2, 9, () => 1),
      0,
    ),
  );
  expect(one.places.every(Number.isFinite)).toBe(true);
  const two = made(
    voteMap(
      said(2, 9, (_, image) => image % 2),
      said(2, 9, () => 1),
      0,
    ),
  );
  expect(apart(two, 0, 1)).toBeGreaterThan(0.5);
});
