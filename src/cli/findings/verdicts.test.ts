import { describe, expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import type { ClassImpact, Estimate, Interval } from '../../audit/findings';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { permutationTest } from '../../audit/retraining/permutationTest';
import {
  bruntVerdict,
  differencesVerdict,
  everyLevelVerdict,
  flaggedSplit,
  growthVerdict,
  harderVerdict,
  hiddenVerdict,
  liftVerdict,
  ratioVerdict,
} from './verdicts';

const truth = Uint16Array.from({ length: 20 }, (_, image) => image % 10);
const labels = predictionsOf('one', [[...truth]], 10);
const { classImpact } = audit(labels, labels, truth, { ties: 'largest', alpha: 0.05, seed: 1 });

/**
 * Ten classes, the first of them flagged: as many losing as `lose` says, then as many gaining as `gain` says.
 */
function impacts(lose: number, gain = 0): ClassImpact[] {
  return classImpact.map((impact, label) => ({
    ...impact,
    normalised: label < lose ? -1 : 1,
    pAdjusted: label < lose + gain ? 0.01 : 0.6,
  }));
}

const counts = Array.from({ length: 2100 }, (_, index) => 80 + (index % 21));
/** More than, as good as, and neither than 80 to 100. */
const [more, good, open] = [
  permutationTest(120, counts),
  permutationTest(92, counts),
  permutationTest(98, counts, 0.1),
];

describe('PIEs at every level', () => {
  test.each([
    ['agrees', [more, more]],
    ['in part', [open, more]],
    ['in part', [good, more]],
    ['not told', [open, good]],
    ['does not', [good, good]],
    ['not told', [null, more]],
    ['not told', [null, null]],
  ])('%s', (verdict, levels) => {
    expect(everyLevelVerdict(levels)).toBe(verdict);
  });
});

describe('PIEs grow with the weights removed', () => {
  test.each<[string, Interval[]]>([
    [
      'agrees',
      [
        [1, 9],
        [2, 8],
      ],
    ],
    [
      'in part',
      [
        [-1, 35],
        [151, 211],
      ],
    ],
    [
      'in part',
      [
        [1, 9],
        [-9, -1],
      ],
    ],
    [
      'not told',
      [
        [-1, 35],
        [-3, 33],
      ],
    ],
    ['not told', []],
    [
      'does not',
      [
        [-1, 35],
        [-9, -1],
      ],
    ],
  ])('%s: steps of %j', (verdict, steps) => {
    expect(differencesVerdict(steps.map((interval) => ({ value: 0, interval, n: 100 })))).toBe(verdict);
  });
});

describe('top-1 hides what changes', () => {
  test.each<[string, Interval | null, Interval | null]>([
    ['agrees', [0.018, 0.025], [0.015, 0.017]],
    ['not told', [0.016, 0.025], [0.015, 0.017]],
    ['not told', [-0.001, 0.001], [-0.002, 0.001]],
    ['not told', [-0.002, 0.001], [-0.005, -0.003]],
    ['does not', [0.001, 0.01], [0.015, 0.017]],
    ['not told', null, [0.015, 0.017]],
  ])('%s: %j of the images beyond retraining, %j lost', (verdict, beyond, lost) => {
    expect(hiddenVerdict(beyond, lost)).toBe(verdict);
  });
});

/** An accuracy known to a point either way. */
const right = (value: number): Estimate => ({ value, interval: [value - 0.01, value + 0.01], n: 100 });
const subset = (pie: number, nonPie = 0.93) => ({
  ...{ pie: right(pie), all: right(0.9), nonPie: right(nonPie) },
  beyond: {
    ...{ value: 100 * (pie - 0.9), se: 1, df: 99, p: 0.5 },
    interval: [100 * (pie - 0.9) - 2, 100 * (pie - 0.9) + 2] as [number, number],
  },
});
const same = <T>(value: T) => ({ dense: value, compressed: value });

describe('PIEs are harder', () => {
  test.each([
    ['agrees', 0.4, -10, -5],
    ['in part', 0.4, -1, -5],
    ['in part', 0.4, -10, 1],
    ['in part', 0.4, null, -5],
    ['in part', 0.4, -10, null],
    ['not told', 0.89, -10, -5],
    ['does not', 0.95, -10, -5],
  ])(
    '%s: right in %s on PIEs, %s points beyond matched images, %s beyond those of retraining',
    (verdict, pie, matched, alone) => {
      const beyond = (value: number | null) =>
        value === null ? null : same({ interval: [value - 2, value + 2] as Interval });
      const beside = { matched: beyond(matched), retrained: beyond(alone) };
      expect(harderVerdict(same(subset(pie)), beside)).toBe(verdict);
    },
  );

  test('beside both for both populations, or it is in part', () => {
    const below = { interval: [-9, -5] as Interval };
    const unsure = { dense: { interval: [-9, 1] as Interval }, compressed: below };
    const beside = { matched: same(below), retrained: unsure };
    expect(harderVerdict(same(subset(0.4)), beside)).toBe('in part');
  });

  test('for both populations, or it is not told', () => {
    const accuracy = { dense: subset(0.4), compressed: subset(0.9) };
    expect(harderVerdict(accuracy, { matched: null, retrained: null })).toBe('not told');
    const without = { dense: { ...subset(0.4), pie: null, beyond: null }, compressed: subset(0.4) };
    expect(harderVerdict(without, { matched: null, retrained: null })).toBe('not told');
  });
});

describe('without the PIEs top-1 rises', () => {
  test.each([
    ['in part', 0.93],
    ['not told', 0.91],
    ['does not', 0.8],
  ])('%s: to %s', (verdict, rest) => {
    expect(liftVerdict(same(subset(0.4, rest)))).toBe(verdict);
  });
});

describe('over-indexing', () => {
  test.each<[string, Interval | null, Interval | null]>([
    ['agrees', [1.5, 2], [0.1, 0.5]],
    ['in part', [1.5, 2], [-0.1, 0.5]],
    ['not told', [1.5, 2], null],
    ['not told', [0.9, 1.2], [0.1, 0.5]],
    ['not told', null, null],
    ['does not', [0.5, 0.9], null],
  ])('%s for %j, beyond retraining %j', (verdict, ratio, beyond) => {
    expect(ratioVerdict(ratio, beyond)).toBe(verdict);
  });
});

describe('the number of classes grows', () => {
  test.each([
    ['agrees', [1, 3, 8], 0],
    ['in part', [1, 1, 8], 0],
    ['in part', [2, 1, 9], 0],
    ['not told', [0, 1, 5], 0],
    ['not told', [1, 3, 8], 4],
    ['not told', [1, 1, 8], null],
    ['does not', [8, 3, 1], 0],
  ])('%s: %j flagged, retraining alone %s', (verdict, levels, floor) => {
    const retrained = floor === null ? null : impacts(floor);
    expect(
      growthVerdict(
        levels.map((flagged) => impacts(flagged)),
        retrained,
        0.05,
      ),
    ).toBe(verdict);
  });
});

describe('a few classes bear the brunt', () => {
  test.each([
    ['agrees', 1, 9, 0],
    ['not told', 4, 3, 0],
    ['not told', 1, 9, 6],
    ['not told', 1, 9, null],
    ['does not', 0, 8, 0],
    ['does not', 9, 1, 0],
  ])('%s: %i lose, %i gain, retraining alone %s', (verdict, lose, gain, floor) => {
    const retrained = floor === null ? null : impacts(floor);
    expect(bruntVerdict(impacts(lose, gain), retrained, 0.05)).toBe(verdict);
    expect(flaggedSplit(impacts(lose, gain), 0.05)).toMatchObject({ lose, gain });
  });
});
