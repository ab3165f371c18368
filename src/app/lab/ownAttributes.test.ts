import { expect, it } from 'vitest';
import { writeNpz } from '../../formats/arrays/npz';
import { withCopy } from '../../library/copiedZoo';
import { readOwnAttributes } from '../../library/ownAttributes';
import { withheldZoo } from '../../library/testing/withheldZoo';
import type { ImageCopy } from '../../library/withheld';
import type { Zoo } from '../../library/zoo';
import { withAttributes } from './ownAttributes';

const count = 40;
const { images, labels, zoo: known } = withheldZoo(count);
const bare = known as unknown as Zoo;
/** The copy has the images of each class one after the other. */
const places = Uint32Array.from(labels, (label, image) => 4 * label + Math.floor(image / 10));
const copy: ImageCopy = {
  ...{ file: 'test.npz', kind: 'npz', created: '', fitted: 'unchanged', realigned: false, calibration: null },
  ...{ images, places, bits: { mean: 0, most: 0 }, notes: [] },
};
const zoo = withCopy(bare, copy);
const table = (classes: boolean) => {
  const rows = Array.from({ length: count }, (_, row) => [row, row / 4, Math.floor(row / 4)]);
  const text = rows.map(([row, score, label]) => (classes ? [row, score, label] : [row, score]).join());
  return {
    path: 'scores.csv',
    content: new Blob([[`image_id,score${classes ? ',label' : ''}`, ...text, ''].join('\n')]),
  };
};
const scoresOf = (attributes: Awaited<ReturnType<typeof withAttributes>>['attributes']) =>
  attributes?.map((each) => ('values' in each ? [...each.values] : each.categories));

it('scores are by the numbers of the images here, or by their places in a copy', async () => {
  const here = await withAttributes(bare, table(false), false);
  expect(scoresOf(here.attributes)).toEqual([Array.from({ length: count }, (_, image) => image / 4)]);
  const there = await withAttributes(zoo, table(true), true);
  expect(scoresOf(there.attributes)?.[0]).toEqual(Array.from(places, (place) => place / 4));
});

it('of some of the images, arrays are of all test images', async () => {
  const values = Float32Array.from({ length: count }, (_, place) => place + 0.5);
  const npz = writeNpz({ score: { shape: [count], values } });
  const file = { path: 's.npz', bytes: npz, inCopy: true };
  const [score] = await readOwnAttributes(zoo, file, [5, 0, 3]);
  expect(score).toMatchObject({
    name: 'score',
    values: Float64Array.from([5, 0, 3], (image) => places[image] + 0.5),
  });
});

it('classes beside them that say another order refuse them in one sentence', async () => {
  await expect(withAttributes(zoo, table(true), false)).rejects.toThrow(
    /^scores.csv: expected the classes of the images, .* on 90.0% of them; choose the order of test.npz\.$/,
  );
  await expect(withAttributes(bare, table(true), false)).rejects.toThrow(
    /give the numbers that images have here/,
  );
});

it('a category of few values, though these be numbers, is not taken for the classes', async () => {
  const rows = Array.from(labels, (label, row) => `${row},${label < 5 ? 1 : 0}`);
  const text = ['image_id,category', ...rows, ''].join('\n');
  const bytes = new TextEncoder().encode(text);
  const all = Array.from({ length: count }, (_, image) => image);
  const [category] = await readOwnAttributes(bare, { path: 'c.csv', bytes, inCopy: false }, all);
  expect(category).toMatchObject({ name: 'category', categories: ['0', '1'] });
});
