import { describe, expect, test } from 'vitest';
import { audit } from '../audit';
import type { Estimate, Interval } from '../findings';
import { expectedLongTail as fixture } from '../fixtures/longTail';
import { predictionsOf } from '../fixtures/predictionsOf';
import { longTail } from './longTail';

const { classes, training, seed, draws, longTail: expected } = fixture;
const truth = Uint16Array.from(fixture.truth);
const dense = predictionsOf('dense', fixture.dense, classes);
const compressed = predictionsOf('sparse', fixture.compressed, classes);
const retrained = predictionsOf('retrained', fixture.retrained, classes);
const findings = audit(dense, compressed, truth, { ties: 'largest', alpha: 0.05, seed: 1 }, retrained);
const found = longTail(findings, truth, training, { draws, seed });

function expectEstimate(actual: Estimate | null, { value, interval }: { value: number; interval: Interval }) {
  expect(actual?.value).toBeCloseTo(value, 10);
  expect(actual?.interval?.[0]).toBeCloseTo(interval[0], 8);
  expect(actual?.interval?.[1]).toBeCloseTo(interval[1], 8);
}

describe('longTail', () => {
  test('classes and their parts as numpy and scipy have them', () => {
    expect(found.classes.map((row) => row.class)).toEqual(expected.order);
    expect(found.classes.map(({ part }) => part)).toEqual(['head', 'head', 'medium', 'tail', 'tail']);
    expect(found.parts.map(({ part, classes: count }) => [part, count])).toEqual([
      ['head', 2],
      ['medium', 1],
      ['tail', 2],
    ]);
    [...found.classes, ...found.parts].forEach((row, index) => {
      const { pieRate, overImages, overTraining, retraining, recall, ...plain } = expected.rows[index];
      expect(row).toMatchObject({ training: plain.training, images: plain.images, pies: plain.pies });
      expect(row.trainingShare).toBeCloseTo(plain.trainingShare, 12);
      expect(row.imageShare).toBeCloseTo(plain.images / truth.length, 12);
      expect(row.pieShare).toBeCloseTo(plain.pieShare, 12);
      expectEstimate(row.pieRate, pieRate);
      expectEstimate(row.overImages, overImages);
      expectEstimate(row.overTraining, overTraining);
      expect(row.retraining?.pies).toBe(retraining.pies);
      expectEstimate(row.retraining?.overIndex ?? null, retraining.overIndex);
      expectEstimate(row.retraining?.beyond ?? null, retraining.beyond);
      expectEstimate(row.recall.dense, recall[0]);
      expectEstimate(row.recall.compressed, recall[1]);
    });
    const last = found.parts.at(-1)?.overImages?.interval ?? [0, 0];
    for (const end of [0, 1]) expect(Math.abs(last[end] - expected.scipy[end])).toBeLessThan(0.06);
  });

  test('balanced accuracy', () => {
    expectEstimate(found.accuracy.dense, expected.accuracy[0]);
    expectEstimate(found.accuracy.compressed, expected.accuracy[1]);
    expectEstimate(found.accuracy.change, expected.change);
  });

  test('equal training counts have no parts, and then both ratios agree on a balanced shard', () => {
    const pairs = fixture.truth.map((_, image) => image % classes);
    const even = audit(dense, compressed, Uint16Array.from(pairs), { ties: 'largest', alpha: 0.05, seed: 1 });
    const result = longTail(even, Uint16Array.from(pairs), Array(classes).fill(7), { draws: 20, seed });
    expect(result.balanced).toBe(true);
    expect(result.parts).toEqual([]);
    for (const { overImages, overTraining } of result.classes) {
      expect(overImages?.value).toBeCloseTo(overTraining?.value ?? Number.NaN, 12);
    }
  });

  test('without a PIE there is no ratio; a class without images has none either', () => {
    const same = audit(dense, { ...dense, members: dense.members.map((id) => `again/${id}`) }, truth, {
      ties: 'largest',
      alpha: 0.05,
      seed: 1,
    });
    const none = longTail(same, truth, training, { draws, seed });
    expect(none.classes.every(({ overImages, pieShare }) => overImages === null && pieShare === null)).toBe(
      true,
    );
    const wider = (of: typeof dense) => ({ ...of, classes: classes + 1 });
    const extra = audit(wider(dense), wider(compressed), truth, { ties: 'largest', alpha: 0.05, seed: 1 });
    const row = longTail(extra, truth, [...training, 1], { draws: 20, seed }).classes.at(-1);
    expect(row).toMatchObject({
      class: classes,
      images: 0,
      pieRate: null,
      overImages: null,
      retraining: null,
    });
    expect(row?.recall).toEqual({ dense: null, compressed: null });
  });

  test('paired populations: retraining is context only; without a null population there is none', () => {
    const options = { ties: 'largest', alpha: 0.05, seed: 1 } as const;
    const pruned = { ...retrained, members: dense.members };
    const paired = audit(dense, pruned, truth, options, retrained);
    expect(paired.paired).toBe(true);
    for (const { retraining } of longTail(paired, truth, training, { draws: 20, seed }).classes) {
      expect(retraining).toMatchObject({ beyond: null, overIndex: { n: truth.length } });
    }
    const alone = longTail(audit(dense, compressed, truth, options), truth, training, { draws: 20, seed });
    expect(alone.parts.map(({ retraining }) => retraining)).toEqual([null, null, null]);
  });

  test.each([[[1, 2]], [[1, 2, 3, 4, 0]], [[1, 2, 3, 4, 0.5]]])('refuses training counts %j', (counts) => {
    expect(() => longTail(findings, truth, counts, { draws, seed })).toThrow(
      'Expected training images of each of 5 classes, whole numbers above 0',
    );
  });
});
