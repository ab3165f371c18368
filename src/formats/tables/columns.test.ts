import fc from 'fast-check';
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

test('cells of a text file have the codes of their texts, be they numbers or not', () => {
  const some = [
    '0',
    '00',
    '7',
    '07',
    '65535',
    '65536',
    '99999',
    '100000',
    '-1',
    '1.0',
    ' 7',
    'a',
    '07a',
    'né',
  ];
  const column = fc.array(fc.constantFrom(...some), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(column, (texts) => {
      const reader = categoryReader('p.csv', 'c');
      for (const [at, text] of texts.entries()) {
        const bytes = new TextEncoder().encode(`,${text},`);
        reader.cell(bytes, 1, bytes.length - 1, at + 1);
      }
      const { values, codes, firstRows } = reader.finish();
      expect(values).toEqual([...new Set(texts)]);
      expect(Array.from(codes, (code) => values[code])).toEqual(texts);
      expect(firstRows).toEqual(values.map((value) => texts.indexOf(value) + 1));
    }),
  );
});
