import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Predictions } from '../../audit/predictions';
import { alignPredictions } from '../predictions/predictions';
import { refusal } from '../testing/sentence';
import { predictionsToParquet } from '../writing/writePredictions';
import { guessColumns } from './columnGuess';
import { readLongTable } from './longTable';
import { readMappedTable } from './mappedTable';
import type { LongMapping, TableMapping } from './mapping';
import { previewTable } from './tablePreview';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const LONG: LongMapping = {
  form: 'long',
  prediction: 'p',
  image: null,
  model: null,
  label: null,
  pPrediction: null,
  pLabel: null,
  rankLabel: null,
};

const predictions: Predictions = {
  members: ['a', 'b'],
  images: 3,
  classes: 3,
  labels: Uint16Array.of(0, 1, 2, 0, 0, 2),
  pPrediction: Float32Array.of(0.5, 0.6, 0.7, 0.8, 0.9, 1),
  pLabel: Float32Array.of(0.5, 0.6, 0.7, 0.8, 0.1, 1),
  rankLabel: Uint16Array.of(0, 0, 0, 0, 1, 0),
};
const truth = Uint16Array.of(0, 1, 2);

describe('previewTable', () => {
  test('shows the first rows of CSV and Parquet, gzipped or not', async () => {
    const csv = utf8(`a,b\n${Array.from({ length: 100 }, (_, i) => `${i},x${i}\n`).join('')}"open`);
    for (const bytes of [csv, new Uint8Array(gzipSync(csv))]) {
      expect(await previewTable(bytes, 'f', 2)).toEqual({
        file: 'f',
        header: ['a', 'b'],
        rows: [
          ['0', 'x0'],
          ['1', 'x1'],
        ],
      });
    }
    const parquet = await predictionsToParquet(
      { ...predictions, pPrediction: undefined, pLabel: undefined, rankLabel: undefined },
      truth,
    );
    expect(await previewTable(parquet, 'f', 2)).toEqual({
      file: 'f',
      header: ['image_id', 'model_id', 'prediction', 'label'],
      rows: [
        ['0', 'a', '0', '0'],
        ['1', 'a', '1', '1'],
      ],
    });
    expect((await previewTable(parquet, 'f', 50)).rows.length).toBe(6);
  });

  test('cuts long cells between characters', async () => {
    const { rows } = await previewTable(utf8(`a\n${'é'.repeat(1000)}\n`), 'f');
    expect(rows[0][0]).toBe(`${'é'.repeat(57)}...`);
  });
});

describe('guessColumns', () => {
  const guess = async (csv: string) => guessColumns(await previewTable(utf8(csv), 'f'));

  test.each<[string, string, object]>([
    [
      'the names of the audit',
      'image_id,model_id,prediction,label,p_prediction\n1,a,3,4,.5\n',
      {
        form: 'long',
        image: 'image_id',
        model: 'model_id',
        prediction: 'prediction',
        label: 'label',
        pPrediction: 'p_prediction',
        pLabel: null,
      },
    ],
    [
      'other names',
      'File Name,Seed,y_true,y_pred,Confidence\na.png,1,cat,dog,0.25\n',
      {
        form: 'long',
        image: 'File Name',
        model: 'Seed',
        label: 'y_true',
        prediction: 'y_pred',
        pPrediction: 'Confidence',
      },
    ],
    [
      'a column of probabilities called prediction',
      'id,label,prediction,top1\n1,0,0.25,1\n',
      { form: 'long', image: 'id', label: 'label', prediction: 'top1' },
    ],
    [
      'predictions known by their values',
      'id,class,answer\n1,cat,dog\n2,dog,dog\n',
      { form: 'long', image: 'id', label: 'class', prediction: 'answer' },
    ],
    [
      'a column a network, numbered',
      'id,label,net_0,net_1,net_10,note\n1,0,1,2,3,x\n',
      { form: 'wide', image: 'id', label: 'label', models: ['net_0', 'net_1', 'net_10'] },
    ],
    [
      'a column a network, by values',
      'img,truth,anna,bert\n1,cat,dog,cat\n2,dog,cat,dog\n',
      { form: 'wide', image: 'img', label: 'truth', models: ['anna', 'bert'] },
    ],
  ])('%s', async (_, csv, mapping) => {
    expect((await guess(csv)).mapping).toMatchObject(mapping);
  });

  test('says why, and says so when nothing fits', async () => {
    const { columns } = await guess('id,class,answer\n1,cat,dog\n2,dog,dog\n');
    expect(columns).toEqual([
      { column: 'id', role: 'image', why: 'by its name' },
      { column: 'class', role: 'label', why: 'by its name' },
      { column: 'answer', role: 'prediction', why: 'its values are classes of the label' },
    ]);
    expect((await guess('a,b\n0.5,0.25\n')).mapping).toBeNull();
    expect((await guess('image_id\n1\n')).mapping).toBeNull();
  });

  test('answers any header and values', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('label', 'pred', 'model_1', 'model_2', '<b>', '1', '0.5', '__proto__'),
    );
    fc.assert(
      fc.property(
        fc.array(cell, { maxLength: 6 }),
        fc.array(fc.array(cell), { maxLength: 4 }),
        (header, rows) => {
          const { mapping } = guessColumns({
            file: 'f',
            header,
            rows: rows.map((row) => header.map((_, i) => row[i] ?? '')),
          });
          if (mapping?.form === 'wide')
            expect(mapping.models.every((name) => header.includes(name))).toBe(true);
          if (mapping?.form === 'long') expect(header).toContain(mapping.prediction);
        },
      ),
    );
  });
});

