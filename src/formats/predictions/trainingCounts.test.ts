import { expect, test } from 'vitest';
import { readTrainingCounts } from './trainingCounts';

function read(csv: string, names = ['cat', 'dog', 'owl']) {
  return readTrainingCounts(new TextEncoder().encode(csv), 't.csv', names);
}

test('counts come in the order of the classes, by name or by number; other classes are ignored', async () => {
  expect(await read('class,count\ndog,20\nemu,7\nowl,5000\ncat,60\n')).toEqual([60, 20, 5000]);
  expect(await read('note,count,class\nx,1,2\ny,2,0\nz,1.0,1\n')).toEqual([2, 1, 1]);
  expect(await read('class,count\n1,5\n0,6\n', ['1', '0'])).toEqual([5, 6]);
});

test.each([
  ['class,n\ncat,1\n', 't.csv: expected the columns class and count, got class, n.'],
  ['class,count\ncat,1\ndog,2\n', 't.csv: expected a row for class owl, got none.'],
  ['class,count\n0,1\n1,2\n', 't.csv: expected a row for class 2, got none.'],
  ['class,count\ncat,1\ncat,1\n', 't.csv: expected one row a class, got class cat again in row 2.'],
  ['class,count\ncat,0\n', 't.csv: expected a whole number above 0 in column count, row 1, got 0.'],
  ['class,count\ncat,1.5\n', 't.csv: expected a whole number above 0 in column count, row 1, got 1.5.'],
  ['class,count\ncat,1e400\n', 't.csv: expected a whole number above 0 in column count, row 1, got 1e400.'],
  ['class,count\ncat,\n', 't.csv: expected a value in column count, row 1, got an empty cell.'],
])('%j is told in one sentence', async (csv, sentence) => {
  await expect(read(csv)).rejects.toThrow(sentence);
});
