import { expect, test } from 'vitest';
import { numbersLeftOut } from './partNumbers';

test.each([
  [
    'Spark',
    ['a/part-00000-9f-c000.snappy.parquet', 'a/part-00003-9f-c000.snappy.parquet'],
    '0 to 3, without 1 to 2.',
  ],
  ['Dask', ['part.0.parquet', 'part.2.parquet', 'part.10.parquet'], '0 to 10, without 1, 3 to 9.'],
  ['Ray', ['4f1c0a7e_000004.parquet', '9_4f_000001_000000.parquet'], '1 to 4, without 2 to 3.'],
  [
    'populations together',
    ['dense/part-0.csv', 'sparse/part-1.csv', 'sparse/part-3.csv'],
    '0 to 3, without 2.',
  ],
])('numbers that no part has are told: %s', (_, paths, told) => {
  expect(numbersLeftOut(paths, 'runs')).toContain(`runs: parts are numbered ${told}`);
});

test('nothing is told of numbers without a gap, and of names without numbers', () => {
  expect(numbersLeftOut(['part-00000.csv', 'part-00001.csv', 'other/part-00001.csv'], 'runs')).toBeNull();
  expect(numbersLeftOut(['dense.csv', 'seed_12.csv', 'seed_14.csv'], 'runs')).toBeNull();
  expect(numbersLeftOut([], 'runs')).toBeNull();
});
