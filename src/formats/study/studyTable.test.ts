import { expect, test } from 'vitest';
import { type Annotations, mergeAnnotations } from '../../audit/study/study';
import { summariseStudy } from '../../audit/study/studySummary';
import { studyToCsv, studyToJson } from './studyTable';

const images = [0, 1, 2, 3];
const settings = { data: 'tiny', level: 0.9, label: null, size: 4, seed: 0 };

function by(annotator: string, coded: number[], ownCodes: string[] = []): Annotations {
  return {
    study: { settings, images },
    annotator,
    ownCodes,
    judgements: images.map((image) => ({
      image,
      codes: coded.includes(image) ? ['label', ...ownCodes] : [],
      note: '',
      difficulty: null,
      at: '2026-01-01T00:00:00.000Z',
    })),
    pies: [0, 1],
  };
}

const summary = summariseStudy(mergeAnnotations([by('a', [0, 1]), by('b', [0, 1], ['a "b", c'])]));

test('a row a code: shares, difference, test and agreement; empty where there is none', () => {
  const [header, first, ...rows] = studyToCsv(summary).trimEnd().split('\n');
  const names = header.split(',');
  const cells = first.split(',');
  const cell = (name: string) => cells[names.indexOf(name)];
  expect(cells.length).toBe(names.length);
  expect([cell('code'), cell('pie_count'), cell('pie_n'), cell('pie_share'), cell('non_pie_share')]).toEqual([
    'label',
    '2',
    '2',
    '1',
    '0',
  ]);
  const [label] = summary.codes;
  expect(Number(cell('pie_low'))).toBe(label.pie.interval?.[0]);
  expect(Number(cell('difference_high'))).toBe(label.difference?.interval[1]);
  expect([Number(cell('p')), Number(cell('p_adjusted'))]).toEqual([label.p, label.pAdjusted]);
  expect([
    cell('annotators'),
    cell('kappa_kind'),
    cell('kappa'),
    cell('agree'),
    cell('kappa_images'),
  ]).toEqual(['2', 'Cohen', '1', '1', '4']);
  // A code of one annotator's own: quoted, and without agreement.
  expect(rows.at(-1)).toMatch(/^"a ""b"", c","a ""b"", c",0,2,0,.*,1,,,,,,$/);
  expect(rows.length + 1).toBe(summary.codes.length);
});

test('the JSON is what the command line prints', () => {
  expect(JSON.parse(studyToJson(summary))).toEqual(JSON.parse(JSON.stringify(summary)));
});
