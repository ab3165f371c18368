import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Coded } from '../columnReader';
import { type HandMadeColumn, pageHeader, parquetOf, parquetWithFooter, varint } from '../testing/parquetOf';
import { refusal } from '../testing/sentence';
import { concat } from '../testing/tarOf';
import { checkDelta } from './deltaPages';
import { scanParquet } from './parquet';

async function read(bytes: Uint8Array<ArrayBuffer>, mostRows?: number): Promise<unknown[]> {
  const values: unknown[] = [];
  const reader = {
    cell: () => undefined,
    run: (run: ArrayLike<unknown>) => void values.push(...Array.from(run)),
    finish: () => undefined,
  };
  const only = (header: string[]) => header.map((name) => (name === 'x' ? reader : null));
  await scanParquet(bytes, 'p', only, mostRows);
  return values;
}

const refused = (rows: number, column: Partial<HandMadeColumn>) =>
  refusal(() => read(parquetOf(rows, [{ name: 'x', type: 1, pages: [], ...column }])));

const INT32 = 1;
const BYTE_ARRAY = 6;
const FIXED = 7;
const RLE = 3;
const DELTA = 5;
const DICTIONARY = 8;
const GZIP = 2;

describe('pages that are rare and right', () => {
  test('several gzip members in a page', async () => {
    const plain = Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0);
    const body = concat(gzipSync(plain.subarray(0, 3)), gzipSync(plain.subarray(3)));
    const header = { ...pageHeader(2, body.length), 2: 8 };
    const column = { name: 'x', type: INT32, codec: GZIP, pages: [{ header, body }] };
    expect(await read(parquetOf(2, [column]))).toEqual([1, 2]);
  });

  test('numbers of several pages, with more bytes in a page than its values take', async () => {
    const page = (...numbers: number[]) => {
      const body = [...new Uint8Array(Int32Array.from(numbers).buffer), 9, 9, 9, 9];
      return { header: pageHeader(numbers.length, body.length), body };
    };
    const pages = [page(1, -2), page(3), page(2 ** 31 - 1, 0)];
    const bytes = parquetOf(5, [{ name: 'x', type: INT32, pages }]);
    expect(await read(bytes)).toEqual([1, -2, 3, 2 ** 31 - 1, 0]);
    expect(await read(bytes, 3)).toEqual([1, -2, 3]);
  });

  test('levels of lists in a page of a column that has none', async () => {
    const body = [2, 0, 7, 0, 0, 0];
    const header = { 1: 3, 2: 6, 3: 6, 8: { 1: 1, 2: 0, 3: 1, 4: 0, 5: 0, 6: 2, 7: false } };
    expect(await read(parquetOf(1, [{ name: 'x', type: INT32, pages: [{ header, body }] }]))).toEqual([7]);
  });

  test('differences, in blocks of which the last breaks off', async () => {
    // 5, 6, 7 and 8: a first value, then one block of four parts whose differences are all 1.
    const body = [...varint(128), ...varint(4), ...varint(4), ...varint(10), ...varint(2), 0, 0, 0, 0];
    const column = { name: 'x', type: INT32, pages: [{ header: pageHeader(4, body.length, DELTA), body }] };
    expect(await read(parquetOf(4, [column]))).toEqual([5, 6, 7, 8]);
  });

  test('the first rows alone, of a run that goes on and of an encoding that cannot be cut', async () => {
    const dictionary = { header: { 1: 2, 2: 8, 3: 8, 7: { 1: 2, 2: 0 } }, body: [7, 0, 0, 0, 9, 0, 0, 0] };
    // Indices of one bit: a run of five, then one of three.
    const body = [1, 10, 1, 6, 0];
    const coded = { header: pageHeader(8, body.length, DICTIONARY), body };
    const bytes = parquetOf(8, [{ name: 'x', type: INT32, dictionary: true, pages: [dictionary, coded] }]);
    expect(await read(bytes, 2)).toEqual([9, 9]);
    expect(await read(bytes, 6)).toEqual([9, 9, 9, 9, 9, 7]);
    expect(await read(bytes)).toEqual([9, 9, 9, 9, 9, 7, 7, 7]);
    const steps = [...varint(128), ...varint(4), ...varint(4), ...varint(10), ...varint(2), 0, 0, 0, 0];
    const page = { header: pageHeader(4, steps.length, DELTA), body: steps };
    expect(await read(parquetOf(4, [{ name: 'x', type: INT32, pages: [page] }]), 3)).toEqual([5, 6, 7]);
  });

  test('places in a dictionary beside values by themselves and absent ones; a place that it lacks', async () => {
    const dictionary = {
      header: { 1: 2, 2: 10, 3: 10, 7: { 1: 2, 2: 0 } },
      body: [1, 0, 0, 0, 97, 1, 0, 0, 0, 98],
    };
    // Before the values how many bytes of levels there are, then levels of one bit: there, absent, there.
    const levels = [2, 0, 0, 0, 3, 0b101];
    const places = (...bits: number[]) => ({
      header: pageHeader(3, levels.length + 1 + bits.length, DICTIONARY),
      body: [...levels, 2, ...bits],
    });
    const text = [1, 0, 0, 0, 98];
    const plain = {
      header: pageHeader(3, levels.length + 2 * text.length),
      body: [...levels, ...text, ...text],
    };
    const optional = { type: BYTE_ARRAY, schema: { 3: 1 }, dictionary: true };
    const pages = [dictionary, places(3, 0b0001, 0), plain];
    expect(await read(parquetOf(6, [{ name: 'x', ...optional, pages }]))).toEqual([
      'b',
      null,
      'a',
      'b',
      null,
      'b',
    ]);
    // A page of three that are absent, of which nothing is written but their level.
    const none = { header: pageHeader(3, 6, DICTIONARY), body: [2, 0, 0, 0, 6, 0] };
    const absent = parquetOf(6, [
      { name: 'x', ...optional, pages: [dictionary, none, places(3, 0b0001, 0)] },
    ]);
    expect(await read(absent)).toEqual([null, null, null, 'b', null, 'a']);
    // Pages that take turns share one dictionary: it is not gone through again for each.
    const turns = [dictionary, ...Array.from({ length: 4 }, () => [places(3, 0b0001, 0), plain]).flat()];
    const dictionaries = new Set<unknown>();
    const reader = {
      ...{ cell: () => undefined, run: () => undefined, finish: () => undefined },
      coded: (values: Coded) => void (values.dictionary.length === 3 && dictionaries.add(values.dictionary)),
    };
    const taking = parquetOf(24, [{ name: 'x', ...optional, pages: turns }]);
    await scanParquet(taking, 'p', (header) => header.map(() => reader));
    expect(dictionaries.size).toBe(1);
    expect(await refused(3, { ...optional, pages: [dictionary, places(3, 0b1101, 0)] })).toMatch(
      'place 3 in a dictionary of 2 values',
    );
  });

  test('a text that begins with a byte order mark keeps it', async () => {
    const body = [4, 0, 0, 0, 0xef, 0xbb, 0xbf, 0x61];
    const column = { name: 'x', type: BYTE_ARRAY, pages: [{ header: pageHeader(1, 8), body }] };
    expect(await read(parquetOf(1, [column]))).toEqual(['\uFEFFa']);
  });

  test('one of ten thousand columns is read without a look at the others', async () => {
    const body = [9, 0, 0, 0];
    const pages = [{ header: pageHeader(1, 4), body }];
    const names = Array.from({ length: 10_000 }, (_, i) => (i === 7000 ? 'x' : `c${i}`));
    expect(
      await read(
        parquetOf(
          1,
          names.map((name) => ({ name, type: INT32, pages })),
        ),
      ),
    ).toEqual([9]);
  });
});

