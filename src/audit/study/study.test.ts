import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fisherExact } from '../statistics/fisherExact';
import { wilsonInterval } from '../statistics/intervals';
import { raterAgreement } from '../statistics/kappa';
import { type Annotations, drawStudy, type Judgement, mergeAnnotations, sameStudy } from './study';
import { shareDifference, summariseStudy } from './studySummary';

type Fixture = {
  seed: number;
  draws: number;
  tests: { a: number; n: number; b: number; m: number; p: number; interval: [number, number] }[];
  agreements: { ratings: number[][]; kappa: number; interval: [number, number] }[];
};

const { seed, draws, tests, agreements }: Fixture = JSON.parse(
  readFileSync(new URL('../fixtures/study.json', import.meta.url), 'utf8'),
);

const settings = { data: 'tiny', level: 0.9, label: null, size: 6, seed: 3 };
const truth = Uint16Array.from({ length: 40 }, (_, image) => image % 4);
const pies = Uint32Array.from([1, 4, 7, 9, 12, 22, 30]);

describe('the draw', () => {
  test('is balanced, within the class, without repeats, and the same again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.option(fc.integer({ min: 0, max: 4 })),
        (size, from, label) => {
          const asked = { ...settings, size, seed: from, label };
          const { images } = drawStudy(asked, pies, truth);
          const inside = images.filter((image) => pies.includes(image));
          expect(inside.length * 2).toBe(images.length);
          expect(images.length).toBeLessThanOrEqual(size);
          expect(new Set(images).size).toBe(images.length);
          if (label !== null) expect(images.every((image) => truth[image] === label)).toBe(true);
          expect(drawStudy(asked, pies, truth).images).toEqual(images);
        },
      ),
    );
  });

  test('another seed gives another order', () => {
    const first = drawStudy(settings, pies, truth);
    expect(first.images).toHaveLength(6);
    expect(sameStudy(first, drawStudy({ ...settings, seed: 4 }, pies, truth))).toBe(false);
  });

  test('PIEs do not come first', () => {
    const firsts = Array.from({ length: 200 }, (_, from) => {
      const [first] = drawStudy({ ...settings, seed: from }, pies, truth).images;
      return pies.includes(first) ? 1 : 0;
    });
    const share = firsts.reduce<number>((sum, one) => sum + one, 0) / 200;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.12);
  });
});

test.each(tests)('Fisher and Newcombe on $a of $n against $b of $m, as scipy has them', (row) => {
  const { a, n, b, m, p, interval } = row;
  expect(fisherExact(a, n, b, m)).toBeCloseTo(p, 10);
  const share = (count: number, of: number) => ({
    count,
    n: of,
    share: count / of,
    interval: wilsonInterval(count, of),
  });
  const found = shareDifference(share(a, n), share(b, m));
  expect(found?.interval[0]).toBeCloseTo(interval[0], 10);
  expect(found?.interval[1]).toBeCloseTo(interval[1], 10);
});

test('a share of nothing cannot be tested', () => {
  expect(fisherExact(0, 0, 1, 2)).toBeNull();
});

describe('agreement', () => {
  test.each(agreements)('of $ratings.length raters, as scikit-learn and the formula have it', (given) => {
    const found = raterAgreement(
      given.ratings.map((list) => Uint8Array.from(list)),
      { draws, seed },
    );
    expect(found).toMatchObject({ raters: given.ratings.length, n: 40 });
    expect(found?.kappa).toBeCloseTo(given.kappa, 12);
    expect(found?.interval?.[0]).toBeCloseTo(given.interval[0], 12);
    expect(found?.interval?.[1]).toBeCloseTo(given.interval[1], 12);
  });

  test('is not defined where all say the same of every image, nor without images', () => {
    const none = Uint8Array.from([0, 0, 0]);
    expect(raterAgreement([none, none], { draws, seed })).toMatchObject({ observed: 1, kappa: null });
    const empty = new Uint8Array();
    expect(raterAgreement([empty, empty], { draws, seed })).toMatchObject({ n: 0, kappa: null });
    expect(raterAgreement([none], { draws, seed })).toBeNull();
  });
});

const study = { settings, images: [1, 2, 4, 3] };
const judgement = (image: number, ...codes: string[]): Judgement => ({
  image,
  codes,
  note: '',
  difficulty: codes.length + 1,
  at: '2026-01-01T00:00:00.000Z',
});
const by = (annotator: string, change: Partial<Annotations> = {}): Annotations => ({
  study,
  annotator,
  ownCodes: [],
  judgements: [judgement(1, 'label'), judgement(2), judgement(4, 'label', 'fine'), judgement(3, 'fine')],
  pies: [4, 1],
  ...change,
});

