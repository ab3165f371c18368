import { expect, test } from 'vitest';
import { votesOf } from '../../audit/fixtures/votesOf';
import { example } from '../exemplars/testing/findings';
import {
  answers,
  firstSentence,
  levelsSentence,
  meanLabelProbability,
  probabilityWords,
  retrainingChanges,
  tiedRows,
  voteRows,
} from './inspectorWords';

test('votes come most first, classes without votes are left out', () => {
  const votes = votesOf([
    [9, 9, 9],
    [1, 0, 2],
  ]);
  expect(voteRows(votes, 1, 'largest')).toEqual([
    { class: 2, count: 2 },
    { class: 0, count: 1 },
  ]);
});

test('equal votes follow the tie rule, so that the modal label comes first', () => {
  const votes = votesOf([[2, 2, 1]]);
  expect(voteRows(votes, 0, 'largest').map((row) => row.class)).toEqual([1, 0, 2]);
  expect(voteRows(votes, 0, 'smallest').map((row) => row.class)).toEqual([0, 1, 2]);
  expect(tiedRows(voteRows(votes, 0, 'largest'))).toBe(true);
  expect(tiedRows(voteRows(votes, 0, 'largest').slice(1))).toBe(false);
});

test('the answers on an image are those of its column, as many networks as count', () => {
  expect(answers(example.dense, 2, 5)).toEqual([
    { member: 'dense/0', label: 1, pPrediction: null, pLabel: null },
    { member: 'dense/1', label: 0, pPrediction: null, pLabel: null },
  ]);
});

test('probabilities are read with the labels, and averaged', () => {
  const count = example.dense.labels.length;
  const pLabel = Float32Array.from({ length: count }, (_, cell) => (cell < count / 3 ? 0.25 : 0.75));
  const all = answers({ ...example.dense, pLabel }, 3, 0);
  expect(all.map((answer) => answer.pLabel)).toEqual([0.25, 0.75, 0.75]);
  expect(meanLabelProbability(all)).toBeCloseTo(1.75 / 3, 12);
  expect(meanLabelProbability(answers(example.dense, 3, 0))).toBeNull();
});

test.each([
  [0, '0.00'],
  [0.001, '< 0.01'],
  [0.005, '0.01'],
  [0.5, '0.50'],
  [0.999, '> 0.99'],
  [1, '1.00'],
])('probability %d reads %s', (p, words) => {
  expect(probabilityWords(p)).toBe(words);
});

test('levels read as one sentence', () => {
  const mark = (label: string, isPie: boolean) => ({ label, here: false, sparsity: 0, isPie });
  expect(levelsSentence([])).toBe('');
  expect(levelsSentence([mark('30%', false), mark('50%', false)])).toBe('No PIE at 30% and 50%.');
  expect(levelsSentence([mark('90%', true)])).toBe('A PIE at 90%.');
  expect(levelsSentence([mark('30%', false), mark('50%', true), mark('70%', true), mark('90%', true)])).toBe(
    'A PIE at 50%, 70% and 90%, not at 30%.',
  );
  expect(levelsSentence(Array.from({ length: 20 }, (_, level) => mark(`${level}%`, level > 16)))).toBe(
    'A PIE at 3 of 20 levels.',
  );
});

test('what retraining does is known from a null population only', () => {
  expect(retrainingChanges({ ...example.findings, noiseFloor: { kind: 'none' } }, 0)).toBeNull();
  const noiseFloor = {
    kind: 'null' as const,
    k: [3, 3] as [number, number],
    pies: 1,
    flaggedClasses: 0,
    excess: null,
    images: Uint32Array.of(6),
  };
  expect(retrainingChanges({ ...example.findings, noiseFloor }, 6)).toBe(true);
  expect(retrainingChanges({ ...example.findings, noiseFloor }, 0)).toBe(false);
});

test('the first level at which an image is a PIE, in training and pruned here', () => {
  const marks = (here: boolean, ...pies: number[]) =>
    pies.map((pie, index) => ({ label: `${index + 1}`, here, sparsity: 0, isPie: pie === 1 }));
  expect(firstSentence(marks(false, 0, 1, 1))).toBe('First a PIE at 2 and every stronger level.');
  expect(firstSentence(marks(false, 1, 0, 1))).toBe('First a PIE at 1, not at every stronger level.');
  expect(firstSentence([...marks(false, 0, 0, 1), ...marks(true, 1, 1)])).toBe(
    'First a PIE only at the strongest, 3; at 1 and every stronger level.',
  );
  expect(firstSentence(marks(false, 0, 0))).toBe('');
  expect(firstSentence(marks(false, 1))).toBe('');
});
