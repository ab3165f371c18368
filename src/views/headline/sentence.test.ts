import { describe, expect, test } from 'vitest';
import { accuracyChange } from '../../audit/classes/accuracyChange';
import type { ClassImpact, Findings, NoiseFloor } from '../../audit/findings';
import { permutationTest } from '../../audit/retraining/permutationTest';
import type { QuantiseFormat, StructureSettings, Variant } from '../../model/variant';
import { crowdedClauses, longSentences } from '../../text/reading';
import { plainText, sentence } from './sentence';

const names = ['T-shirt', 'Trouser', 'Shirt'];
const sparse: Variant = { kind: 'sparse', level: 0.9 };
const prunedTo = (
  sparsity: number,
  changes: Partial<Extract<Variant, { kind: 'pruned' }>> = {},
): Variant => ({
  kind: 'pruned',
  method: 'magnitude',
  scope: 'global',
  sparsity,
  seed: 0,
  recalibrated: true,
  ...changes,
});

function impact(label: number, absolute: number, normalised: number, p: number | null): ClassImpact {
  return {
    class: label,
    images: 1000,
    recall: { dense: 0.8, compressed: 0.8 + absolute / 100 },
    recallPerMember: { dense: [0.8], compressed: [0.8 + absolute / 100] },
    absolute,
    normalised,
    normalisedInterval: p === null ? null : [normalised - 0.5, normalised + 0.5],
    welch: { t: null, df: null, p },
    paired: null,
    pAdjusted: p,
    impacted: p !== null && p <= 0.05,
  };
}

const still = [impact(0, -1.4, 0, 0.9), impact(1, -1.4, 0, 0.8), impact(2, -1.4, 0, 0.7)];
const shirtPays = [impact(0, -1.2, 0.2, 0.3), impact(1, -0.2, 1.2, 0.01), impact(2, -5.3, -3.9, 0.0002)];

type Changes = {
  accuracy?: [dense: number, compressed: number];
  pies?: number;
  images?: number;
  members?: [number, number];
  impacts?: ClassImpact[];
  floor?: NoiseFloor;
  paired?: boolean;
  flips?: number;
};

const noVotes = { starts: new Uint32Array(1), labels: new Uint16Array(0), counts: new Uint16Array(0) };

function findings(changes: Changes = {}): Findings {
  const [dense, compressed] = changes.accuracy ?? [0.912, 0.898];
  const [k0, kt] = changes.members ?? [30, 30];
  const pies = changes.pies ?? 431;
  const images = changes.images ?? 10_000;
  const estimate = (value: number, n: number) => ({
    value,
    interval: n === 1 ? null : ([value - 0.001, value + 0.001] as [number, number]),
    n,
  });
  const top1 = (value: number, n: number) => ({ perMember: [value], mean: estimate(value, n), sd: null });
  const accuracies = { dense: top1(dense, k0), compressed: top1(compressed, kt) };
  const subset = (value: number) => ({ pie: null, all: estimate(value, 30), nonPie: null });
  return {
    images,
    classes: 3,
    members: { dense: k0, compressed: kt },
    options: { ties: 'largest', alpha: 0.05, seed: 0 },
    paired: changes.paired ?? false,
    votes: { dense: noVotes, compressed: noVotes },
    modal: { dense: new Uint16Array(0), compressed: new Uint16Array(0) },
    pies: {
      images: Uint32Array.from({ length: pies }, (_, index) => index),
      outcomes: [],
      counts: { forgotten: pies, recovered: 0, traded: 0 },
      tied: 0,
    },
    taxicab: new Float32Array(0),
    top1: accuracies,
    accuracyChange: accuracyChange(accuracies, changes.paired ?? false),
    classImpact: changes.impacts ?? shirtPays,
    accuracy: { dense: subset(dense), compressed: subset(compressed) },
    matched: null,
    noiseFloor: changes.floor ?? nullFloor(244, 187, [150, 224]),
    flips: changes.flips === undefined ? null : estimate(changes.flips, kt),
  };
}

