import { describe, expect, test } from 'vitest';
import { audit } from '../audit';
import type { Interval } from '../findings';
import { predictionsOf } from '../fixtures/predictionsOf';
import { expectedScores } from '../fixtures/scores';
import type { Predictions } from '../predictions';
import { selectMembers } from '../votes/matrix';
import { biasIndices } from './biasIndices';
import { type BinScheme, calibrationOf } from './calibration';
import { type Mismatch, mismatchRates } from './mismatch';
import { piePredictors, pieRates, voteEntropies } from './predictors';

type Expected = { value: number; interval: Interval | null };

function expectClose(
  found: { value: number; interval: Interval | null } | null,
  expected: Expected | null,
): void {
  if (!expected) {
    expect(found).toBeNull();
    return;
  }
  expect(found?.value).toBeCloseTo(expected.value, 9);
  expectEnds(found?.interval ?? null, expected.interval);
}

function expectEnds(found: Interval | null, expected: Interval | null): void {
  expect(found === null).toBe(expected === null);
  if (!found || !expected) return;
  expect(found[0]).toBeCloseTo(expected[0], 9);
  expect(found[1]).toBeCloseTo(expected[1], 9);
}

function scored(labels: Predictions, pPrediction: number[][], pLabel?: number[][]): Predictions {
  return {
    ...labels,
    pPrediction: Float32Array.from(pPrediction.flat()),
    ...(pLabel && { pLabel: Float32Array.from(pLabel.flat()) }),
  };
}

const OPTIONS = { ties: 'largest', alpha: 0.05, seed: 1 } as const;

describe.each(expectedScores.populations)('$name populations', (fixture) => {
  const { classes, paired, expected } = fixture;
  const truth = Uint16Array.from(fixture.truth);
  const dense = scored(
    predictionsOf('dense', fixture.dense, classes),
    fixture.pPrediction[0],
    fixture.pLabel,
  );
  const compressed = scored(
    predictionsOf(paired ? 'dense' : 'pruned', fixture.compressed, classes),
    fixture.pPrediction[1],
  );
  const nulls = predictionsOf('null', fixture.nulls, classes);
  const findings = audit(dense, compressed, truth, OPTIONS, nulls);

  test.each(['width', 'mass'] satisfies BinScheme[])(
    'calibration in bins of equal %s, as scikit-learn and numpy have it',
    (scheme) => {
      const found = calibrationOf({ dense, compressed }, truth, findings, scheme)!;
      const { population, change } = expected.calibration[scheme];
      expect(findings.paired).toBe(paired);
      for (const [side, place] of [
        ['dense', 0],
        ['compressed', 1],
      ] as const) {
        const own = found.population[side];
        const known = population[place];
        expectClose(own.ece, { value: known.ece, interval: known.eceInterval });
        expectClose(own.overConfidence, { value: known.over, interval: known.overInterval });
        for (const set of ['pie', 'all', 'nonPie'] as const) {
          expectClose(own.confidence[set], known.confidence[set]);
          expect(own.confidence[set]?.n).toBe(known.confidence[set].n);
        }
        expect(own.bins).toHaveLength(known.bins.length);
        own.bins.forEach((bin, index) => {
          const { answers, confidence, accuracy, interval, ends } = known.bins[index];
          expect(bin.answers).toBe(answers);
          expect(bin.confidence).toBeCloseTo(confidence, 9);
          expectClose(bin.accuracy, { value: accuracy, interval });
          expectEnds([bin.low, bin.high], ends);
        });
      }
      expectClose(found.change.ece, change.ece);
      expectClose(found.change.overConfidence, change.over);
    },
  );

  test('combined error variance and symmetric distance error, as from the confusion matrices', () => {
    const found = biasIndices(dense, compressed, truth, paired)!;
    const { counted, cev, sde } = expected.indices;
    expect(found.classes).toBe(counted.length);
    expect(found.leftOut).toEqual([0, 1, 2, 3, 4].filter((label) => !counted.includes(label)));
    expectClose(found.cev.compressed, cev.compressed);
    expectClose(found.cev.retrained, cev.retrained);
    expectClose(found.cev.excess, cev.excess);
    expectClose(found.sde.compressed, sde.compressed);
    expectClose(found.sde.retrained, sde.retrained);
    expectClose(found.sde.excess, sde.excess);
  });

  test('mismatches, counted pair of networks by pair', () => {
    const found = mismatchRates({ dense, compressed }, truth, findings);
    for (const kind of ['any', 'forgotten', 'recovered', 'traded'] satisfies (keyof Mismatch)[]) {
      expectClose(found.networks[kind], expected.mismatch.networks[kind]);
      expectClose(found.retrained?.[kind] ?? null, expected.mismatch.retrained?.[kind] ?? null);
    }
    if (paired) expect(found.networks.any.value).toBeCloseTo(findings.flips!.value, 12);
    expect(found.modal.any).toMatchObject({
      value: findings.pies.images.length / truth.length,
      n: truth.length,
    });
  });

  test('vote entropy, as scipy has it; equal counts give equal values', () => {
    const entropies = voteEntropies(findings);
    entropies.forEach((bits, image) => {
      expect(bits).toBeCloseTo(expected.predictors.entropy[image], 12);
    });
    expect(new Set(entropies).size).toBe(
      new Set(expected.predictors.entropy.map((bits) => bits.toFixed(9))).size,
    );
  });

  test('what predicts a PIE, as scikit-learn and the kernel of all pairs have it', () => {
    const found = piePredictors(findings, dense);
    expect(found.map(({ id }) => id)).toEqual(['margin', 'entropy', 'confidence', 'truth']);
    for (const { id, pies, retrained } of found) {
      const known = expected.predictors.auc[id];
      expect(pies?.auc).toBeCloseTo(known.pies, 12);
      expectEnds(pies?.interval ?? null, known.interval);
      expect(retrained?.auc).toBeCloseTo(known.retrained, 12);
    }
  });

  test('PIE rates by confidence, and by vote margin without probabilities', () => {
    const { rates } = expected.predictors;
    const bare = pieRates(findings, predictionsOf('dense', fixture.dense, classes));
    const sure = pieRates(findings, dense);
    expect([sure.by, bare.by]).toEqual(['confidence', 'margin']);
    for (const [found, known] of [
      [sure.bins, rates.confidence],
      [bare.bins, rates.margin],
    ] as const) {
      expect(found.map(({ low, images, pies }) => [Math.round(10 * low), images, pies])).toEqual(
        known.map(({ bin, images, count }) => [bin, images, count]),
      );
      found.forEach(({ rate }, index) => {
        expectClose(rate, {
          value: known[index].count / known[index].images,
          interval: known[index].interval,
        });
      });
    }
    bare.bins.forEach(({ retrained }, index) => {
      expectEnds(retrained!.interval, rates.retrained[index].interval);
    });
  });
});

