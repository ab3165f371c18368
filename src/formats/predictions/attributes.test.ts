import { expect, test } from 'vitest';
import { writeNpz } from '../arrays/npz';
import { npyOf } from '../testing/npyOf';
import { readAttributes } from './attributes';

function read(csv: string, ids: (number | string)[] = [0, 1, 2]) {
  return readAttributes(new TextEncoder().encode(csv), 'a.csv', ids);
}

test('numbers, codes and words, in the order of the images; other images are ignored', async () => {
  const csv = 'age,image_id,place,dark\n31.5,2,out,1\n7,9,in,0\n-2e1,0,out,0\n18,1,in,10\n';
  expect(await read(csv)).toEqual([
    { name: 'age', values: Float64Array.of(-20, 18, 31.5) },
    { name: 'place', categories: ['in', 'out'], codes: Uint16Array.of(1, 0, 1) },
    { name: 'dark', categories: ['0', '1', '10'], codes: Uint16Array.of(0, 2, 1) },
  ]);
});

test('whole numbers of many values are numbers', async () => {
  const rows = Array.from({ length: 11 }, (_, image) => `img-${image},${image}`);
  const [size] = await read(`image_id,size\n${rows.join('\n')}\n`, ['img-10', 'img-3']);
  expect(size).toEqual({ name: 'size', values: Float64Array.of(10, 3) });
});

test.each([
  ['image_id\n0\n', 'a.csv: expected a column image_id and one or more attributes, got image_id.'],
  ['id,age\n0,1\n', 'a.csv: expected a column image_id and one or more attributes, got id, age.'],
  [
    'image_id,age,age\n0,1,2\n',
    'a.csv: expected each column to have a name of its own, got image_id, age, age.',
  ],
  ['image_id,age\n0,1\n1,2\n0,3\n', 'a.csv: expected one row an image, got image 0 again in row 3.'],
  ['image_id,age\n0,1\n2,2\n', 'a.csv: expected a row for image 1, got none.'],
  ['image_id,age\n0,1\n1,\n2,3\n', 'a.csv: expected a value in column age, row 2, got an empty cell.'],
])('%j is told in one sentence', async (csv, sentence) => {
  await expect(read(csv)).rejects.toThrow(sentence);
});

test('arrays of a value an image, by their places', async () => {
  const npz = writeNpz({
    score: { shape: [3], values: Float32Array.of(0.5, 0.25, 1) },
    place: { shape: [3, 1], values: ['out', 'in', 'out'] },
  });
  expect(await readAttributes(npz, 's.npz', [2, 0])).toEqual([
    { name: 'score', values: Float64Array.of(1, 0.5) },
    { name: 'place', categories: ['in', 'out'], codes: Uint16Array.of(1, 1) },
  ]);
  const codes = npyOf('|u1', '(3,)', [7, 9, 7]);
  expect(await readAttributes(codes, 'a/code.npy', [0, 1, 2])).toEqual([
    { name: 'code', categories: ['7', '9'], codes: Uint16Array.of(0, 1, 0) },
  ]);
  await expect(readAttributes(codes, 'c.npy', [0, 1])).rejects.toThrow(
    'c.npy: expected 2 values in c, one for each of the images 0 to 1 that are compared, got 3; give CSV',
  );
  expect(await readAttributes(codes, 'c.npy', [1, 0], 3)).toMatchObject([{ codes: Uint16Array.of(1, 0) }]);
  await expect(readAttributes(codes, 'c.npy', [1, 0], 9)).rejects.toThrow(
    'expected 9 or 2 values in c, one for each of the images 0 to 1 that are compared, or of all 9, got 3;',
  );
  await expect(readAttributes(codes, 'c.npy', ['a', 'b', 'c'])).rejects.toThrow(
    'c.npy: expected ids of images that are their places in an array, from 0, got a; give CSV or Parquet',
  );
});
