import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FileMetaData } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import type { Coded } from '../columnReader';
import { readLongTable } from '../tables/longTable';
import { fixture } from '../testing/fixture';
import { rowCount, scanParquet } from './parquet';

const SENTENCE = /^p: expected [^\n]*, got [^\n]*\.$/;

function fileOf(columns: Parameters<typeof parquetWriteBuffer>[0]['columnData'], rowGroupSize = 1_000) {
  return new Uint8Array(parquetWriteBuffer({ columnData: columns, rowGroupSize }));
}

function sample(rows = 20) {
  return [
    { name: 'image_id', data: Array.from({ length: rows }, (_, i) => BigInt(i)), type: 'INT64' as const },
    { name: 'model_id', data: Array.from({ length: rows }, () => 'm'), type: 'STRING' as const },
    {
      name: 'prediction',
      data: Float64Array.from({ length: rows }, (_, i) => i % 3),
      type: 'DOUBLE' as const,
    },
    {
      name: 'p_label',
      data: Float64Array.from({ length: rows }, (_, i) => i / rows),
      type: 'DOUBLE' as const,
    },
  ];
}

test('texts that come again in later row groups are those of the first', async () => {
  const texts = ['a', 'b', null, 'c', 'b', 'd', null, 'a', 'd'];
  const column = { name: 'x', data: texts, type: 'STRING' as const, encoding: 'PLAIN' as const };
  const runs: (Coded & { size: number; row: number })[] = [];
  const told: number[] = [];
  const reader = {
    ...{ cell: () => undefined, run: () => undefined, finish: () => undefined },
    expect: (cells: number) => void told.push(cells),
    coded: (run: Coded, row: number) => void runs.push({ ...run, size: run.dictionary.length, row }),
  };
  expect(await scanParquet(fileOf([column], 3), 'p', () => [reader])).toBe(9);
  expect(told).toEqual([9]);
  expect(runs.map(({ row }) => row)).toEqual([1, 4, 7]);
  expect(runs.flatMap(({ dictionary, indices }) => Array.from(indices, (at) => dictionary[at]))).toEqual(
    texts,
  );
  expect(new Set(runs.map(({ dictionary }) => dictionary)).size).toBe(1);
  // With what is absent: a text is in it once.
  expect(runs.map(({ size }) => size)).toEqual([3, 5, 5]);
});

const asGzip = (input: Uint8Array) => new Uint8Array(gzipSync(input));

describe('codecs', () => {
  test.each(['zstd', 'zstd2', 'gzip'])('%s.parquet, as pyarrow writes it', async (name) => {
    const { rows, image, model, prediction, pPrediction } = await readLongTable(
      fixture(`${name}.parquet`),
      'p',
    );
    expect(rows).toBe(3000);
    for (const row of [0, 1, 999, 1000, 2999]) {
      expect(image.values[image.codes[row]]).toBe(`val/${`${row % 1000}`.padStart(5, '0')}.png`);
      expect(model.values[model.codes[row]]).toBe(`seed-${Math.floor(row / 1000)}`);
      expect(prediction.values[prediction.codes[row]]).toBe(`${(row * row + Math.floor(row / 1000)) % 97}`);
      expect(pPrediction?.[row]).toBe(Math.fround(((row * 7919) % 1009) / 1009));
    }
  });

  test('any other is named with its column, and what to do', async () => {
    await expect(readLongTable(fixture('brotli.parquet'), 'p')).rejects.toThrow(
      'p: expected Parquet compressed with Snappy, gzip or Zstandard, or not at all, got BROTLI in column ' +
        'prediction; save it with compression="snappy".',
    );
  });

  test.each(['zstd', 'zstd2', 'gzip'])(
    '%s.parquet with any byte changed is a table or one sentence',
    async (name) => {
      const whole = fixture(`${name}.parquet`);
      const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(change, async ([at, value]) => {
          const bytes = whole.slice();
          bytes[at] = value;
          await readLongTable(bytes, 'p').catch((error: Error) =>
            expect(error.message).toMatch(/^p: expected [^\n]*\.$/),
          );
        }),
        { numRuns: 30 },
      );
    },
  );

  test('pages that claim a thousand times the file are refused before they are inflated', async () => {
    const data = Array.from({ length: 400 }, () => 'x'.repeat(60_000));
    const columnData = ['image_id', 'model_id', 'prediction'].map((name) => ({
      name,
      data,
      type: 'STRING' as const,
      encoding: 'PLAIN' as const,
    }));
    const bomb = new Uint8Array(
      parquetWriteBuffer({ columnData, codec: 'GZIP', compressors: { GZIP: asGzip } }),
    );
    expect(bomb.length).toBeLessThan(400_000);
    await expect(readLongTable(bomb, 'p')).rejects.toThrow(
      /p: .* that claim to hold far more than the file can\)\.$/,
    );
  });
});

describe('Parquet', () => {
  test('refuses a billion rows, claimed by runs of equal values, before any is decoded', () => {
    const rows = 1n << 30n;
    const metadata = { num_rows: rows, row_groups: [{ num_rows: rows }] } as unknown as FileMetaData;
    expect(() => rowCount(metadata, 1 << 20, 'p')).toThrow(
      'p: expected at most 33554432 rows, got 1073741824; ',
    );
  });

  test('reads row groups, wide integers and doubles', async () => {
    const table = await readLongTable(fileOf(sample(), 7), 'p');
    expect(table.rows).toBe(20);
    expect(table.image).toMatchObject({
      numeric: true,
      values: Array.from({ length: 20 }, (_, i) => `${i}`),
    });
    expect([...table.prediction.codes]).toEqual(Array.from({ length: 20 }, (_, i) => i % 3));
    expect(table.pLabel?.[19]).toBe(Math.fround(0.95));
  });

  test('keeps ids stored as text as text', async () => {
    const [, model, prediction] = sample(2);
    const image = { name: 'image_id', data: ['7', '07'], type: 'STRING' as const };
    const table = await readLongTable(fileOf([image, model, prediction]), 'p');
    expect(table.image).toMatchObject({ numeric: false, values: ['7', '07'] });
  });

  test('says in which row a value is missing', async () => {
    const [image, model] = sample(3);
    const prediction = {
      name: 'prediction',
      data: [1, null, 2] as unknown as number[],
      type: 'INT32' as const,
    };
    await expect(readLongTable(fileOf([image, model, prediction]), 'p')).rejects.toThrow(
      'p: expected a value in column prediction, row 2, got none.',
    );
    const broken = { name: 'prediction', data: Float64Array.of(1, 2, Number.NaN), type: 'DOUBLE' as const };
    await expect(readLongTable(fileOf([image, model, broken]), 'p')).rejects.toThrow(
      'column prediction, row 3, got NaN.',
    );
  });

  test('refuses a file cut off anywhere', async () => {
    const whole = fileOf(sample());
    for (let length = 4; length < whole.length; length += 3) {
      await expect(readLongTable(whole.slice(0, length), 'p')).rejects.toThrow(SENTENCE);
    }
  });

  test('answers a file with any bytes changed with a table or one sentence', async () => {
    const whole = fileOf(sample(60), 40);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        await readLongTable(bytes, 'p').catch((error: Error) =>
          expect(error.message).toMatch(/^p: expected [^\n]*\.$/),
        );
      }),
      { numRuns: 300 },
    );
  });
});
