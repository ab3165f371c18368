import { expect, test } from 'vitest';
import { categoryReader } from './columns';

test('numbers keep their codes, however large and in whatever order they come', () => {
  const reader = categoryReader('p.parquet', 'c');
  const run = [65_535, 0, 3, 65_536, -1, 3, 65_535, 0.5, 0, 40, 40, 0.5, -1, 65_536];
  reader.run(run, 1);
  reader.run([40, 7], run.length + 1);
  const { values, codes } = reader.finish();
  expect(values).toEqual(['65535', '0', '3', '65536', '-1', '0.5', '40', '7']);
  expect(Array.from(codes, (code) => Number(values[code]))).toEqual([...run, 40, 7]);
});

test('many columns of one row with a large number take little memory', () => {
  const before = process.memoryUsage().arrayBuffers;
  const readers = Array.from({ length: 400 }, (_, column) => categoryReader('p.parquet', `${column}`));
  for (const reader of readers) reader.run([65_535], 1);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
  expect(readers.every((reader) => reader.finish().values[0] === '65535')).toBe(true);
});