describe('what cannot be said is not', () => {
  const { classes, truth: labels, dense: rows, compressed: others } = expectedScores.populations[0];
  const truth = Uint16Array.from(labels);
  const dense = predictionsOf('dense', rows, classes);
  const compressed = predictionsOf('pruned', others, classes);
  const findings = audit(dense, compressed, truth, OPTIONS);

  test('labels alone: no calibration, and predictors from votes only', () => {
    expect(calibrationOf({ dense, compressed }, truth, findings)).toBeNull();
    const found = piePredictors(findings, dense);
    expect(found.map(({ id, retrained }) => [id, retrained])).toEqual([
      ['margin', null],
      ['entropy', null],
    ]);
  });

  test('one network on a side: values without intervals', () => {
    const one = selectMembers(dense, 1);
    const other = selectMembers(compressed, 1);
    const alone = audit(one, other, truth, OPTIONS);
    const p = [rows[0].map(() => 0.9)];
    const found = calibrationOf({ dense: scored(one, p), compressed: scored(other, p) }, truth, alone)!;
    expect(found.change.ece.interval).toBeNull();
    expect(found.population.dense.ece.interval).toBeNull();
    expect(found.population.dense.bins.map(({ accuracy }) => accuracy.interval)).toEqual([null]);
    expect(mismatchRates({ dense: one, compressed: other }, truth, alone).retrained).toBeNull();
    expect(biasIndices(one, other, truth, false)?.cev.retrained ?? null).toBeNull();
  });

  test('no PIE: nothing to predict, and confidence on none of them', () => {
    const p = rows.map((row) => row.map(() => 0.9));
    const sure = scored(dense, p);
    const same = audit(sure, sure, truth, OPTIONS);
    expect(piePredictors(same, sure).map(({ pies }) => pies)).toEqual([null, null, null]);
    expect(
      calibrationOf({ dense: sure, compressed: sure }, truth, same)!.population.dense.confidence.pie,
    ).toBeNull();
    expect(mismatchRates({ dense: sure, compressed: sure }, truth, same).networks.any.value).toBe(0);
  });

  test('a dense population without errors has no error rate to compare with', () => {
    const perfect = predictionsOf('dense', [labels, labels], classes);
    expect(biasIndices(perfect, compressed, truth, false)).toBeNull();
  });

  test('probabilities of 0 and of 1 have a bin', () => {
    const one = predictionsOf('dense', [[0, 0, 0, 0]], 2);
    const p = scored(one, [[1, 0.25, 0, 0.21]]);
    const marks = { paired: false, pies: audit(one, one, new Uint16Array(4), OPTIONS).pies };
    const { bins } = calibrationOf({ dense: p, compressed: p }, new Uint16Array(4), marks)!.population.dense;
    expect(bins.map(({ low, answers }) => [Math.round(15 * low), answers])).toEqual([
      [0, 1],
      [3, 2],
      [14, 1],
    ]);
  });
});
