import { describe, expect, test } from 'vitest';
import type { Annotations } from '../audit/study/study';
import { writeAnnotations, writeStudy } from '../formats/study/study';
import { inOrder } from '../text/testing';
import { folderOf, lacuna } from './testing';

const study = {
  settings: { data: 'tiny', level: 0.9, label: null, size: 4, seed: 5 },
  images: [8, 3, 5, 1],
};
const by = (annotator: string, coded: number[], pies: number[] | null): Annotations => ({
  study,
  annotator,
  ownCodes: [],
  judgements: study.images.map((image) => ({
    image,
    codes: coded.includes(image) ? ['label'] : [],
    note: '',
    difficulty: 2,
    at: '2026-01-01T00:00:00.000Z',
  })),
  pies,
});
const path = folderOf({
  'a.json': writeAnnotations(by('Ada', [8, 5], [8, 5])),
  'b.json': writeAnnotations(by('Bo', [8], null)),
  'study.json': writeStudy(study),
  'broken.json': '{"format":',
});

const whole = folderOf({
  'a.json': writeAnnotations(by('Ada', [8, 5], [8, 5])),
  'b.JSON': writeAnnotations(by('Bo', [8], null)),
  'notes.txt': 'bring pencils',
});

describe('lacuna annotate-summary', () => {
  test('of a folder: every file of a class, and nothing else in it', () => {
    const { code, stdout, stderr } = lacuna('annotate-summary', whole('.'));
    expect(code, stderr).toBe(0);
    expect(stdout).toBe(lacuna('annotate-summary', path('a.json'), path('b.json')).stdout);
  });

  test('of a folder without files it says what it expected', () => {
    const { code, stderr } = lacuna('annotate-summary', folderOf({ 'notes.txt': '' })('.'));
    expect(code).toBe(1);
    expect(stderr).toContain('expected files that the page Judge saved (*.json), found none.');
  });

  test('as text', () => {
    const { code, stdout, stderr } = lacuna('annotate-summary', path('a.json'), path('b.json'));
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('tiny, 90.0% of the weights removed, seed 5: 4 images, half of them PIEs');
    expect(stdout).toContain('Bo: 4 of 4 judged, not finished');
    expect(stdout).toMatch(
      inOrder(
        /^Label incorrect or inadequate +0\.0 \(0\.0 to 65\.8\), 0\/2 +50\.0 \(9\.5 to 90\.5\), 1\/2 .* /,
        /1\.000 +1\.000 +0\.50.*, 4 +8\.9 to 43\.55$/m,
      ),
    );
    expect(stdout).not.toContain('NaN');
  });

  test('as JSON', () => {
    const { code, stdout } = lacuna('annotate-summary', '--json', path('a.json'), path('b.json'));
    expect(code).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary.annotators).toHaveLength(2);
    expect(summary.codes[0].agreement).toMatchObject({ kind: 'Cohen', raters: 2, n: 4, kappa: 0.5 });
  });

  test.each([
    [[], /^Expected annotators’ files .* got none/],
    [['b.json'], /^Expected at least one annotator who has finished/],
    [['a.json', 'a.json'], /two files by Ada/],
    [['study.json'], /study\.json: expected an annotator's judgements/],
    [['broken.json'], /broken\.json: expected JSON/],
    [['missing.json'], /missing\.json: expected a file that can be read/],
  ])('%j: one sentence', (files, sentence) => {
    const { code, stderr } = lacuna('annotate-summary', ...files.map(path));
    expect(code).toBe(files.length === 0 ? 2 : 1);
    expect(stderr).toMatch(sentence);
  });
});
