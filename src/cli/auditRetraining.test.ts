import { describe, expect, test } from 'vitest';
import { lacuna } from './testing';
import { auditOf, files, pair } from './workedExample';

describe('what retraining alone does in lacuna audit --json', () => {
  test('distances and draws on request', () => {
    const { taxicab, stability } = auditOf(...pair, '--taxicab', '--draws', '20', '--seed', '3');
    expect(taxicab.imageIds).toEqual([0, 1, 2, 3]);
    expect(taxicab.distances[0]).toBeCloseTo(2 / 3, 7);
    expect(stability).toMatchObject({ draws: 20, seed: 3, membership: { k: 1 } });
    expect(stability.growth.map(({ k }: { k: number }) => k)).toEqual([1, 2, 3]);
    expect(stability.growth[2].pies).toEqual({ mean: 3, interval: null });
    expect(stability.membership.pies).toHaveLength(3);
  });

  test('the test of retraining on request, its floor always', () => {
    const without = auditOf(...pair).retraining;
    expect(without).toMatchObject({ permutation: null, resplits: null });
    expect(without.analytic.mean).toBeGreaterThan(0);
    const asked = [...pair, '--null', files('nulls.csv'), '--permutations', '300', '--seed', '3'];
    const { permutation, resplits, analytic } = auditOf(...asked, '--margin', '0.5').retraining;
    expect(permutation).toMatchObject({ shuffles: 300, observed: 3, equivalence: { share: 0.5 } });
    expect(Object.keys(permutation)).toEqual(
      expect.arrayContaining(['shuffles', 'observed', 'mean', 'sd', 'p', 'excess', 'interval']),
    );
    expect(permutation.excess).toBeCloseTo(3 - permutation.mean, 12);
    expect(resplits).toEqual({ mean: expect.any(Number), sd: expect.any(Number), n: 300 });
    expect(analytic.sd).toBeGreaterThan(0);
    const { family } = auditOf(...asked);
    expect(family).toMatchObject({ method: 'maxT', shuffles: 300, tests: 4 });
    expect(family.comparisons.map(({ name }: { name: string }) => name)).toEqual(['compressed', 'retrained']);
    expect(auditOf(...pair).family).toMatchObject({ method: 'benjaminiYekutieli', shuffles: 0, tests: 2 });
    const paired = auditOf(...pair, '--paired', '--permutations', '10').retraining;
    expect(paired.permutation).toBeNull();
  });

  test('a margin alone, or a test without --json, is refused', () => {
    expect(lacuna('audit', ...pair, '--json', '--margin', '0.1').stderr).toContain(
      'Expected --permutations with --margin, got --margin alone',
    );
    expect(lacuna('audit', ...pair, '--permutations', '9').stderr).toContain(
      'Expected --json with --permutations',
    );
  });

  test('a null population gives the noise floor', () => {
    const { noiseFloor } = auditOf(...pair, '--null', files('nulls.csv'));
    expect(noiseFloor).toMatchObject({ kind: 'null', k: [3, 3], pies: 3, imageIds: [0, 1, 3] });
    const told = auditOf(...pair, '--null', files('nulls.csv'), '--training', '30,10', '--draws', '10');
    const { longTail, overlap, classSplit, predictors, pieRates, stability } = told;
    expect(overlap).toMatchObject({ both: 3, either: 3, jaccard: 1, byChance: 9 / 4 });
    expect(overlap.interval[0]).toBeLessThan(1);
    // Of two images of margin 3 each set has one, of two of margin 1 both: 1/2 + 2, variance 1/4.
    expect(overlap.byMargin.value).toBeCloseTo(2.5, 12);
    expect(overlap.byMargin.interval[1]).toBeCloseTo(2.5 + 1.959963984540054 / 2, 12);
    expect(classSplit.retrained).toMatchObject({ tested: 2, flagged: noiseFloor.flaggedClasses });
    // DeLong's interval needs two images on either side.
    expect(predictors[0]).toHaveProperty('retrainedInterval', null);
    expect(pieRates.bins[0].retrainedInterval).toHaveLength(2);
    expect(stability.membership.retrained.pies).toHaveLength(3);
    const [often] = longTail.classes;
    const { pies, overIndex, beyond } = often.retraining;
    expect(overIndex.value).toBeCloseTo(pies / 3 / (often.images / 4), 12);
    expect(beyond.value).toBeCloseTo(often.overImages.value - overIndex.value, 12);
  });

  test('paired populations also have the paired test and the flips', () => {
    const findings = auditOf(...pair, '--paired', '--alpha', '0.5', '--seed', '7');
    expect(findings).toMatchObject({
      paired: true,
      flips: expect.any(Number),
      options: { alpha: 0.5, seed: 7 },
    });
    expect(findings.flipsInterval).toHaveLength(2);
    const [zero] = findings.classImpact;
    expect(zero).toMatchObject({ impacted: true, paired: { df: 2 } });
    expect((zero.pairedInterval[0] + zero.pairedInterval[1]) / 2).toBeCloseTo(zero.normalised, 10);
  });
});
