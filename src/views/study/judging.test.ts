import { describe, expect, test } from 'vitest';
import type { Annotations } from '../../audit/study/study';
import { codesWithKeys, type JudgingStep, judge, judgementAt, startJudging } from './judging';

const annotations: Annotations = {
  study: { settings: { data: 'tiny', level: 0.9, label: null, size: 4, seed: 0 }, images: [9, 2, 5, 7] },
  annotator: 'Ada',
  ownCodes: [],
  judgements: [],
  pies: null,
};
const at = '2026-01-01T00:00:00.000Z';
const judgedAfter = (...steps: JudgingStep[]) => steps.reduce(judge, startJudging(annotations));

describe('judging', () => {
  test('codes toggle, difficulty and notes are kept, and next goes on', () => {
    const { annotations: said, position } = judgedAfter(
      { kind: 'toggle', code: 'label', at },
      { kind: 'toggle', code: 'fine', at },
      { kind: 'toggle', code: 'label', at },
      { kind: 'difficulty', difficulty: 4, at },
      { kind: 'note', note: 'a bag?', at },
      { kind: 'next', at },
    );
    expect(position).toBe(1);
    expect(said.judgements).toEqual([{ image: 9, codes: ['fine'], note: 'a bag?', difficulty: 4, at }]);
  });

  test('an image that is left without a code is judged; one that is only looked at is not', () => {
    const state = judgedAfter({ kind: 'next', at }, { kind: 'previous' });
    expect(judgementAt(state.annotations, 0)).toMatchObject({ image: 9, codes: [] });
    expect(judgementAt(state.annotations, 1)).toBeNull();
  });

  test('undo takes back one step, where it was done; a note is one step', () => {
    const written = judgedAfter(
      { kind: 'toggle', code: 'label', at },
      { kind: 'note', note: 'a', at },
      { kind: 'note', note: 'ab', at },
      { kind: 'next', at },
      { kind: 'undo' },
    );
    expect(written.position).toBe(0);
    expect(judgementAt(written.annotations, 0)).toMatchObject({ codes: ['label'], note: '' });
    const empty = judge(judge(written, { kind: 'undo' }), { kind: 'undo' });
    expect(empty.annotations).toEqual(annotations);
  });

  test('ends stay', () => {
    expect(judgedAfter({ kind: 'previous' }).position).toBe(0);
    const next: JudgingStep = { kind: 'next', at };
    expect(judgedAfter(next, next, next, next, next).position).toBe(3);
  });

  test('goes on at the first image that is not judged', () => {
    const said = judgedAfter({ kind: 'next', at }, { kind: 'next', at }).annotations;
    expect(startJudging(said).position).toBe(2);
  });

  test('codes of one’s own: cleaned, each once, with a key', () => {
    const { annotations: said } = judgedAfter(
      { kind: 'addCode', code: '  two\n straps ' },
      { kind: 'addCode', code: 'Two  Straps' },
      { kind: 'addCode', code: 'Label' },
      { kind: 'addCode', code: 'several objects' },
      { kind: 'addCode', code: '  ' },
    );
    expect(said.ownCodes).toEqual(['two straps']);
    const keys = codesWithKeys(said.ownCodes);
    expect(keys.at(-1)).toEqual({ id: 'two straps', key: 'q' });
    expect(new Set(keys.map(({ key }) => key)).size).toBe(8);
  });
});
