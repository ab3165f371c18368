import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Annotations } from '../../audit/study/study';
import { codebook } from '../../audit/study/studyCodes';
import { SENTENCE } from '../testing/sentence';
import { readAnnotations, readStudyFile, studyLimits, writeAnnotations, writeStudy } from './study';

const line = (most: number) =>
  fc
    .string({ minLength: 1, maxLength: most, unit: 'grapheme' })
    .filter(
      (text) => text.length > 0 && text.length <= most && text.trim() === text && !/\p{Cc}/u.test(text),
    );

const ids = codebook.map(({ id }) => id);

const study = fc.record({
  settings: fc.record({
    data: line(studyLimits.name),
    level: fc.option(fc.double({ min: 0, max: 1, noNaN: true }).map((level) => Math.abs(level))),
    label: fc.option(fc.nat(65_535)),
    size: fc.integer({ min: 1, max: studyLimits.images / 2 }).map((half) => 2 * half),
    seed: fc.nat(0xffffffff),
  }),
  images: fc.uniqueArray(fc.nat(0xffffffff), { minLength: 1, maxLength: 12 }),
});

const annotations: fc.Arbitrary<Annotations> = study.chain((of) =>
  fc
    .uniqueArray(
      line(studyLimits.code).filter((code) => !ids.includes(code)),
      { maxLength: 4 },
    )
    .chain((ownCodes) =>
      fc.record({
        study: fc.constant(of),
        annotator: line(studyLimits.name),
        ownCodes: fc.constant(ownCodes),
        judgements: fc.uniqueArray(
          fc.record({
            image: fc.constantFrom(...of.images),
            codes: fc.subarray([...ids, ...ownCodes]),
            note: fc.string({ maxLength: 200 }),
            difficulty: fc.option(fc.integer({ min: 1, max: 5 })),
            at: fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString()),
          }),
          { selector: ({ image }) => image, maxLength: of.images.length },
        ),
        pies: fc.option(fc.subarray(of.images)),
      }),
    ),
);

test('what is written is read back: studies', () => {
  fc.assert(
    fc.property(study, (given) => {
      for (const ownCodes of [[], ['two straps', 'Logo']]) {
        const read = { kind: 'study', study: given, ownCodes };
        expect(readStudyFile(writeStudy(given, ownCodes), 'f')).toEqual(read);
      }
      const { ownCodes: _, ...earlier } = JSON.parse(writeStudy(given));
      expect(readStudyFile(JSON.stringify(earlier), 'f')).toMatchObject({ study: given, ownCodes: [] });
    }),
  );
});

test('what is written is read back: an annotator’s file', () => {
  fc.assert(
    fc.property(annotations, (given) => {
      expect(readAnnotations(writeAnnotations(given), 'f')).toEqual(given);
    }),
  );
});

test('a study file tells nothing of PIEs', () => {
  fc.assert(
    fc.property(annotations, ({ study: given }) => {
      expect(Object.keys(JSON.parse(writeStudy(given)))).toEqual([
        'format',
        'version',
        'settings',
        'images',
        'ownCodes',
      ]);
    }),
  );
});

const settings = { data: 'tiny', level: 0.9, label: null, size: 2, seed: 0 };
const judgement = { image: 7, codes: ['label'], note: '', difficulty: 2, at: '2026-01-01T00:00:00Z' };
const good = {
  format: 'lacuna-annotations',
  version: 1,
  study: { settings, images: [7, 3] },
  annotator: 'a',
  ownCodes: ['strap'],
  judgements: [judgement],
  pies: null,
};

describe('what an annotator’s file may not say', () => {
  test('the base is well', () => {
    expect(readAnnotations(JSON.stringify(good), 'f').judgements).toEqual([judgement]);
  });

  test.each([
    [{ format: 'other' }, /format to be "lacuna-study" or/],
    [{ version: 2 }, /version to be 1, the only version this release reads, got 2/],
    [{ study: { settings, images: [] } }, /study\.images/],
    [{ study: { settings, images: [7, 7] } }, /study\.images to be a list without repeats, got "7"/],
    [{ study: { settings: { ...settings, size: 1e9 }, images: [7] } }, /settings\.size/],
    [
      { study: { settings: { ...settings, size: 7 }, images: [7] } },
      /settings\.size to be an even number, got 7/,
    ],
    [{ study: { settings: { ...settings, level: '0.9' }, images: [7] } }, /settings\.level/],
    [{ annotator: '' }, /annotator/],
    [{ annotator: 'a\nb' }, /annotator to be one line/],
    [{ ownCodes: ['label'] }, /ownCodes to be a list without repeats, got "label"/],
    [{ ownCodes: Array.from({ length: 21 }, (_, place) => `c${place}`) }, /ownCodes to be a list of at most/],
    [{ judgements: [judgement, judgement] }, /judgements to be a list without repeats, got "7"/],
    [
      { judgements: [{ ...judgement, image: 8 }] },
      /judgements\[0\]\.image to be an image of the study, got 8/,
    ],
    [{ judgements: [{ ...judgement, codes: ['__proto__'] }] }, /codes\[0\] to be a code/],
    [{ judgements: [{ ...judgement, difficulty: 6 }] }, /difficulty to be a whole number from 1 to 5/],
    [{ judgements: [{ ...judgement, note: 'x'.repeat(2001) }] }, /note/],
    [{ judgements: [{ ...judgement, at: 'yesterday' }] }, /at to be a time/],
    [{ pies: [4] }, /pies to be an image of the study, got 4/],
  ])('%j', (change, sentence) => {
    expect(() => readAnnotations(JSON.stringify({ ...good, ...change }), 'some file')).toThrow(sentence);
  });

  test('a study alone', () => {
    expect(() => readAnnotations(writeStudy({ settings, images: [7] }), 'f')).toThrow('nobody has judged');
  });

  test('scripts in texts stay text', () => {
    const note = '<img src=x onerror=alert(1)>';
    const read = readAnnotations(
      JSON.stringify({ ...good, annotator: '<b>', judgements: [{ ...judgement, note }] }),
      'f',
    );
    expect([read.annotator, read.judgements[0].note]).toEqual(['<b>', note]);
  });
});

test('any JSON and any text is answered, with a sentence that names the file where it is refused', () => {
  const mutated = fc
    .tuple(fc.constantFrom(...Object.keys(good)), fc.jsonValue())
    .map(([key, value]) => JSON.stringify({ ...good, [key]: value }));
  fc.assert(
    fc.property(fc.oneof(mutated, fc.json(), fc.string()), (text) => {
      try {
        readStudyFile(text, 'some file');
      } catch (error) {
        expect((error as Error).message).toMatch(SENTENCE);
        expect((error as Error).message).toMatch(/^some file/);
      }
    }),
  );
  expect(() => readStudyFile(' '.repeat(studyLimits.file + 1), 'some file')).toThrow('at most');
});
