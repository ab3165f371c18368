import { describe, expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import type { ClassImpact, Estimate, Interval } from '../../audit/findings';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { bruntVerdict, everyLevelVerdict, flaggedSplit, growthVerdict, ratioVerdict } from './verdicts';

const truth = Uint16Array.from({ length: 20 }, (_, image) => image % 10);
const labels = predictionsOf('one', [[...truth]], 10);
const { classImpact } = audit(labels, labels, truth, { ties: 'largest', alpha: 0.05, seed: 1 });

/** Ten classes, the first of them flagged: as many losing as `lose` says, then as many gaining as `gain` says. */
function impacts(lose: number, gain = 0): ClassImpact[] {
  return classImpact.map((impact, label) => ({
    ...impact,
    normalised: label < lose ? -1 : 1,
    pAdjusted: label < lose + gain ? 0.01 : 0.6,
  }));
}

const excess = (low: number): Estimate => ({ value: low + 10, interval: [low, low + 20], n: 100 });

describe('PIEs at every level', () => {
  test.each([
    ['agrees', [excess(1), excess(5)]],
    ['in part', [excess(-1), excess(5)]],
    ['not told', [excess(-1), excess(-5)]],
    ['not told', [null, excess(5)]],
    ['not told', [null, null]],
  ])('%s', (verdict, levels) => {
    expect(everyLevelVerdict(levels)).toBe(verdict);
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
