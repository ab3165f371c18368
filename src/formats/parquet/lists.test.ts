import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { fixture } from '../testing/fixture';
import { type HandMadeColumn, pageHeader, parquetOf } from '../testing/parquetOf';
import { refusal, SENTENCE } from '../testing/sentence';
import { scanParquet } from './parquet';

/** The lists of one column, each with the row that it was given for. */
async function read(bytes: Uint8Array<ArrayBuffer>, column: string, mostRows?: number): Promise<unknown[]> {
  const lists: unknown[] = [];
  const reader = {
    cell: () => undefined,
    run: (run: ArrayLike<unknown>, firstRow: number) => {
      expect(firstRow).toBe(lists.length + 1);
      for (let i = 0; i < run.length; i++) lists.push(Array.from(run[i] as ArrayLike<unknown>));
    },
    finish: () => undefined,
  };
  await scanParquet(
    bytes,
    'p',
    (header) => header.map((name) => (name === column ? reader : null)),
    mostRows,
  );
  return lists;
}

const rows = <T>(count: number, of: (row: number) => T) => Array.from({ length: count }, (_, row) => of(row));

describe('lists as others write them', () => {
  test.each(['lists', 'lists-v2'])('%s.parquet, as DuckDB writes it', async (name) => {
    const bytes = fixture(`${name}.parquet`);
    expect(await read(bytes, 'logits')).toEqual(
      rows(3000, (i) => [(i * 7) % 11, (i * 7 + 5) % 11, (i * 7 + 16) % 11]),
    );
    expect(await read(bytes, 'probs')).toEqual(rows(3000, (i) => [(i % 4) / 8, (4 - (i % 4)) / 8, 0.5]));
    expect(await read(bytes, 'names')).toEqual(rows(3000, (i) => [`c${i % 3}`, `c${(i * i) % 3}`]));
    expect(await read(bytes, 'dense_preds')).toEqual(rows(3000, (i) => [i % 3, (i * i) % 3, 1, i % 2]));
    expect(await read(bytes, 'probs', 7)).toEqual(rows(7, (i) => [(i % 4) / 8, (4 - (i % 4)) / 8, 0.5]));
  });

  const schema = (requiredList = false, type: 'FLOAT' | 'INT64' = 'FLOAT') => [
    { name: 'root', num_children: 1 },
    {
      name: 'x',
      repetition_type: requiredList ? ('REQUIRED' as const) : ('OPTIONAL' as const),
      num_children: 1,
      converted_type: 'LIST' as const,
    },
    { name: 'list', repetition_type: 'REPEATED' as const, num_children: 1 },
    { name: 'element', repetition_type: 'OPTIONAL' as const, type },
  ];
  const written = (data: unknown[], options: object = {}) =>
    new Uint8Array(
      parquetWriteBuffer({ columnData: [{ name: 'x', data }], schema: schema(), ...options } as never),
    );

  test('pages of the second version, with small pages and row groups, empty and absent lists', async () => {
    const data = rows(5000, (i) =>
      i % 97 === 0 ? null : i % 89 === 0 ? [] : rows(1 + (i % 5), (k) => Math.fround(i + k / 4)),
    );
    const expected = data.map((list) => list ?? []);
    expect(await read(written(data, { pageSize: 400, rowGroupSize: 1000 }), 'x')).toEqual(expected);
    expect(await read(written(data, { pageSize: 400, codec: 'UNCOMPRESSED' }), 'x')).toEqual(expected);
  });

  test('any lists of numbers', async () => {
    const list = fc.option(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(fc.array(list, { minLength: 1, maxLength: 40 }), async (data) => {
        const bytes = written(data, { pageSize: 20, rowGroupSize: 7 });
        expect(await read(bytes, 'x')).toEqual(data.map((each) => each ?? []));
      }),
      { numRuns: 40 },
    );
  });

  test('a million values in lists of a thousand', async () => {
    const data = rows(1500, (i) => Float32Array.from({ length: 1000 }, (_, k) => (i * k) % 13));
    const lists = await read(written(data.map((each) => Array.from(each))), 'x');
    expect(lists.length).toBe(1500);
    expect(lists[1499]).toEqual(Array.from(data[1499]));
  });
});

