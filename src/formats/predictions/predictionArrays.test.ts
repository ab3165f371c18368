import { describe, expect, test } from 'vitest';
import type { Predictions } from '../../audit/predictions';
import type { NpyArray } from '../arrays/npy';
import { readNpz } from '../arrays/npz';
import { bytesSource } from '../bytes/source';
import { refusal, SENTENCE } from '../testing/sentence';
import { predictionsToNpz } from '../writing/writePredictions';
import { readPredictionArrays } from './predictionArrays';
import { alignPredictions } from './predictions';

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

describe('readPredictionArrays', () => {
  const numbers = (shape: number[], values: number[]): NpyArray => ({
    kind: 'numbers',
    dtype: '<f8',
    shape,
    values: Float64Array.from(values),
  });
  const read = (arrays: Record<string, NpyArray>) =>
    readPredictionArrays(new Map(Object.entries(arrays)), 'a.npz').populations;
  const align = (arrays: Record<string, NpyArray>) =>
    alignPredictions(read(arrays).map(({ table }) => table));

  test('reads back what predictionsToNpz wrote', async () => {
    const bytes = predictionsToNpz(predictions, truth);
    const [{ name, table }] = readPredictionArrays(
      await readNpz(bytesSource(bytes, 'a.npz')),
      'a.npz',
    ).populations;
    expect(name).toBe('predictions');
    const aligned = alignPredictions([table]);
    expect(aligned.predictions[0]).toEqual(predictions);
    expect(aligned.truth).toEqual(truth);
  });

  test('takes two populations with ids of their images and networks', () => {
    const aligned = align({
      dense: numbers([2, 2], [0, 1, 1, 1]),
      sparse: numbers([2, 2], [2, 1, 0, 0]),
      y_true: numbers([2], [0, 1]),
      image_ids: { kind: 'text', shape: [2], texts: ['b', 'a'] },
      members: { kind: 'text', shape: [2], texts: ['s1', 's0'] },
    });
    expect(aligned.imageIds).toEqual(['a', 'b']);
    expect([...aligned.truth]).toEqual([1, 0]);
    expect(aligned.predictions.map(({ members, labels }) => [members, [...labels]])).toEqual([
      [
        ['s0', 's1'],
        [1, 1, 1, 0],
      ],
      [
        ['s0', 's1'],
        [0, 0, 1, 2],
      ],
    ]);
  });

  test('derives labels, confidences and ranks from probabilities and logits', () => {
    const logits = [1, 3, 3, 0, 0, 0];
    const soft = (row: number[]) =>
      row.map((x) => Math.exp(x) / row.reduce((sum, y) => sum + Math.exp(y), 0));
    const probabilities = [...soft(logits.slice(0, 3)), ...soft(logits.slice(3))];
    const forms: Record<string, NpyArray>[] = [
      { logits: numbers([1, 2, 3], logits) },
      { probs: numbers([1, 2, 3], probabilities) },
    ];
    for (const arrays of forms) {
      const {
        predictions: [own],
      } = align({ ...arrays, labels: numbers([2], [2, 1]) });
      expect([...own.labels]).toEqual([1, 0]);
      expect([...own.rankLabel!]).toEqual([1, 1]);
      expect(own.pPrediction![0]).toBeCloseTo(soft(logits.slice(0, 3))[1], 6);
      expect(own.pLabel![1]).toBeCloseTo(1 / 3, 6);
    }
  });

  test.each<[string, Record<string, NpyArray>, string]>([
    [
      'no matrix',
      { labels: numbers([2], [0, 1]) },
      'expected a matrix of predicted classes, networks x images, got labels (2).',
    ],
    ['no array', {}, 'got no array.'],
    [
      'NaN',
      { p: numbers([1, 2], [0, Number.NaN]) },
      'expected classes from 0 to 65534 in p[0], got NaN at position 1.',
    ],
    ['a negative class', { p: numbers([1, 2], [0, -1]) }, 'in p[0], got -1 at position 1.'],
    ['a fraction', { p: numbers([1, 1], [0.5]) }, 'in p[0], got 0.5 at position 0.'],
    [
      'a negative label',
      { p: numbers([1, 1], [0]), labels: numbers([1], [-1]) },
      'in labels, got -1 at position 0.',
    ],
    [
      'images x networks',
      { p: numbers([3, 1], [0, 1, 0]), labels: numbers([3], [0, 1, 0]) },
      'expected 1 class in labels, one an image, got shape (3); matrices are networks x images.',
    ],
    ['no images', { p: numbers([3, 0], []) }, 'expected at least one network and one image, got 3 x 0.'],
    [
      'an id twice',
      { p: numbers([1, 2], [0, 1]), ids: { kind: 'text', shape: [2], texts: ['a', 'a'] } },
      'expected 2 different ids in ids, got 1 in shape (2).',
    ],
    [
      'a probability past 1',
      { p: numbers([1, 1], [0]), p_label: numbers([1, 1], [2]) },
      'expected probabilities from 0 to 1 in p_label, got 2 at position 0.',
    ],
    [
      'confidences of another shape',
      { p: numbers([1, 1], [0]), p_label: numbers([1], [1]) },
      'expected p_label to have shape (1, 1) like the predictions, got (1).',
    ],
    [
      'logits called probabilities',
      { probs: numbers([1, 1, 2], [0.1, 0.2]) },
      'expected probabilities that add up to 1 in probs, got 0.30000000000000004 at position [0, 0]; call ' +
        'them logits if that is what they are.',
    ],
    [
      'infinite logits',
      { logits: numbers([1, 1, 2], [0, Infinity]) },
      'expected finite numbers in logits, got Infinity at position [0, 0].',
    ],
    [
      'a label past the last class',
      { logits: numbers([1, 1, 2], [0, 1]), labels: numbers([1], [2]) },
      'expected classes from 0 to 1 in labels, got 2 at position 0.',
    ],
  ])('refuses %s', async (_, arrays, sentence) => {
    const message = await refusal(() => read(arrays));
    expect(message).toMatch(SENTENCE);
    expect(message).toContain(sentence);
  });
});