describe('the summary', () => {
  test('of one annotator: shares of PIEs and others, no agreement', () => {
    const { codes, difficulty } = summariseStudy(mergeAnnotations([by('a')]));
    expect(codes[0]).toMatchObject({
      id: 'label',
      pie: { count: 2, n: 2, share: 1 },
      nonPie: { count: 0, n: 2, share: 0 },
      difference: { value: 1 },
      agreement: null,
      paper: { pie: 43.55 },
    });
    expect(codes[0].p).toBeCloseTo(1 / 3, 12);
    expect(difficulty.pie?.value).toBe(2.5);
    expect(difficulty.nonPie?.value).toBe(1.5);
  });

  test('of two: more than half must say so, and codes of one’s own count those who have them', () => {
    const second = by('b', {
      pies: null,
      ownCodes: ['strap'],
      judgements: [judgement(1, 'label', 'strap'), judgement(2), judgement(4)],
    });
    const { codes, annotators } = summariseStudy(mergeAnnotations([by('a'), second]));
    expect(annotators[1]).toEqual({ name: 'b', judged: 3, finished: false });
    expect(codes[0]).toMatchObject({ pie: { count: 1, n: 2 }, nonPie: { count: 0, n: 2 } });
    expect(codes[0].agreement).toMatchObject({ kind: 'Cohen', n: 3, observed: 2 / 3 });
    const strap = codes.at(-1);
    expect(strap).toMatchObject({ id: 'strap', annotators: 1, agreement: null, paper: null });
    expect(strap).toMatchObject({ pie: { count: 1, n: 2 }, nonPie: { count: 0, n: 1 } });
  });

  test('codes that differ in case, spaces or composition alone are one, those of the codebook too', () => {
    const one = by('a', {
      ownCodes: ['Two straps', 'Caf\u00e9'],
      judgements: [judgement(1, 'Two straps'), judgement(2, 'Caf\u00e9')],
    });
    const two = by('b', {
      ownCodes: ['two  STRAPS', 'cafe\u0301', 'Fine-Grained'],
      judgements: [judgement(1, 'two  STRAPS', 'Fine-Grained'), judgement(2, 'cafe\u0301')],
    });
    const { codes } = summariseStudy(mergeAnnotations([one, two]));
    expect(codes.slice(7).map(({ id, annotators, pie }) => [id, annotators, pie.count])).toEqual([
      ['Two straps', 2, 1],
      ['Caf\u00e9', 2, 0],
    ]);
    expect(codes.find(({ id }) => id === 'Two straps')?.agreement).toMatchObject({ observed: 1, n: 2 });
    expect(codes.find(({ id }) => id === 'fine')?.pie).toMatchObject({ count: 0, n: 1 });
  });

  test('without a judgement there are no shares, and nothing is NaN', () => {
    const summary = summariseStudy(mergeAnnotations([by('a', { judgements: [] }), by('b')]));
    expect(JSON.stringify(summary)).not.toContain('NaN');
    const empty = summariseStudy(mergeAnnotations([by('a', { judgements: [] })]));
    expect(empty.codes[0]).toMatchObject({ pie: { n: 0, share: null }, difference: null, p: null });
    expect(empty.difficulty).toEqual({ pie: null, nonPie: null });
  });
});

test.each([
  [[], 'Expected one annotator’s file or more'],
  [[by('a'), by('a')], 'two files by a'],
  [[by('a'), by('b', { study: { settings, images: [1, 2] } })], 'b judged other images than a'],
  [[by('a', { pies: null })], 'at least one annotator who has finished'],
  [[by('a'), by('b', { pies: [1, 2] })], 'agree on which images are PIEs'],
])('files that do not belong together are refused: %#', (files, sentence) => {
  expect(() => mergeAnnotations(files)).toThrow(sentence);
});

test('studies of what was imported are one where their images are, whatever each browser calls them', () => {
  const study = (data: string, images = [3, 1]) => ({
    settings: { data, level: null, label: null, size: 2, seed: 0 },
    images,
  });
  expect(sameStudy(study('import-a1'), study('import-b2'))).toBe(true);
  expect(sameStudy(study('import-a1'), study('import-b2', [1, 3]))).toBe(false);
  expect(sameStudy(study('import-a1'), study('own-b2'))).toBe(false);
  expect(sameStudy(study('own-a1'), study('own-b2'))).toBe(false);
});