function nullFloor(pies: number, excess: number, interval: [number, number] | null): NoiseFloor {
  return {
    kind: 'null',
    k: [30, 30],
    pies,
    flaggedClasses: 0,
    excess: { value: excess, interval, n: 10_000 },
    images: new Uint32Array(0),
  };
}

function halves(halfPies: number | null): NoiseFloor {
  return {
    kind: 'splitHalf',
    k: [5, 5],
    pies: 120.4,
    flaggedClasses: 0,
    interval: [100, 140],
    halfPies,
    splits: 200,
    seed: 0,
  };
}

const say = (changes: Changes, variant: Variant = sparse) =>
  plainText(sentence(findings(changes), variant, names));

describe('the sentence', () => {
  test('says cost, changed images beside retraining, and who pays', () => {
    expect(say({})).toBe(
      'Removing 90% of the weights costs 1.4 percentage points of accuracy. 431 of 10,000 images change their label. Retraining alone changes 244. Shirt loses 3.9 percentage points more than the average over all classes.',
    );
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

  test('narrow networks: nothing is removed, they are trained small', () => {
    const narrow: Variant = { kind: 'narrow', width: 0.305 };
    expect(say({}, narrow)).toMatch(
      /^Training small networks instead, 30\.5% of the channels, costs 1\.4 percentage points of accuracy\. 431 of /,
    );
    expect(say({ accuracy: [0.9, 0.9] }, narrow)).toContain(', leaves accuracy at 90.0%. ');
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
      /^Removing 90% of the weights leaves accuracy at 90\.5%, no measurable change\. 431 of/,
    );
    const sure = seen([0.91, 0.9101], [0.905, 0.9051]);
    expect(plainText(sure)).toMatch(
      /^Removing 90% of the weights costs 0\.5 percentage points of accuracy\. /,
    );
    expect(sure.details[1]).toBe('Accuracy changes by −0.50 points (−0.53 to −0.47).');
  });

  test('where a test finds almost everything, it is said what to read first', () => {
    const many = sentence({ ...findings(), images: 1_281_167 }, sparse, names).remark;
    expect(many).toContain('With 1,281,167 images almost any difference is significant');
    expect(sentence(findings(), sparse, names).remark ?? '').not.toContain('almost any difference');
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
    ['not distinguishable', 249, ', not distinguishable from what retraining alone changes.', 0.02],
  ])('beside retraining alone, by the permutation test: %s', (_, pies, words, share = 0.2) => {
    const counts = Array.from({ length: 2000 }, (_, index) => 234 + (index % 21));
    const retraining = {
      permutation: permutationTest(pies, counts, share),
      resplits: { mean: 240.2, sd: 6, n: 2000 },
      analytic: { mean: 241.6, sd: 8.4 },
    };
    const said = sentence(findings({ pies }), sparse, names, { retraining });
    expect(plainText(said)).toContain(words);
    expect(said.details.join(' ')).toContain('2,000 relabellings of the networks');
    expect(said.details.join(' ')).toContain('disagree on 240.2 images (sd 6.0, 2,000 splits).');
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

  test('what re-estimating the normalisation does by itself is a detail', () => {
    const known = findings({ paired: true, flips: 0.062 });
    const { details } = sentence(known, prunedTo(0.9), names, { treated: 12 });
    expect(details).toContain(
      'Re-estimating the normalisation, done to both sides, changes 12 images by itself.',
    );
    expect(details).toContain('Answers that change within one network: 6.2% (6.1% to 6.3%).');
  });

  test('fine-tuning: what it gave back, with its interval, and what it did not', () => {
    const points = { value: 11.42, interval: [11.03, 11.81] as [number, number], n: 10 };
    const lost = { value: -11.94, interval: null, n: 10 };
    const known = findings({ paired: true, flips: 0.062 });
    const tuned = prunedTo(0.9, { finetune: 0.25 });
    const said = (changes: object) => {
      const regained = { points, lost, before: 1203, stay: 310, fresh: 121, ...changes };
      return plainText(sentence(known, tuned, names, { regained }));
    };
    expect(said({})).toMatch(
      /^Removing 90% of the weights, then fine-tuning for 0\.25 epochs, costs 1\.4 percentage points/,
    );
    expect(sentence(known, tuned, names, { treated: 12 }).details).toContain(
      'Fine-tuning, done to both sides, changes 12 images by itself.',
    );
    expect(said({})).toContain(
      'Fine-tuning gave back 11.4 of the 11.9 percentage points that pruning alone cost. ' +
        'Of the 1,203 images that pruning alone changed, 310 stay changed, and 121 others are new. 431 of 10,000',
    );
    expect(crowdedClauses(said({}))).toEqual([]);
    const regained = { points, lost, before: 1203, stay: 310, fresh: 121 };
    expect(sentence(known, tuned, names, { regained }).details).toContain(
      'Fine-tuning changes accuracy by +11.4 points against pruning alone (95% 11.0 to 11.8).',
    );
    expect(said({ stay: 1, fresh: 0 })).toContain(
      'Of the 1,203 images that pruning alone changed, 1 stays changed. 431',
    );
    const none = { points: { ...points, value: 0.1, interval: [-0.1, 0.3] } };
    expect(said(none)).toContain('gave back no measurable accuracy. ');
    const worse = { points: { ...points, value: -0.5, interval: [-0.7, -0.3] }, before: 0 };
    expect(said(worse)).toContain('Fine-tuning cost a further 0.5 percentage points');
    expect(said(worse)).toContain('. Pruning alone changed no label.');
    const only = sentence(known, prunedTo(0, { finetune: 3 }), names);
    expect(plainText(only)).toMatch(/^Removing no weight, only fine-tuning for 3 epochs, costs /);
  });

  test('paired populations without a floor', () => {
    expect(say({ paired: true, floor: { kind: 'none' } }, prunedTo(0.5))).toBe(
      'Removing 50% of the weights costs 1.4 percentage points of accuracy. 431 of 10,000 images change their label. Shirt loses 3.9 percentage points more than the average over all classes.',
    );
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

  test('networks that have collapsed single no class out', () => {
    expect(say({ accuracy: [0.912, 0.352] })).toMatch(
      / With 35\.2% right, the networks are close to guessing \(33\.3%\), so no class is singled out\.$/,
    );
  });

  test('no class flagged', () => {
    expect(say({ impacts: still })).toMatch(
      / No class loses measurably more than the average over all classes\.$/,
    );
  });

  test('a flag that does not survive the adjustment names nobody', () => {
    const weak = { ...impact(2, -2, -0.6, 0.048), pAdjusted: 0.16 };
    expect(say({ impacts: [weak] })).toMatch(
      / No class loses measurably more than the average over all classes\.$/,
    );
  });

  test('what only the paired test sees is told', () => {
    const seen = { ...impact(0, -1, -0.5, 0.22), paired: { t: -6, df: 29, p: 0.0001 } };
    expect(say({ impacts: [seen, impact(1, -0.5, 0, 0.9)], paired: true }, prunedTo(0.1))).toMatch(
      /No class loses measurably more than the average over all classes\. Compared network by network, one class loses more: see the chapter on classes\.$/,
    );
  });

  test('a class that does not stand with other images names nobody', () => {
    const crossed = (p: number) => ({
      value: -3.9,
      se: 1,
      interval: [-6, 1.8] as [number, number],
      df: 99,
      p,
      pAdjusted: p,
    });
    const [first, second, shirt] = shirtPays;
    expect(say({ impacts: [first, second, { ...shirt, crossed: crossed(0.2) }] })).not.toContain('Shirt');
    expect(say({ impacts: [first, second, { ...shirt, crossed: crossed(0.001) }] })).toContain('Shirt loses');
  });

  test('where the scale of odds says otherwise, it is said', () => {
    const errorOdds = { group: 1.176, model: 1.2, ratio: 0.98, interval: null };
    const impacts = shirtPays.map((impact) => ({ ...impact, errorOdds }));
    expect(say({ impacts })).toMatch(
      /Shirt loses 3\.9 percentage points more than the average over all classes\. In proportion to how often it was wrong before, Shirt does not lose more\.$/,
    );
    const alike = shirtPays.map((impact) => ({ ...impact, errorOdds: { ...errorOdds, ratio: 1.1 } }));
    expect(say({ impacts: alike })).toMatch(/more than the average over all classes\.$/);
  });

  test('only classes that are spared', () => {
    const impacts = [impact(0, -1.4, 0, 0.9), impact(1, -0.2, 1.2, 0.01), impact(2, -1.5, -0.1, 0.7)];
    expect(say({ impacts })).toMatch(
      / No class loses measurably more than the average over all classes\. Trouser loses 1\.2 percentage points less than the average\.$/,
    );
    const gaining = [impact(0, 0, 0, 0.9), impact(1, 2.2, 1.9, 0.01)];
    expect(say({ impacts: gaining })).toMatch(
      / Trouser gains 1\.9 percentage points more than the average\.$/,
    );
  });

  test('a class that gains, but less than the model, does not pay', () => {
    expect(say({ impacts: [impact(2, 0.4, -1.5, 0.01)] })).toMatch(
      / Shirt gains 1\.5 percentage points less than the average over all classes\.$/,
    );
  });

  test('no class could be tested', () => {
    expect(say({ impacts: [impact(0, 0, 0, null)] })).toMatch(/ No class could be tested\.$/);
  });

  test('one network says that nothing can be tested, and has no intervals', () => {
    const impacts = [impact(0, -5, -3, null)];
    expect(say({ members: [1, 1], impacts })).toMatch(
      /\. There is one network a side, so nothing can be tested\.$/,
    );
    expect(say({ members: [10, 1], impacts })).toContain('There is only one compressed network');
    expect(say({ members: [1, 10], impacts })).toContain('There is only one dense network');
    const { details } = sentence(findings({ members: [1, 1], impacts }), sparse, names);
    expect(details[0]).toBe(
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

  test('says how weights were chosen', () => {
    expect(say({}, prunedTo(0.9, { method: 'random' }))).toMatch(
      /^Removing 90% of the weights at random costs /,
    );
    expect(say({}, prunedTo(0.875, { scope: 'layer' }))).toMatch(
      /^Removing 87\.5% of every layer's weights costs /,
    );
  });

  test('says what a structure removes', () => {
    const structured = (settings: StructureSettings): Variant => ({
      kind: 'structured',
      recalibrated: true,
      ...settings,
    });
    expect(say({}, structured({ method: '2:4' }))).toMatch(
      /^Removing 2 of every 4 weights costs 1\.4 percentage points/,
    );
    expect(say({}, structured({ method: '4:8' }))).toMatch(/^Removing 4 of every 8 weights costs /);
    expect(say({}, structured({ method: 'channels', share: 0.5 }))).toMatch(
      /^Removing 50% of every layer's channels costs /,
    );
    expect(say({ pies: 0 }, structured({ method: 'channels', share: 0 }))).toMatch(/^Nothing is removed\./);
  });

  test('says what a format saves instead of what is removed', () => {
    const paired = { pies: 4, paired: true, flips: 0.0024, accuracy: [0.9308, 0.9307] as [number, number] };
    const quantised = (format: QuantiseFormat): Variant => ({ kind: 'quantised', format });
    expect(say(paired, quantised('int8'))).toMatch(
      /^Keeping weights in one byte instead of four leaves accuracy at 93\.1%\. 4 of 10,000 images change their label\. For scale, /,
    );
    expect(say(paired, quantised('fixed'))).toMatch(
      /^Keeping weights and activations in one byte instead of four /,
    );
    expect(say({ ...paired, pies: 0 }, quantised('float16'))).toMatch(
      /^Keeping every parameter in two bytes instead of four leaves accuracy at 93\.1%\. None of 10,000/,
    );
    const { details } = sentence(findings(paired), quantised('float16'), names);
    expect(details.at(-1)).toContain('shipped as float16 already');
  });

  test('nothing removed', () => {
    const nothing = 'Nothing is removed. On 10,000 images, the 30 dense networks answer 91.2% correctly.';
    expect(say({ pies: 0 }, { kind: 'dense' })).toBe(nothing);
    expect(say({ pies: 0, paired: true }, prunedTo(0, { recalibrated: false }))).toBe(nothing);
    expect(say({ pies: 0, members: [1, 1], images: 1 }, { kind: 'dense' })).toBe(
      'Nothing is removed. On 1 image, the dense network answers 91.2% correctly.',
    );
    expect(say({ pies: 12, paired: true, accuracy: [0.912, 0.911] }, prunedTo(0))).toMatch(
      /^Removing no weight, only re-estimating the normalisation, costs 0\.1 percentage points of accuracy\. 12 of/,
    );
  });

  test('the second dense population is the noise itself', () => {
    const variant: Variant = { kind: 'null' };
    expect(say({ pies: 167, accuracy: [0.9044, 0.9064], impacts: still }, variant)).toBe(
      'Training again with other seeds, nothing removed, changes the label of 167 of 10,000 images. It moves accuracy by 0.2 percentage points, and no class stands out. Every other count stands beside this.',
    );
    expect(say({ pies: 0, accuracy: [0.9, 0.9], impacts: shirtPays }, variant)).toBe(
      'Training again with other seeds, nothing removed, changes the label of none of 10,000 images. It leaves accuracy at 90.0%, and two classes stand out. Every other count stands beside this.',
    );
    expect(say({ members: [1, 1] }, variant)).not.toContain('out');
  });

  test('no sentence has over 30 words, and no clause three numbers', () => {
    const retraining = {
      permutation: permutationTest(431, [230, 240, 250], 0.2),
      resplits: { mean: 240.2, sd: 6, n: 2000 },
      analytic: { mean: 241.6, sd: 8.4 },
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
        const said = sentence(findings(changes), variant, names, { retraining: test, treated: 12 });
        expect(longSentences([plainText(said), ...said.details])).toEqual([]);
        expect(crowdedClauses(plainText(said))).toEqual([]);
      }
    }
  });

  test('keeps the intervals in reach', () => {
    const { details } = sentence(findings(), sparse, names);
    expect(details).toEqual([
      'Accuracy: dense 91.2% (91.1% to 91.3%) over 30 networks; compressed 89.8% (89.7% to 89.9%) over 30 networks.',
      'The second dense population changes 244 images (30 against 30 networks).',
      'Beyond it: +187 images (+150 to +224, these networks held fixed).',
      'Classes flagged by Welch’s test: 2, 2 after adjustment; retraining alone flags 0.',
      'Shirt: −3.9 points beyond the average (−4.4 to −3.4 with other networks), p < .001, adjusted < .001.',
      'The average counts every image once, so a class counts by its images.',
      'Ties go to the larger class index; no image is tied.',
    ]);
    const half = sentence(findings({ floor: halves(298.2) }), sparse, names).details;
    expect(half.join(' ')).toContain('retraining alone flags 0.0 between dense halves.');
  });

  test('the paired test stands beside Welch, labelled', () => {
    const pays: ClassImpact = {
      ...impact(2, -5.3, -3.9, 0.0002),
      paired: { t: -9, df: 29, p: 0.004 },
      pairedInterval: [-4.1, -3.7],
    };
    const { details } = sentence(findings({ impacts: [pays], paired: true }), prunedTo(0.9), names);
    expect(details).toContain('Shirt, on the same networks, paired: −4.1 to −3.7, p = .004.');
  });

  test('never shows what is not a number', () => {
    const odd = findings({
      impacts: [{ ...impact(9, 0, -2, 0.01), absolute: null, normalisedInterval: null }],
    });
    const said = sentence(odd, sparse, names);
    expect([plainText(said), ...said.details].join(' ')).not.toMatch(/NaN|undefined|null/);
    expect(plainText(said)).toContain('class 9 loses 2.0 percentage points');
  });
});