describe('pages and footers that claim what is not there', () => {
  test('lists within lists, each of millions', async () => {
    const footer = Array.from({ length: 33 }, () => [0xf9, 0xff, 0xff, 0xff, 0x0f]).flat();
    expect(await refusal(() => read(parquetWithFooter([0x29, ...footer])))).toMatch(
      /^p: expected a whole Parquet file, got .*a claim of 33554431 where \d+ bytes are left/,
    );
    const deep = Array.from({ length: 200 }, () => 0x19);
    expect(await refusal(() => read(parquetWithFooter([0xf9, ...deep])))).toMatch(/32 deep/);
  });

  test.each([
    ['minus one part', 128, 2 ** 32 - 1, 'blocks of 128 differences in 4294967295 parts'],
    ['no part', 128, 0, 'blocks of 128 differences in 0 parts'],
    ['parts of less than eight', 8, 4, 'blocks of 8 differences in 4 parts'],
  ])('differences in %s', async (_, block, parts, reason) => {
    const body = [...varint(block), ...varint(parts), ...varint(9), 0, ...new Array<number>(50).fill(0)];
    const message = await refused(9, { pages: [{ header: pageHeader(9, body.length, DELTA), body }] });
    expect(message).toContain(`a page at byte 4 with ${reason}`);
  });

  test('differences of other counts and widths, or that break off', () => {
    const head = [...varint(128), ...varint(4)];
    expect(() => checkDelta(Uint8Array.of(...head, 7, 0), 9)).toThrow('7 differences for 9 values');
    expect(() => checkDelta(Uint8Array.of(...head, 9, 0, 0, 65, 0, 0, 0), 9)).toThrow(
      'differences of 65 bits',
    );
    expect(() => checkDelta(Uint8Array.of(...head, 99, 1, 0, 0, 8, 8, 8, 8, 8), 99)).toThrow('break off');
    expect(() => checkDelta(new Uint8Array(0), 0)).not.toThrow();
  });

  test('decimals of so many bytes that multiplying them out takes minutes', async () => {
    const decimal = { 2: 1_500_000, 6: 5, 7: 2, 8: 38 };
    expect(
      await refused(1, { type: FIXED, schema: decimal, pages: [{ header: pageHeader(1, 1), body: [0] }] }),
    ).toMatch('decimals of 1500000 bytes in column x; save them as floats');
    expect(
      await refused(1, {
        type: BYTE_ARRAY,
        schema: { 6: 5 },
        pages: [{ header: pageHeader(1, 1), body: [0] }],
      }),
    ).toMatch('decimals of any number of bytes in column x');
  });

  test('values that go on behind their page, which hold what stands there', async () => {
    const next = { header: pageHeader(1, 4), body: [1, 1, 1, 1] };
    const page = (count: number, body: number[], encoding = 0) => ({
      header: pageHeader(count, body.length, encoding),
      body,
    });
    expect(await refused(3, { pages: [page(2, [1, 0, 0, 0]), next] })).toMatch('with 4 bytes for 2 values');
    expect(await refused(2, { type: BYTE_ARRAY, pages: [page(1, [9, 0, 0, 0, 97]), next] })).toMatch(
      'a text past its end',
    );
    expect(await refused(1, { pages: [page(1, [1, 2, 0], DICTIONARY)] })).toMatch(
      'a dictionary before there is one',
    );
    expect(await refused(1, { pages: [page(1, [1, 2, 0], 1)] })).toMatch(
      'the encoding GROUP_VAR_INT, which is not supported',
    );
    const dictionary = { header: { 1: 2, 2: 4, 3: 4, 7: { 1: 2, 2: 0 } }, body: [1, 0, 0, 0] };
    expect(
      await refused(1, { dictionary: true, pages: [dictionary, page(1, [1, 2, 0], DICTIONARY)] }),
    ).toMatch('a page at byte 4 that claims 2 values in 4 bytes');
    const small = { ...dictionary, header: { ...dictionary.header, 7: { 1: 1, 2: 0 } } };
    const coded = page(1, [1, 2, 0], DICTIONARY);
    expect(await refused(2, { dictionary: true, pages: [small, coded, small, coded] })).toMatch(
      'a second dictionary at byte',
    );
    const levels = {
      header: { 1: 3, 2: 6, 3: 6, 8: { 1: 1, 2: 0, 3: 1, 4: RLE, 5: 0, 6: 7 } },
      body: [2, 0, 7, 0, 0, 0],
    };
    expect(await refused(1, { pages: [levels] })).toMatch('false counts of rows, nulls or levels');
  });

  test('columns that the schema or a row group lacks', async () => {
    const pages = [{ header: pageHeader(1, 4), body: [1, 0, 0, 0] }];
    expect(await refused(1, { schema: { 5: 3 }, pages })).toMatch('a schema with fewer columns than it says');
    expect(await refused(1, { schema: { 5: -3 }, pages })).toMatch('a schema more than 64 deep');
    const twice = parquetOf(
      1,
      [0, 1].map(() => ({ name: 'x', type: INT32, pages })),
    );
    expect(await refusal(() => read(twice))).toMatch('2 chunks of column x in one row group');
  });

  test('an encrypted file, or column, is told as such', async () => {
    const file = parquetWithFooter([0]);
    file.set([0x50, 0x41, 0x52, 0x45], 0);
    expect(await refusal(() => read(file))).toBe(
      'p: expected Parquet that is not encrypted, got an encrypted one; open it with its key where it was ' +
        'made, and save it without encryption.',
    );
  });
});
