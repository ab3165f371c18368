import { describe, expect, test } from 'vitest';
import { accuracyChange } from '../../audit/classes/accuracyChange';
import type { NoiseFloor } from '../../audit/findings';
import { permutationTest } from '../../audit/retraining/permutationTest';
import type { Variant } from '../../model/variant';
import { crowdedClauses, hardToRead, longSentences } from '../../text/reading';
import {
  type Changes,
  findings,
  halves,
  impact,
  names,
  nullFloor,
  prunedTo,
  say,
  shirtPays,
  sparse,
  still,
} from './fixtures/sentenceFindings';
import { plainText, sentence } from './sentence';

describe('the sentence', () => {
  test('says cost, changed images beside retraining, and who pays', () => {
    expect(say({})).toBe(
      'Removing 90% of the weights costs 1.4 percentage points of accuracy. 431 of 10,000 images ' +
        'change their label. Retraining alone changes 244. Shirt loses 3.9 percentage points more than ' +
        'the average over all classes.',
    );
  });

  test('says nothing of what the reader is to guess first', () => {
    const pies = 'How many change?';
    const floor = 'How many by retraining?';
    const said = sentence(findings(), sparse, names, { withheld: { pies, floor } });
    expect(plainText(said)).toBe(
      `Removing 90% of the weights costs 1.4 percentage points of accuracy. ${pies} Shirt loses 3.9 ` +
        'percentage points more than the average over all classes.',
    );
    expect(said.details).toEqual([]);
    const known = sentence(findings(), sparse, names, { withheld: { floor } });
    expect(plainText(known)).toContain(`431 of 10,000 images change their label. ${floor} Shirt`);
    const again = sentence(findings(), { kind: 'null' }, names, { withheld: { floor } });
    expect(plainText(again)).toBe(floor);
  });

  test('gives each part its role', () => {
    const { parts } = sentence(findings(), sparse, names);
    expect(parts.filter(({ role }) => role !== 'plain')).toEqual([
      { text: '90% of the weights', role: 'compressed' },
      { text: '431 of 10,000 images', role: 'forgotten', place: { kind: 'changed' } },
      { text: 'Retraining alone', role: 'floor', place: { kind: 'retraining' } },
      { text: 'Shirt', role: 'forgotten', place: { kind: 'class', class: 2 } },
    ]);
  });

  test('a gain is a gain', () => {
    expect(say({ accuracy: [0.9, 0.903] })).toMatch(
      /^Removing 90% of the weights gains 0\.3 percentage points of accuracy\. /,
    );
  });

  test('a change whose interval includes 0 is not claimed', () => {
    const seen = (dense: number[], compressed: number[]) => {
      const now = findings({ accuracy: [0.91, 0.905] });
      const top1 = {
        dense: { ...now.top1.dense, perMember: dense },
        compressed: { ...now.top1.compressed, perMember: compressed },
      };
      return sentence({ ...now, top1, accuracyChange: accuracyChange(top1, false) }, sparse, names);
    };
    expect(plainText(seen([0.9, 0.92], [0.895, 0.915]))).toMatch(
      /^Removing 90% of the weights makes no measurable change to accuracy \(90\.5%\)\. 431 of/,
    );
    expect(plainText(seen([0.9, 0.92], [0.9, 0.92]))).toContain('makes no measurable change to accuracy');
    const change = { value: -10, interval: [-30, 10] as [number, number], n: 2 };
    const wide = { ...findings({}), accuracyChange: change };
    expect(plainText(sentence(wide, sparse, names))).toMatch(
      /^Removing 90% of the weights seems to cost 10\.0 percentage points of accuracy, but networks are too/,
    );
    const sure = seen([0.91, 0.9101], [0.905, 0.9051]);
    expect(plainText(sure)).toMatch(
      /^Removing 90% of the weights costs 0\.5 percentage points of accuracy\. /,
    );
    expect(sure.details[2]).toBe('Accuracy changes by −0.50 points, interval −0.53 to −0.47.');
  });

  test('a change that rounds to nothing is none', () => {
    expect(say({ accuracy: [0.9121, 0.9119] })).toMatch(
      /^Removing 90% of the weights leaves accuracy at 91\.2%\. /,
    );
  });

  test.each([
    ['more', 431, ', 187 more than retraining alone changes.'],
    ['fewer', 200, ', 44 fewer than retraining alone changes.'],
    ['no more', 246, ', no more than retraining alone changes, give or take 20%.'],
    ['no more', 246, ', no more than retraining alone changes, give or take 12.5%.', 0.125],
    ['not distinguishable', 249, ', not distinguishable from what retraining alone changes.', 0.02],
    ['too few', 431, '. No test of so few networks could tell that from what retraining', 0.2, 1 / 3],
  ])('beside retraining alone, by the permutation test: %s', (_, pies, words, share = 0.2, least = 0) => {
    const counts = Array.from({ length: 2000 }, (_, index) => 234 + (index % 21));
    const retraining = {
      permutation: permutationTest(pies, counts, share, least),
      resplits: { mean: 240.2, sd: 6, n: 2000 },
      analytic: { mean: 241.6, sd: 8.4, networks: 60 },
    };
    const said = sentence(findings({ pies }), sparse, names, { retraining });
    expect(plainText(said)).toContain(words);
    expect(/, the least being \.333 with so few/.test(said.details.join(' '))).toBe(least > 0);
    expect(said.details.join(' ')).toContain('2,000 relabellings of the networks');
    expect(said.details.join(' ')).toContain('disagree on 240.2 images, sd 6.0 over 2,000 splits.');
    expect(said.details.flatMap(hardToRead)).toEqual([]);
    expect(said.details.join(' ')).toContain('lead to expect 241.6 from retraining (sd 8.4)');
  });

  test('without the test nothing is claimed of the difference, whatever one null population gives', () => {
    for (const floor of [nullFloor(244, 187, [150, 224]), nullFloor(420, 11, [-30, 52])]) {
      const text = say({ floor });
      expect(text).toContain('change their label. Retraining alone changes');
      expect(text).not.toMatch(/more than retraining|no more/);
    }
  });

  test('paired populations: nothing is subtracted, the floor is context, flips are told', () => {
    const floor: NoiseFloor = {
      ...(nullFloor(244, 0, null) as Extract<NoiseFloor, { kind: 'null' }>),
      excess: null,
    };
    const text = say({ paired: true, flips: 0.062, floor }, prunedTo(0.9));
    expect(text).toContain(
      '431 of 10,000 images change their label. For scale, retraining alone changes 244. ',
    );
    expect(text).not.toContain('more than retraining');
  });

  test('paired populations without a floor', () => {
    expect(say({ paired: true, floor: { kind: 'none' } }, prunedTo(0.5))).toBe(
      'Removing 50% of the weights costs 1.4 percentage points of accuracy. 431 of 10,000 images ' +
        'change their label. Shirt loses 3.9 percentage points more than the average over all classes.',
    );
    const { details } = sentence(findings({ paired: true, floor: { kind: 'none' } }), null, names);
    expect(details).toContain('What the same treatment changes with nothing removed is not known of files.');
  });

  test('halves stand beside halves, never beside the whole', () => {
    const text = say({ floor: halves(298.2) });
    expect(text).toContain('. Between halves of the networks 298 do, and retraining alone changes 120. ');
    expect(text).not.toMatch(/more than retraining/);
  });

  test('no floor, or halves that may not be compared, is said', () => {
    for (const floor of [{ kind: 'none' } as const, halves(null)]) {
      expect(say({ floor })).toContain('. How many retraining alone would change is not known. ');
    }
  });

  test('one network says that no class can be tested, and has no intervals', () => {
    const impacts = [impact(0, -5, -3, null)];
    expect(say({ members: [1, 1], impacts })).toMatch(
      /\. There is one network a side, so no class can be tested\.$/,
    );
    expect(say({ members: [10, 1], impacts })).toContain('There is only one compressed network');
    expect(say({ members: [1, 10], impacts })).toContain('There is only one dense network');
    const { details } = sentence(findings({ members: [1, 1], impacts }), sparse, names);
    expect(details).toContain(
      'Accuracy: dense 91.2%, one network, so no interval; compressed 89.8%, one network, so no interval.',
    );
  });

  test('no image changes', () => {
    expect(say({ pies: 0, floor: nullFloor(120, -120, [-140, -100]) })).toContain(
      'None of 10,000 images changes its label. Retraining alone changes 120.',
    );
    expect(say({ pies: 0, floor: nullFloor(0, 0, [0, 0]) })).toContain(
      'None of 10,000 images changes its label, and retraining alone changes none either. ',
    );
  });

  test('singular', () => {
    expect(say({ pies: 1, floor: { kind: 'none' } })).toContain('1 of 10,000 images changes its label');
    expect(say({ pies: 1, images: 1, floor: { kind: 'none' } })).toContain('1 of 1 image changes its label');
  });

  test('the null population is the noise itself', () => {
    const variant: Variant = { kind: 'null' };
    expect(say({ pies: 167, accuracy: [0.9044, 0.9064], impacts: still }, variant)).toBe(
      'Training again with other seeds, nothing removed, changes the label of 167 of 10,000 images. ' +
        'It moves accuracy by 0.2 percentage points, and no class stands out. Every other count stands ' +
        'beside this.',
    );
    expect(say({ pies: 0, accuracy: [0.9, 0.9], impacts: shirtPays }, variant)).toBe(
      'Training again with other seeds, nothing removed, changes the label of none of 10,000 images. ' +
        'It leaves accuracy at 90.0%, and two classes stand out. Every other count stands beside this.',
    );
    expect(say({ members: [1, 1] }, variant)).not.toContain('out');
  });

  test('no sentence has over 30 words, and no clause three numbers', () => {
    const retraining = {
      permutation: permutationTest(431, [230, 240, 250], 0.2),
      resplits: { mean: 240.2, sd: 6, n: 2000 },
      analytic: { mean: 241.6, sd: 8.4, networks: 60 },
    };
    const errorOdds = { group: 1.176, model: 1.2, ratio: 0.98, interval: null };
    const impacts = shirtPays.map((impact) => ({ ...impact, errorOdds }));
    const none: NoiseFloor = { kind: 'none' };
    const asked: [Changes, Variant | null][] = [
      [{ impacts }, sparse],
      [{ impacts: still }, prunedTo(0.9, { method: 'random' })],
      [{ paired: true, flips: 0.06 }, prunedTo(0.875, { scope: 'layer' })],
      [{ floor: halves(298.2) }, { kind: 'narrow', width: 0.305 }],
      [
        { floor: halves(null), members: [1, 1] },
        { kind: 'quantised', format: 'fixed' },
      ],
      [{ floor: none, accuracy: [0.912, 0.352] }, null],
      [{ pies: 0 }, { kind: 'structured', method: 'channels', share: 0.5, recalibrated: true }],
      [{}, { kind: 'null' }],
      [{}, { kind: 'dense' }],
    ];
    for (const [changes, variant] of asked) {
      for (const test of [null, retraining]) {
        const said = sentence(findings(changes), variant, names, {
          retraining: test,
          treated: { images: 400, bothSides: false },
        });
        expect(longSentences([plainText(said), ...said.details])).toEqual([]);
        expect(crowdedClauses(plainText(said))).toEqual([]);
      }
    }
  });
});