describe('readMappedTable', () => {
  const tableOf = async (bytes: Uint8Array<ArrayBuffer>, file: string, mapping: TableMapping) =>
    (await readMappedTable(bytes, file, mapping))[0].table;

  test('reads long tables by other names', async () => {
    const csv = utf8('pic,net,true,said,sure\n7,a,x,y,.5\n7,b,x,x,1\n');
    const mapping = {
      ...LONG,
      image: 'pic',
      model: 'net',
      label: 'true',
      prediction: 'said',
      pPrediction: 'sure',
    };
    const own = await readLongTable(
      utf8('image_id,model_id,label,prediction,p_prediction\n7,a,x,y,.5\n7,b,x,x,1\n'),
      'f',
    );
    expect(await tableOf(csv, 'f', mapping)).toEqual(own);
  });

  test('numbers images and names the network where columns lack', async () => {
    const bare = alignPredictions([
      await tableOf(utf8('p,l\n1,0\n0,0\n'), 'runs/seed-3.csv.gz', { ...LONG, label: 'l' }),
    ]);
    expect(bare.imageIds).toEqual([0, 1]);
    expect(bare.predictions[0].members).toEqual(['seed-3']);
    const two = await tableOf(utf8('m,p,l\na,1,0\nb,1,0\na,0,1\nb,0,1\n'), 'f', {
      ...LONG,
      model: 'm',
      label: 'l',
    });
    expect([...alignPredictions([two]).predictions[0].labels]).toEqual([1, 0, 1, 0]);
  });

  test('reads a column a network', async () => {
    const csv = utf8('id,l,x,y\nq,cat,cat,dog\nr,dog,dog,emu\n');
    const table = await tableOf(csv, 'f', {
      form: 'wide',
      image: 'id',
      label: 'l',
      models: ['x', 'y'],
    });
    const {
      predictions: [read],
      classNames,
      truth: own,
    } = alignPredictions([table]);
    expect(classNames).toEqual(['cat', 'dog', 'emu']);
    expect(read.members).toEqual(['x', 'y']);
    expect([...read.labels]).toEqual([0, 1, 1, 2]);
    expect([...own]).toEqual([0, 1]);
  });

  test.each([
    ['a column that is not there', { ...LONG, prediction: 'q' }, 'f: expected a column q, got p, p2, p2.'],
    [
      'a name that comes twice',
      { ...LONG, prediction: 'p2' },
      'f: expected one column p2, got 2 (the columns are p, p2, p2).',
    ],
    [
      'one column for two',
      { ...LONG, label: 'p' },
      'f: expected every column to have one meaning, got p with two.',
    ],
    [
      'no networks',
      { form: 'wide' as const, image: null, label: null, models: [] },
      'f: expected at least one column of predictions, got none.',
    ],
  ])('refuses %s', async (_, mapping, sentence) => {
    expect(await refusal(() => readMappedTable(utf8('p,p2,p2\n1,1,1\n'), 'f', mapping))).toBe(sentence);
  });
});
