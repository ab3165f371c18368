import { describe, expect, test } from 'vitest';
import { expectedLevels } from '../audit/fixtures/levels';
import { expectedScores } from '../audit/fixtures/scores';
import { folderOf } from './testing';
import { auditOf, files, pair } from './workedExample';

describe('lacuna audit --json', () => {
  test('the worked example of the method', () => {
    const findings = auditOf(...pair);
    expect(Object.keys(findings)).toEqual([
      'images',
      'classes',
      'members',
      'options',
      'top1',
      'accuracyChange',
      'pies',
      'classImpact',
      'flagged',
      'accuracy',
      'noiseFloor',
      'family',
      'retraining',
      'matched',
      'predictors',
      'pieRates',
      'calibration',
      'overlap',
      'taxicabAgreement',
      'mismatch',
      'indices',
      'classSplit',
    ]);
    expect(findings).toMatchObject({
      images: 4,
      classes: 2,
      members: { dense: 3, compressed: 3 },
      top1: { dense: { mean: 0.75, sd: 0.25 }, compressed: { mean: 0.5, sd: 0.5 } },
      pies: { count: 3, imageIds: [0, 1, 3], outcomes: { forgotten: 2, recovered: 1, traded: 0 }, ties: 0 },
      accuracy: { dense: { all: 0.75, nonPie: 1 }, compressed: { all: 0.5 } },
      flagged: { raw: 0, adjusted: 0, tested: 2 },
    });
    // scipy.stats.t.ppf(0.975, 50 / 17) times the standard error.
    expect(findings.accuracyChange.value).toBeCloseTo(-25, 10);
    expect(findings.accuracyChange.interval?.[0]).toBeCloseTo(-128.88498757956262, 8);
    expect(findings.accuracyChange.interval?.[1]).toBeCloseTo(78.88498757956263, 8);
    // Of 3 against 3 networks, no relabelling here takes Welch's t far enough.
    expect(findings.flagged.byChance).toBeLessThan(0.2);
    expect(findings.flagged.retrained).toBe(findings.noiseFloor.flaggedClasses);
    expect(findings.accuracy.dense.pie).toBeCloseTo(2 / 3, 12);
    expect(findings.accuracy.compressed.pie).toBeCloseTo(4 / 9, 12);
    const [zero, one] = findings.classImpact;
    expect(Object.keys(zero)).toEqual([
      'class',
      'images',
      'recallDense',
      'recallCompressed',
      'absolute',
      'normalised',
      'normalisedInterval',
      't',
      'df',
      'p',
      'pAdjusted',
      'impacted',
      'crossed',
      'errorOdds',
      'errorGrowth',
      'confusions',
    ]);
    expect(zero).toMatchObject({ class: 0, images: 2, recallCompressed: 0.5, impacted: false });
    expect(zero.absolute).toBeCloseTo(-100 / 6, 10);
    expect(zero.normalised).toBeCloseTo(25 / 3, 10);
    expect(one.normalised).toBeCloseTo(-25 / 3, 10);
    expect(zero.t).toBeCloseTo(-1, 10);
    expect(zero.df).toBeCloseTo(2, 10);
    expect(zero.p).toBeCloseTo(0.42264973081, 9);
    expect(Object.keys(findings.noiseFloor)).toEqual(
      expect.arrayContaining(['kind', 'k', 'pies', 'flaggedClasses', 'interval', 'seed']),
    );
  });

  test('the worked example: how sure each figure is, and by which rules', () => {
    const findings = auditOf(...pair);
    expect(findings.options).toEqual({
      ties: 'largest',
      alpha: 0.05,
      seed: 0,
      baseline: 'network',
      paired: false,
    });
    // scipy.stats.t.ppf(0.975, 2) / sqrt(3) times the standard deviation.
    const half = 2.484137712;
    expect(findings.top1.dense.interval[0]).toBeCloseTo(0.75 - half * 0.25, 8);
    expect(findings.top1.compressed.interval[1]).toBeCloseTo(0.5 + half * 0.5, 8);
    expect(findings.accuracy.dense.intervals.all).toEqual(findings.top1.dense.interval);
    expect(findings.accuracy.dense.n).toEqual({ pie: 3, all: 4, nonPie: 1 });
    const [zero] = findings.classImpact;
    const [low, high] = zero.normalisedInterval;
    expect((low + high) / 2).toBeCloseTo(zero.normalised, 10);
    // Over 3 networks, 2 and 3 of their 6 answers on the images of class 0 are class 1.
    expect(zero.confusions).toEqual([
      {
        class: 1,
        dense: expect.closeTo(2 / 3, 12),
        compressed: 1,
        difference: expect.closeTo(1 / 3, 12),
      },
    ]);
    expect(findings.taxicabAgreement.map(({ share }: { share: number }) => share)).toEqual([
      0.01, 0.02, 0.05, 0.1,
    ]);
    expect(findings.overlap).toBeNull();
    expect(findings.classSplit.retrained).toBeNull();
  });

  test("the released code's baseline: recall minus the mean accuracy of the population", () => {
    const [zero] = auditOf(...pair).classImpact;
    const { options, classImpact } = auditOf(...pair, '--baseline', 'population');
    expect(options.baseline).toBe('population');
    expect(classImpact[0].normalised).toBeCloseTo(zero.normalised, 10);
    // Recalls of class 0: 1, .5, .5 dense, 1, .5, 0 compressed: scipy.stats.ttest_ind of them minus .75 and
    // .5.
    expect(classImpact[0].t).toBeCloseTo(-0.25, 10);
    expect(classImpact[0].t).not.toBeCloseTo(zero.t, 3);
    expect(auditOf(...pair, '--baseline', 'network')).toEqual(auditOf(...pair));
  });

  test('the worked example: what single networks change, and what labels alone cannot say', () => {
    const { mismatch, indices, calibration, predictors, pieRates, matched } = auditOf(...pair);
    expect(mismatch.modal.any.value).toBe(0.75);
    expect(mismatch.modal.forgotten.value).toBe(0.5);
    expect(mismatch.networks.any.value).toBeCloseTo(19 / 36, 12);
    expect(mismatch.retrained.any.value).toBeCloseTo(1 / 3, 12);
    expect(indices).toBeNull();
    expect(calibration).toBeNull();
    expect(predictors.map(({ id }: { id: string }) => id)).toEqual(['margin', 'entropy']);
    expect(pieRates.by).toBe('margin');
    expect(matched).toMatchObject({ dense: { value: 1 }, matched: 1, unmatched: 2 });
  });

  test('the true class among the first three, and flagged classes raw and adjusted', () => {
    const { truth, labels, ranks, expected } = expectedLevels.row;
    const table = (side: 0 | 1) =>
      `image_id,model_id,prediction,label,rank_label\n${labels[side]
        .flatMap((row, k) => row.map((label, i) => [i, `k${k}`, label, truth[i], ranks[side][k][i]].join()))
        .join('\n')}\n`;
    const at = folderOf({ 'dense.csv': table(0), 'compressed.csv': table(1) });
    const found = auditOf('--dense', at('dense.csv'), '--compressed', at('compressed.csv'));
    [found.top3.dense, found.top3.compressed].forEach((top3, side) => {
      const { top3: value, interval } = expected.rows[side];
      expect(top3.value).toBeCloseTo(value, 12);
      expect(top3.interval[1]).toBeCloseTo(interval[1], 10);
    });
    const { raw, adjusted, tested } = expected.flagged;
    expect(found.flagged).toMatchObject({ raw, adjusted, tested });
    expect(found.flagged.byChance).toBeGreaterThan(0);
    expect(found.flagged.raw).toBe(
      found.classImpact.filter((impact: { impacted: boolean }) => impact.impacted).length,
    );
  });

  test.each(expectedScores.populations)(
    'probabilities and what follows from them: $name populations',
    (known) => {
      const { dense, compressed, pPrediction, pLabel, paired, truth, expected } = known;
      const table = (rows: number[][], p: number[][], own?: number[][]) =>
        `image_id,model_id,prediction,label,p_prediction${own ? ',p_label,rank_label' : ''}\n${rows
          .flatMap((row, k) =>
            row.map((label, i) =>
              [
                i,
                `k${k}`,
                label,
                truth[i],
                p[k][i],
                ...(own ? [own[k][i], label === truth[i] ? 0 : 3] : []),
              ].join(),
            ),
          )
          .join('\n')}\n`;
      const at = folderOf({
        'dense.csv': table(dense, pPrediction[0], pLabel),
        'compressed.csv': table(compressed, pPrediction[1]),
        'classes.txt': 'a\nb\nc\nd\ne\n',
      });
      const found = auditOf(
        '--dense',
        at('dense.csv'),
        '--compressed',
        at('compressed.csv'),
        '--classes',
        at('classes.txt'),
        ...(paired ? ['--paired'] : []),
      );
      const { calibration, indices, mismatch, predictors } = expected;
      const [before, after] = calibration.width.population;
      expect(found.calibration.dense.ece.value).toBeCloseTo(before.ece, 9);
      expect(found.calibration.compressed.overConfidence.interval[0]).toBeCloseTo(after.overInterval[0], 9);
      expect(found.calibration.compressed.confidence.pie).toBeCloseTo(after.confidence.pie.value, 9);
      expect(found.calibration.dense.bins).toHaveLength(before.bins.length);
      expect(found.calibration.change.ece.value).toBeCloseTo(calibration.width.change.ece.value, 9);
      expect(found.calibration.compressed.confidence.intervals.all[0]).toBeCloseTo(
        after.confidence.all.interval?.[0] ?? Number.NaN,
        9,
      );
      const { mass } = calibration;
      expect(found.calibration.mass.dense.ece.value).toBeCloseTo(mass.population[0].ece, 9);
      expect(found.calibration.mass.compressed.bins).toHaveLength(mass.population[1].bins.length);
      expect(found.calibration.mass.change.ece.value).toBeCloseTo(mass.change.ece.value, 9);
      expect(found.indices.cev.value).toBeCloseTo(indices.cev.compressed.value, 9);
      expect(found.indices.sde.retrained?.value ?? null).toEqual(
        indices.sde.retrained && expect.closeTo(indices.sde.retrained.value, 9),
      );
      expect(found.indices.leftOut).toContain(4);
      expect(found.mismatch.networks.traded.value).toBeCloseTo(mismatch.networks.traded.value, 12);
      expect(found.predictors.map(({ id, auc }: { id: string; auc: number }) => [id, auc])).toEqual(
        Object.entries(predictors.auc).map(([id, { pies }]) => [id, expect.closeTo(pies, 9)]),
      );
      expect(found.top5).toBeUndefined();
    },
  );

  test('what one network leaves undefined is null', () => {
    const findings = auditOf('--dense', files('one-dense.csv'), '--compressed', files('one-dense.csv'));
    expect(findings.top1.dense).toEqual({ mean: 1, sd: null, interval: null });
    expect(findings.pies).toMatchObject({ count: 0, imageIds: [] });
    expect(findings.accuracy.dense).toEqual({
      pie: null,
      all: 1,
      beyond: null,
      nonPie: 1,
      intervals: { pie: null, all: null, nonPie: null },
      n: { pie: 0, all: 4, nonPie: 4 },
    });
    expect(findings.classImpact[0]).toMatchObject({
      t: null,
      df: null,
      p: null,
      pAdjusted: null,
      impacted: false,
    });
    expect(findings.noiseFloor).toMatchObject({
      kind: 'none',
      k: null,
      pies: null,
      interval: null,
      seed: null,
    });
  });
});
