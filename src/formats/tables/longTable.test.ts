import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeParquet } from '../parquet/parquet';
import { readLabelTable, readLongTable } from './longTable';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const HEAD = 'image_id,model_id,prediction';

describe('readLongTable', () => {
  test('reads the columns it knows, in any order, and no other', async () => {
    const table = await readLongTable(
      utf8(
        'note,prediction,rank_label,model_id,p_label,image_id,label,p_prediction\n' +
          'x,3,1,m,0.25,7,4,0.5\ny,5,0,m,1,9,5,1.0000001\n',
      ),
      'p.csv',
    );
    expect(table).toMatchObject({ file: 'p.csv', rows: 2 });
    expect(table.image).toMatchObject({ values: ['7', '9'], numeric: true, firstRows: [1, 2] });
    expect(table.model).toMatchObject({ values: ['m'], numeric: false });
    expect([...table.model.codes]).toEqual([0, 0]);
    expect(table.prediction.values).toEqual(['3', '5']);
    expect(table.label?.values).toEqual(['4', '5']);
    expect([...(table.pPrediction ?? [])]).toEqual([0.5, 1]);
    expect([...(table.pLabel ?? [])]).toEqual([0.25, 1]);
    expect([...(table.rankLabel ?? [])]).toEqual([1, 0]);
  });

  test('tells Parquet by its content, and inflates gzip', async () => {
    const parquet = await writeParquet([
      { name: 'image_id', type: 'INT32', data: Int32Array.of(5, -2) },
      { name: 'model_id', type: 'STRING', data: ['a', 'a'] },
      { name: 'prediction', type: 'STRING', data: ['cat', 'dog'] },
      { name: 'p_label', type: 'FLOAT', data: Float32Array.of(0.1, 0.9) },
    ]);
    for (const bytes of [parquet, new Uint8Array(gzipSync(parquet))]) {
      const table = await readLongTable(bytes, 'p');
      expect(table.image).toMatchObject({ values: ['5', '-2'], numeric: true });
      expect(table.prediction).toMatchObject({ values: ['cat', 'dog'], numeric: false });
      expect([...(table.pLabel ?? [])]).toEqual([Math.fround(0.1), Math.fround(0.9)]);
      expect(table.label).toBeNull();
    }
  });

  test('numbers many distinct ids right', async () => {
    const count = 30_000;
    const rows = Array.from({ length: count }, (_, i) => `image-${(i * 7_919) % count},m,${i % 3}\n`);
    const { image } = await readLongTable(utf8(`${HEAD}\n${rows.join('')}${rows.join('')}`), 'p');
    expect(image.values).toHaveLength(count);
    expect(new Set(image.values).size).toBe(count);
    expect(image.codes.every((code, row) => code === row % count)).toBe(true);
  });

  test.each([
    ['no rows', `${HEAD}\n`, 'p: expected at least one row, got none.'],
    [
      'a missing column',
      'image_id,model\n1,2\n',
      'p: expected the columns model_id, prediction, got image_id, model.',
    ],
    [
      'a column twice',
      `${HEAD},prediction\n1,2,3,4\n`,
      `p: expected one column prediction, got 2 (the columns are ${HEAD.replaceAll(',', ', ')}, prediction).`,
    ],
    [
      'an empty cell',
      `${HEAD}\n1,m,2\n2,m,\n`,
      'p: expected a value in column prediction, row 2, got an empty cell.',
    ],
    [
      'a probability over 1',
      `${HEAD},p_label\n1,m,2,1.5\n`,
      'p: expected a probability from 0 to 1 in column p_label, row 1, got "1.5"; divide percentages by ' +
        '100, or write them with %.',
    ],
    [
      'a probability that is none',
      `${HEAD},p_prediction\n1,m,2,NaN\n`,
      'p: expected a probability from 0 to 1 in column p_prediction, row 1, got "NaN".',
    ],
    [
      'a negative rank',
      `${HEAD},rank_label\n1,m,2,-1\n`,
      'p: expected a rank (a whole number from 0 to 65535) in column rank_label, row 1, got "-1".',
    ],
  ])('refuses %s', async (_, text, sentence) => {
    await expect(readLongTable(utf8(text), 'p')).rejects.toThrow(sentence);
  });

  test('refuses text that is no UTF-8', async () => {
    const bytes = Uint8Array.from([...utf8(`${HEAD}\n1,m,`), 0xff, 0xfe]) as Uint8Array<ArrayBuffer>;
    await expect(readLongTable(bytes, 'p')).rejects.toThrow(
      'p: expected UTF-8 text in row 1, got other bytes',
    );
  });
});

test('readLabelTable reads image_id and label', async () => {
  const table = await readLabelTable(utf8('label;image_id\ncat;x\ndog;y\n'), 'l');
  expect(table).toMatchObject({ rows: 2, image: { values: ['x', 'y'] }, label: { values: ['cat', 'dog'] } });
});
