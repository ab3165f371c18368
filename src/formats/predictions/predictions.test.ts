import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Predictions } from '../../audit/predictions';
import { readLabelTable, readLongTable } from '../tables/longTable';
import { predictionsToCsv, predictionsToParquet } from '../writing/writePredictions';
import { alignPredictions } from './predictions';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const table = (text: string, file = 'd.csv') => readLongTable(utf8(text), file);
const HEAD = 'image_id,model_id,prediction,label\n';

/** Rows image, model, prediction, label of two images and two models. */
const ROWS = ['10,m2,1,1', '9,m1,0,0', '9,m2,1,0', '10,m1,0,1'];
const csv = (rows: string[]) => `${HEAD}${rows.join('\n')}\n`;

describe('alignPredictions', () => {
  test('sorts images and networks, whatever the order of the rows', async () => {
    const whole = alignPredictions([await table(csv(ROWS))]);
    expect(whole.imageIds).toEqual([9, 10]);
    expect([...whole.truth]).toEqual([0, 1]);
    expect(whole.predictions[0]).toMatchObject({ members: ['m1', 'm2'], images: 2, classes: 2 });
    expect([...whole.predictions[0].labels]).toEqual([0, 0, 1, 1]);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(ROWS, { minLength: 4 }), async (rows) => {
        expect(alignPredictions([await table(csv(rows))])).toEqual(whole);
      }),
    );
  });

  test('sorts networks by the numbers in their names, so that draws meet them in that order', async () => {
    const ids = ['d/10', 'd/2', 'd/1', 'd/02', 'd', 'e/0', 'd/2b'];
    const { predictions } = alignPredictions([await table(csv(ids.map((id) => `0,${id},0,0`)))]);
    expect(predictions[0].members).toEqual(['d', 'd/1', 'd/02', 'd/2', 'd/2b', 'd/10', 'e/0']);
  });

  test('orders classes by number, else by code unit, else as given', async () => {
    const mapped = async (classes: string[], given: string[] | null = null) =>
      alignPredictions([await table(csv(classes.map((name, i) => `${i},m,${name},${name}`)))], null, given);
    expect((await mapped(['10', '9', '2.0', '02'])).classValues).toEqual([2, 9, 10]);
    expect((await mapped(['b', 'B', 'a', '10'])).classValues).toEqual(['10', 'B', 'a', 'b']);
    const named = await mapped(['b', 'a'], ['b', 'x', 'a']);
    expect(named.classValues).toEqual(['b', 'x', 'a']);
    expect([...named.truth]).toEqual([0, 2]);
    const indexed = await mapped(['2', '0'], ['b', 'x', 'a']);
    expect(indexed.classValues).toEqual([0, 1, 2]);
    expect(indexed.classNames).toEqual(['b', 'x', 'a']);
    expect([...indexed.truth]).toEqual([2, 0]);
  });

  test('two files share images, labels and classes', async () => {
    const other = await table('image_id,model_id,prediction\n10,x,2\n9,x,0\n', 'c.csv');
    const { predictions, truth, classValues } = alignPredictions([await table(csv(ROWS)), other]);
    expect(classValues).toEqual([0, 1, 2]);
    expect([...truth]).toEqual([0, 1]);
    expect([...predictions[1].labels]).toEqual([0, 2]);
    expect(predictions.map(({ classes }) => classes)).toEqual([3, 3]);
  });

  test('takes labels from a file of their own, which may hold more images', async () => {
    const labels = await readLabelTable(utf8('image_id,label\n8,1\n9,1\n10,0\n'), 'l.csv');
    const unlabelled = await table('image_id,model_id,prediction\n10,x,1\n9,x,0\n');
    expect([...alignPredictions([unlabelled], labels).truth]).toEqual([1, 0]);
    const few = await readLabelTable(utf8('image_id,label\n9,1\n'), 'l.csv');
    expect(() => alignPredictions([unlabelled], few)).toThrow(
      'l.csv: expected a true label for image 10, got none.',
    );
    expect(() => alignPredictions([unlabelled])).toThrow(
      'd.csv: expected the true labels of the images, got no column label',
    );
  });

  test.each([
    ['a missing pair', ROWS.slice(1), 'd.csv: expected a prediction of model m2 for image 10, got none.'],
    [
      'a pair twice',
      [...ROWS, '9,m2,0,0'],
      'd.csv: expected one prediction of model m2 for image 9, got another one in row 5;',
    ],
    [
      'a pair twice that says the same',
      [...ROWS, ROWS[0]],
      'got the same again in row 5, as loaders that fill up the last batch give (DistributedSampler); keep',
    ],
    [
      'one pair twice and another missing',
      [...ROWS.slice(1), '9,m2,0,0'],
      'd.csv: expected one prediction of model m2 for image 9, got another one in row 4;',
    ],
    [
      'two labels of one image',
      ['9,m1,0,0', '9,m2,0,1'],
      'd.csv: expected one true label for image 9, got 0 and, in row 2, 1.',
    ],
    [
      'a negative class',
      ['9,m1,-1,0'],
      'd.csv: expected a class index or name in column prediction, row 1, got "-1"; a negative number ' +
        'mostly stands for no class',
    ],
    [
      'a class NaN',
      ['9,m1,0,NaN'],
      'd.csv: expected a class index or name in column label, row 1, got "NaN", a missing value; fill it ' +
        'in, or leave the image out.',
    ],
  ])('refuses %s', async (_, rows, sentence) => {
    const broken = await table(csv(rows));
    expect(() => alignPredictions([broken])).toThrow(sentence);
  });

  test('refuses other images, other labels and unknown class names in a second file', async () => {
    const dense = await table(csv(ROWS));
    const second = async (text: string, classes: string[] | null = null) => {
      const compressed = await table(text, 'c.csv');
      return () => alignPredictions([dense, compressed], null, classes);
    };
    expect(await second(csv(['9,m,0,0', '11,m,0,0']))).toThrow(
      'c.csv: expected the same images as in d.csv, got image 11 (row 2), which that file lacks.',
    );
    expect(await second(csv(['9,m,0,0']))).toThrow(
      'c.csv: expected the same images as in d.csv, got none with image_id 10.',
    );
    expect(await second(csv(['9,m,0,1', '10,m,0,1']))).toThrow(
      'c.csv: expected one true label for image 9, got 0 and, in row 1, 1.',
    );
    expect(await second(csv(['9,m,5,0', '10,m,0,1']), ['a', 'b'])).toThrow(
      'c.csv: expected one of the 2 given class names, or an index from 0 to 1, in column prediction, row ' +
        '1, got "5".',
    );
  });

  test('names what is missing of a table too sparse to lay out', async () => {
    const count = 100_000;
    const rows = Array.from({ length: count }, (_, i) => `${i},m${i},0,0`);
    const sparse = await table(csv(rows));
    expect(() => alignPredictions([sparse])).toThrow(
      'd.csv: expected a prediction of model m0 for image 1, got none.',
    );
  });
});

