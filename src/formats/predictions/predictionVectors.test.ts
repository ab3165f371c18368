import { describe, expect, test } from 'vitest';
import type { NpyArray } from '../arrays/npy';
import { familyOf } from '../tables/populationNames';
import { refusal } from '../testing/sentence';
import { alignFiles } from './plausible';
import { readPredictionArrays } from './predictionArrays';
import { sharedClasses } from './predictionFile';

const numbers = (shape: number[], values: number[]): NpyArray => ({
  kind: 'numbers',
  dtype: '<f8',
  shape,
  values: Float64Array.from(values),
});
const texts = (...all: string[]): NpyArray => ({ kind: 'text', shape: [all.length], texts: all });
const read = (arrays: Record<string, NpyArray>, file = 'runs/seed0.npz') =>
  readPredictionArrays(new Map(Object.entries(arrays)), file);

describe('vectors of predictions', () => {
  test.each(['predictions', 'y_pred', 'preds', 'arr_0'])('%s is one network, called as its file', (name) => {
    const { populations, columns } = read({
      [name]: numbers([3], [0, 1, 1]),
      labels: numbers([3], [0, 1, 0]),
    });
    const [{ table }] = populations;
    expect(populations.length).toBe(1);
    expect(table.model.values).toEqual(['seed0']);
    expect(table.isNamedByFile).toBe(true);
    expect(Array.from(table.prediction.codes, (code) => table.prediction.values[code])).toEqual([
      '0',
      '1',
      '1',
    ]);
    expect(columns.map(({ role }) => role)).toEqual(['prediction', 'label']);
  });

  test('several called as networks are, with ids by another name', () => {
    const [{ table }] = read({
      seed_0: numbers([2], [0, 1]),
      seed_1: numbers([2], [1, 1]),
      filenames: texts('b.png', 'a.png'),
    }).populations;
    expect(table.model.values).toEqual(['seed_0', 'seed_1']);
    expect(table.image.values).toEqual(['b.png', 'a.png']);
  });

  test('beside a matrix, ids by another name count where there is one for each image', () => {
    const matrix = numbers([2, 3], [0, 1, 1, 0, 0, 1]);
    const idsOf = (name: string, array: NpyArray) =>
      read({ predictions: matrix, [name]: array }).populations[0].table;
    expect(idsOf('filenames', texts('c', 'a', 'b')).image.values).toEqual(['c', 'a', 'b']);
    expect(idsOf('indices', numbers([3], [7, 5, 6])).image.values).toEqual(['7', '5', '6']);
    for (const other of [numbers([4], [1, 2, 3, 4]), numbers([3], [1, 1, 2])])
      expect(idsOf('indices', other).isNumbered).toBe('position');
    expect(idsOf('times', numbers([3], [7, 5, 6])).isNumbered).toBe('position');
  });

  test('a matrix of one network, and ids of networks, are no vectors', () => {
    const [{ table }] = read({
      predictions: numbers([1, 2], [0, 1]),
      model_ids: texts('net'),
      image_ids: texts('b', 'a'),
    }).populations;
    expect(table.model.values).toEqual(['net']);
    expect(table.image.values).toEqual(['b', 'a']);
  });

  test('a matrix with fractions is what one network says of each class', () => {
    const matrix = numbers([3, 2], [0.9, 0.1, 0.2, 0.8, 0.4, 0.6]);
    const [{ name, table }] = read({ predictions: matrix }).populations;
    expect(name).toBe('predictions');
    expect(Array.from(table.prediction.codes, (code) => table.prediction.values[code])).toEqual([
      '0',
      '1',
      '1',
    ]);
  });
});

test('a matrix the wrong way round is told by the true labels', async () => {
  const [{ table }] = read({ predictions: numbers([3, 2], [0, 1, 1, 1, 0, 0]) }, 'd.npz').populations;
  const image = {
    values: ['0', '1', '2'],
    codes: Uint32Array.of(0, 1, 2),
    firstRows: [1, 2, 3],
    numeric: true,
  };
  const labels = { file: 'l.csv', rows: 3, image, label: image };
  expect(await refusal(async () => alignFiles([table], [labels], null, () => {}))).toBe(
    'd.npz: expected a matrix of networks x images, got 3 x 2, and 3 true labels in l.csv; turn it ' +
      '(predictions.T).',
  );
});

test('names of classes in another order are refused, unless predictions are names', async () => {
  const { populations } = read({ predictions: numbers([1, 2], [0, 1]) });
  const named = read({ predictions: { kind: 'text', shape: [1, 2], texts: ['b', 'a'] } }).populations;
  const first = { file: 'd.npz', classes: ['a', 'b'], populations };
  const other = { file: 'c.npz', classes: ['b', 'a'], populations };
  expect(sharedClasses([first, { ...first, file: 'c.npz' }])).toEqual(['a', 'b']);
  expect(sharedClasses([first, { ...other, populations: named }])).toEqual(['a', 'b']);
  expect(await refusal(async () => sharedClasses([first, other]))).toBe(
    'c.npz: expected the names of classes that d.npz has, got "b" for class 0, where that file has ' +
      '"a"; write ' +
      'names in place of numbers, or one order of classes in all files.',
  );
});

test.each([
  ['seed0_dense', 'dense'],
  ['model_1_pruned_pred', 'pruned'],
  ['resnet50_seed2_pruned', 'resnet50_pruned'],
  ['net0_pruned', 'pruned'],
  ['dense_0', 'dense'],
])('%s is one of %s', (id, family) => expect(familyOf(id)).toBe(family));
