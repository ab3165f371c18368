import { describe, expect, test } from 'vitest';
import { expectedLevels } from '../audit/fixtures/levels';
import { expectedScores } from '../audit/fixtures/scores';
import { predictionsToParquet } from '../formats/writing/writePredictions';
import { folderOf, lacuna } from './testing';
import { auditOf, DENSE, files, pair, TRUTH } from './workedExample';

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
    expect(findings.flagged.byChance).toBeCloseTo(0.1, 12);
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
    // Recalls of class 0: 1, .5, .5 dense, 1, .5, 0 compressed: scipy.stats.ttest_ind of them minus .75 and .5.
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
    expect(found.flagged).toMatchObject({
      ...expected.flagged,
      byChance: expect.closeTo(expected.flagged.byChance, 12),
    });
    expect(found.flagged.raw).toBe(
      found.classImpact.filter((impact: { impacted: boolean }) => impact.impacted).length,
    );
  });

  test('PIEs by training images, given as counts, as a table or as a zoo', () => {
    const { longTail } = auditOf(...pair, '--training', '30,10');
    expect(longTail).toMatchObject({ balanced: false, parts: [], draws: 1000, seed: 0 });
    const [often, rarely] = longTail.classes;
    expect(often).toMatchObject({ class: 0, training: 30, trainingShare: 0.75, images: 2, pies: 2 });
    expect(often.overImages.value).toBeCloseTo(4 / 3, 12);
    expect(rarely.overTraining.value).toBeCloseTo(4 / 3, 12);
    expect(longTail.accuracy.change.value).toBeCloseTo(-25, 10);
    const table = folderOf({ 'training.csv': 'class,count\n1,10\n0,30\n' })('training.csv');
    expect(auditOf(...pair, '--training', table).longTail).toEqual(longTail);
    const { longTail: even } = auditOf(...pair, '--training', 'fashion-mnist');
    expect(even.classes.map(({ training }: { training: number }) => training)).toEqual([6000, 6000]);
    expect(even.balanced).toBe(true);
  });

  test.each([
    ['30', 'Expected --training to give 2 whole numbers above 0, one a class, got "30".'],
    ['nowhere.csv', 'nowhere.csv: expected a file that can be read, got no such file.'],
    [
      'nowhere',
      'Expected --training to name a zoo that is here, a folder with a manifest.json or the address of one, got',
    ],
  ])('refuses --training %s', (training, sentence) => {
    const { code, stderr } = lacuna('audit', ...pair, '--json', '--training', training);
    expect(code).toBe(sentence.startsWith('Expected') ? 2 : 1);
    expect(stderr).toContain(sentence);
  });

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

  test('groups of images by attributes, alone and crossed', () => {
    const { subgroups, classSplit } = auditOf(
      ...pair,
      '--attributes',
      files('attributes.csv'),
      '--target',
      '1',
    );
    expect(classSplit).toMatchObject({ lose: 1, gain: 1, tested: 2, flagged: 0 });
    expect(subgroups.map(({ attributes }: { attributes: string[] }) => attributes)).toEqual([
      ['place'],
      ['light'],
      ['wide'],
      ['place', 'light'],
      ['place', 'wide'],
      ['light', 'wide'],
    ]);
    const [{ groups, target, model, comparisons }] = subgroups;
    expect({ target, comparisons }).toEqual({ target: 1, comparisons: 0 });
    expect(model.error).toMatchObject({ dense: { value: 0.25 }, compressed: { value: 0.5 } });
    const [inside] = groups;
    expect(inside).toMatchObject({ group: [{ name: 'in' }], images: 2, pies: 2 });
    expect(inside.overIndex.value).toBeCloseTo(4 / 3, 12);
    expect(inside.error.dense.value).toBeCloseTo(1 / 6, 12);
    expect(inside.error.compressed.value).toBeCloseTo(2 / 3, 12);
    expect(inside.error.normalised).toBeCloseTo(25, 10);
    expect(inside.falseNegative).toMatchObject({ images: 1 });
    expect(subgroups[1].groups.map(({ group }: { group: unknown[] }) => group)).toEqual([
      [{ name: 'lowest quarter', range: [0.1, 0.1] }],
      [{ name: 'second quarter', range: [0.2, 0.2] }],
      [{ name: 'third quarter', range: [0.5, 0.5] }],
      [{ name: 'highest quarter', range: [0.9, 0.9] }],
    ]);
  });

  test('groups of the first test images of a zoo', () => {
    const { subgroups } = auditOf(...pair, '--attributes', 'fashion-mnist');
    expect(subgroups).toHaveLength(6 + 15);
    const [byClass, byBrightness] = subgroups;
    expect(byClass.attributes).toEqual(['class']);
    // The first four test images: an ankle boot, a pullover and two pairs of trousers.
    expect(
      byClass.groups.map(({ group, images }: { group: [{ name: string }]; images: number }) => [
        group[0].name,
        images,
      ]),
    ).toEqual([
      ['Trouser', 2],
      ['Pullover', 1],
      ['Ankle boot', 1],
    ]);
    expect(byBrightness.attributes).toEqual(['brightness']);
    const named = ['--dense', files('dense-named.csv'), '--compressed', files('compressed-named.csv')];
    const { stderr } = lacuna('audit', ...named, '--json', '--attributes', 'fashion-mnist');
    expect(stderr).toContain(
      'Expected predictions of the first test images of fashion-mnist, image_id 0 to 9999,',
    );
  });

  test('a target that is no class, or without attributes', () => {
    const attributes = ['--attributes', files('attributes.csv')];
    const unknown = lacuna('audit', ...pair, '--json', ...attributes, '--target', '7');
    expect(unknown.stderr).toContain('Expected --target to be a class, such as 0, 1, got "7".');
    const alone = lacuna('audit', ...pair, '--json', '--target', '1');
    expect(alone.stderr).toContain('Expected --attributes with --target, got --target alone');
  });

  test('the order of rows changes nothing', () => {
    expect(auditOf('--dense', files('dense.csv'), '--compressed', files('shuffled.csv'))).toEqual(
      auditOf(...pair),
    );
  });

  test('gives ids and class names as the files do', () => {
    const findings = auditOf(
      '--dense',
      files('dense-named.csv'),
      '--compressed',
      files('compressed-named.csv'),
    );
    expect(findings.pies.imageIds).toEqual(['img-0', 'img-1', 'img-3']);
    expect(findings.classImpact.map((impact: { class: string }) => impact.class)).toEqual(['a', 'b']);
  });

  test('a class file decides the order, and so a tie', () => {
    const backwards = [
      '--dense',
      files('dense-backwards.csv'),
      '--compressed',
      files('compressed-backwards.csv'),
    ];
    const ordered = auditOf(...backwards, '--classes', files('classes-backwards.txt'));
    expect(ordered.classImpact.map((impact: { class: string }) => impact.class)).toEqual(['b', 'a']);
    const even = ['--dense', files('dense-even.csv'), '--compressed', files('compressed.csv')];
    const largest = auditOf(...even);
    const smallest = auditOf(...even, '--ties', 'smallest');
    expect(largest.pies).toMatchObject({ imageIds: [0, 1, 3], ties: 2 });
    expect(smallest.pies).toMatchObject({ imageIds: [0], ties: 2 });
  });

  test('names indices by a class file', () => {
    const { classImpact } = auditOf(...pair, '--classes', files('classes.txt'));
    expect(classImpact[1]).toMatchObject({ class: 1, name: 'b' });
  });

  test('takes labels from a file of their own', () => {
    expect(
      auditOf(
        '--dense',
        files('unlabelled.csv'),
        '--compressed',
        files('unlabelled-compressed.csv'),
        '--labels',
        files('labels.csv'),
      ),
    ).toEqual(auditOf(...pair));
  });

  test('reads Parquet, beside CSV', async () => {
    const labels = Uint16Array.from(DENSE.flat());
    const parquet = await predictionsToParquet(
      { members: ['k0', 'k1', 'k2'], images: 4, classes: 2, labels },
      Uint16Array.from(TRUTH),
    );
    const at = folderOf({ 'dense.parquet': parquet });
    expect(auditOf('--dense', at('dense.parquet'), '--compressed', files('compressed.csv'))).toEqual(
      auditOf(...pair),
    );
  });

  test('what one network leaves undefined is null', () => {
    const findings = auditOf('--dense', files('one-dense.csv'), '--compressed', files('one-dense.csv'));
    expect(findings.top1.dense).toEqual({ mean: 1, sd: null, interval: null });
    expect(findings.pies).toMatchObject({ count: 0, imageIds: [] });
    expect(findings.accuracy.dense).toEqual({
      pie: null,
      all: 1,
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