/** A column of lists of INT32 that are always there, by hand: rows, levels (3 and 1 bits) and values. */
function lists(rowCount: number, pages: HandMadeColumn['pages'], values: number): Uint8Array<ArrayBuffer> {
  return parquetOf(rowCount, [{ name: 'x', type: 1, schema: { 3: 2 }, pages, values }]);
}

/** A page of a repeated column: its repetition and its definition levels, a run each, and its values. */
function page(repetition: number[], definition: number[], values: number[]) {
  const level = (runs: number[]) => [runs.length, 0, 0, 0, ...runs];
  const body = [...level(repetition), ...level(definition), ...values.flatMap((value) => [value, 0, 0, 0])];
  return { header: pageHeader(0, body.length), body };
}

describe('lists by hand', () => {
  const counted = (count: number, made: ReturnType<typeof page>) => ({
    ...made,
    header: pageHeader(count, made.body.length),
  });
  const refused = (rowCount: number, pages: HandMadeColumn['pages'], values: number) =>
    refusal(() => read(lists(rowCount, pages, values), 'x'));

  test('one goes on in the next page', async () => {
    // [1, 2, 3], [4]: the page breaks behind 1. Runs of one level each: 2 is one value, 4 are two.
    const first = counted(1, page([2, 0], [2, 1], [1]));
    const second = counted(3, page([4, 1, 2, 0], [6, 1], [2, 3, 4]));
    expect(await read(lists(2, [first, second], 4), 'x')).toEqual([[1, 2, 3], [4]]);
  });

  test.each<[string, number, ReturnType<typeof counted>[], number, string]>([
    [
      'a first list that never began',
      1,
      [counted(1, page([2, 1], [2, 1], [1]))],
      1,
      'a first list that goes on',
    ],
    [
      'fewer rows than there are',
      2,
      [counted(2, page([2, 0, 2, 1], [4, 1], [1, 2]))],
      2,
      'lists of 1 rows where there are 2',
    ],
    ['fewer values than the levels say', 1, [counted(2, page([2, 0, 2, 1], [4, 1], [1]))], 2, 'bytes for 2'],
    ['levels that break off', 1, [counted(2, page([2, 0], [4, 1], [1, 2]))], 2, 'levels of 1 values'],
    ['a level past its end', 1, [{ header: pageHeader(1, 4), body: [255, 0, 0, 0] }], 1, 'break off'],
    ['a claim of 2 ** 40 values', 1, [counted(1, page([2, 0], [2, 1], [1]))], 2 ** 40, 'values in lists of'],
    [
      'fewer values than rows',
      3,
      [counted(1, page([2, 0], [2, 1], [1]))],
      1,
      'places in the lists of 3 rows',
    ],
    [
      'a list of a million empty places',
      1,
      [counted(1_000_000, page([2, 0, 0xbe, 0x89, 0x7a, 1], [0x80, 0x89, 0x7a, 1], []))],
      1_000_000,
      'expected a whole Parquet file',
    ],
  ])('%s', async (_, rowCount, pages, values, reason) => {
    const message = await refused(rowCount, pages, values);
    expect(message).toMatch(SENTENCE);
    expect(message).toContain(reason);
  });

  test('an empty place in a list is told with its row', async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({
        columnData: [{ name: 'x', data: [[1], [2, null]] }],
        schema: [
          { name: 'root', num_children: 1 },
          { name: 'x', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
          { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
          { name: 'element', repetition_type: 'OPTIONAL', type: 'FLOAT' },
        ],
      }),
    );
    expect(await refusal(() => read(bytes, 'x'))).toContain('an empty place in the list of row 2');
  });

  test('any bytes changed give lists or one sentence', async () => {
    const whole = fixture('lists-v2.parquet');
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        const message = await refusal(() => read(bytes, 'logits'));
        if (message !== undefined) expect(message).toMatch(SENTENCE);
      }),
      { numRuns: 60 },
    );
  });
});