describe('predictions written and read again', () => {
  const predictions: Predictions = {
    members: ['dense/0', 'dense/1, "odd"'],
    images: 3,
    classes: 3,
    labels: Uint16Array.of(0, 1, 2, 2, 1, 0),
    pPrediction: Float32Array.of(0.1, 0.7, 1, 0.333333343, 1e-7, 0.5),
    pLabel: Float32Array.of(0, 0.7, 1, 0.1, 1e-7, 0.25),
    rankLabel: Uint16Array.of(2, 0, 0, 1, 0, 2),
  };
  const truth = Uint16Array.of(1, 1, 2);

  test.each([
    ['CSV', async () => utf8([...predictionsToCsv(predictions, truth)].join(''))],
    ['Parquet', () => predictionsToParquet(predictions, truth)],
  ])('%s keeps everything', async (_, write) => {
    const aligned = alignPredictions([await readLongTable(await write(), 'x')]);
    expect(aligned.predictions[0]).toEqual(predictions);
    expect(aligned.truth).toEqual(truth);
    expect(aligned.imageIds).toEqual([0, 1, 2]);
  });

  test('leaves out what was not predicted', async () => {
    const { members, images, classes, labels } = predictions;
    const text = [...predictionsToCsv({ members, images, classes, labels }, truth)].join('');
    expect(text.split('\n')[0]).toBe('image_id,model_id,prediction,label');
  });
});
