import { expect, test } from 'vitest';
import { audit } from '../audit';
import { expectedGroups } from '../fixtures/groups';
import { predictionsOf } from '../fixtures/predictionsOf';
import { criticalCorrelation, pearson, spearman } from '../statistics/correlation';
import { firstFlags, intensification, kinship, splitImpacts } from './classCurves';
import { similarityOrder } from './similarityOrder';

const { classes, truth, expected, ...given } = expectedGroups.curves;
const dense = predictionsOf('dense', given.dense, classes);
const audits = given.levels.map((labels, level) =>
  audit(dense, predictionsOf(`level-${level}`, labels, classes), Uint16Array.from(truth), {
    ties: 'largest',
    alpha: 0.05,
    seed: 1,
  }),
);
const levels = audits.map(({ classImpact }) => classImpact);

test('the first level at which a class is flagged, raw and adjusted, as scipy has it', () => {
  const flags = firstFlags(levels, 0.05);
  expect(flags.map(({ raw }) => raw)).toEqual(expected.raw);
  expect(flags.map(({ adjusted }) => adjusted)).toEqual(expected.adjusted);
  expect(firstFlags([], 0.05)).toEqual([]);
});

test('classes that lose and gain at every level, as numpy has them', () => {
  levels.forEach((impacts, level) => {
    const wanted = Object.entries(expected.split[level]).map(([name, value]) => [
      name,
      expect.closeTo(value as number, 9),
    ]);
    expect(splitImpacts(impacts, 0.05)).toEqual(Object.fromEntries(wanted));
  });
});

test('where nobody moves there is no mean', () => {
  const still = audit(dense, dense, Uint16Array.from(truth), { ties: 'largest', alpha: 0.05, seed: 1 });
  expect(splitImpacts(still.classImpact, 0.05)).toMatchObject({
    lose: 0,
    gain: 0,
    meanLoss: null,
    meanGain: null,
    flagged: 0,
  });
  const { points, odds } = intensification(still.classImpact, 0.5);
  expect([points, odds]).toEqual(Array(2).fill({ value: null, interval: null, n: classes }));
});

test('whether what was weak gets weaker: rank correlation as scipy has it', () => {
  levels.forEach((impacts, level) => {
    const { standings, points, odds } = intensification(impacts, audits[level].top1.dense.mean.value);
    standings.forEach(({ class: label, before }) => {
      expect(before).toBeCloseTo(expected.before[label], 9);
    });
    for (const [found, wanted] of [
      [points, expected.intensification[level]],
      [odds, expected.intensificationOdds[level]],
    ]) {
      expect(found.n).toBe(wanted.n);
      expect(found.value).toBeCloseTo(wanted.value ?? Number.NaN, 10);
      expect(found.interval?.[0]).toBeCloseTo(wanted.interval?.[0] ?? Number.NaN, 9);
      expect(found.interval?.[1]).toBeCloseTo(wanted.interval?.[1] ?? Number.NaN, 9);
    }
  });
});

test('which classes move together: order by scipy, correlations by numpy', () => {
  const kin = kinship(levels);
  expect(kin.order).toEqual(expected.order);
  expect(kin.critical).toBeCloseTo(expected.critical, 10);
  let beyond = 0;
  expected.correlations.forEach((row, i) => {
    row.forEach((r, j) => {
      expect(kin.correlations[i][j]).toBeCloseTo(r, 10);
      if (j < i && Math.abs(r) > expected.critical) beyond++;
    });
  });
  expect(kin).toMatchObject({ levels: levels.length, pairs: (classes * (classes - 1)) / 2, beyond });
  expect(beyond).toBeGreaterThan(0);
});

test('correlations that do not exist', () => {
  expect(pearson([1, 2], [2, 1])).toBeNull();
  expect(pearson([1, 2, 3], [4, 4, 4])).toBeNull();
  expect(spearman([1, 2, 3, 4], [10, 20, 30, 40])).toEqual({ value: 1, interval: null, n: 4 });
  expect(spearman([1, 2, 2, 3], [3, 2, 2, 1]).value).toBeCloseTo(-1, 12);
  expect(criticalCorrelation(2)).toBeNull();
  expect(criticalCorrelation(3)).toBeCloseTo(0.99692, 5);
});

test('an order of none, one and two', () => {
  expect(similarityOrder([])).toEqual([]);
  expect(similarityOrder([[0]])).toEqual([0]);
  expect(
    similarityOrder([
      [0, 9, 1],
      [9, 0, 9],
      [1, 9, 0],
    ]),
  ).toEqual([1, 0, 2]);
});
