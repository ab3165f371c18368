import { type BiasIndices, biasIndices, type Index } from '../../audit/biasIndices';
import { calibrationOf, type PopulationCalibration } from '../../audit/calibration';
import type { Both, Estimate, Findings, SubsetAccuracy } from '../../audit/findings';
import { holdingOf } from '../../audit/holding';
import { denseRow, levelRow } from '../../audit/levelsTable';
import { type Mismatch, mismatchRates } from '../../audit/mismatch';
import { piePredictors, pieRates } from '../../audit/predictors';
import type { Stability } from '../../audit/stability';
import type { AlignedPredictions } from '../predictions';

/** What the audit derives beyond `Findings`, as `lacuna audit --json` prints it: docs/audit-json.md. Shares and areas 0..1. */
export function analysesJson(findings: Findings, { predictions, truth, classValues }: AlignedPredictions) {
  const [dense, compressed] = predictions;
  const pair = { dense, compressed };
  const { matched, paired, top5 } = findings;
  const calibration = calibrationOf(pair, truth, findings);
  const mismatch = mismatchRates(pair, truth, findings);
  const rates = pieRates(findings, dense);
  const top3 = { dense: denseRow(findings, dense).top3, compressed: levelRow(findings, compressed).top3 };
  return {
    ...(top3.dense &&
      top3.compressed && { top3: sides({ dense: top3.dense, compressed: top3.compressed }, bounded) }),
    ...(top5 && { top5: sides(top5, subsets) }),
    matched: matched && {
      ...sides(matched.accuracy, bounded),
      matched: matched.matched,
      unmatched: matched.unmatched,
    },
    predictors: piePredictors(findings, dense).map(({ id, pies, retrained }) => ({
      id,
      auc: pies?.auc ?? null,
      interval: pies?.interval ?? null,
      retrained: retrained?.auc ?? null,
    })),
    pieRates: {
      by: rates.by,
      bins: rates.bins.map(({ low, high, images, pies, rate, retrained }) => ({
        low,
        high,
        images,
        pies,
        rate: rate.value,
        interval: rate.interval,
        retrained: retrained?.value ?? null,
      })),
    },
    calibration: calibration && {
      ...sides(calibration.population, calibrated),
      change: calibration.change,
    },
    mismatch: {
      networks: outcomes(mismatch.networks),
      retrained: mismatch.retrained && outcomes(mismatch.retrained),
      modal: outcomes(mismatch.modal),
    },
    indices: indicesJson(biasIndices(dense, compressed, truth, paired), classValues),
  };
}

/** PIE counts and PIEs as networks are drawn, for `--draws`. */
export function stabilityJson({ draws, seed, growth, membership }: Stability, { pies }: Findings) {
  return {
    draws,
    seed,
    growth,
    membership: membership && {
      k: membership.k,
      holding: holdingOf(membership.compressed, pies.images).holding,
      pies: Array.from(pies.images, (image) => membership.compressed[image]),
    },
  };
}

/** The accuracies of one population on PIEs, on all images and on the rest. */
export function subsets({ pie, all, nonPie }: SubsetAccuracy) {
  return { pie: pie?.value ?? null, all: all.value, nonPie: nonPie?.value ?? null };
}

/** The same of both populations. */
export function sides<A, B>({ dense, compressed }: Both<A>, of: (value: A) => B): Both<B> {
  return { dense: of(dense), compressed: of(compressed) };
}

function bounded({ value, interval }: Estimate) {
  return { value, interval };
}

function calibrated({ ece, overConfidence, confidence, bins }: PopulationCalibration) {
  return {
    ece: bounded(ece),
    overConfidence: bounded(overConfidence),
    confidence: subsets(confidence),
    bins: bins.map((bin) => ({
      low: bin.low,
      high: bin.high,
      answers: bin.answers,
      confidence: bin.confidence,
      accuracy: bin.accuracy.value,
      interval: bin.accuracy.interval,
    })),
  };
}

function outcomes({ any, forgotten, recovered, traded }: Mismatch) {
  return {
    any: bounded(any),
    forgotten: bounded(forgotten),
    recovered: bounded(recovered),
    traded: bounded(traded),
  };
}

function indicesJson(indices: BiasIndices | null, classValues: AlignedPredictions['classValues']) {
  const index = ({ compressed, retrained }: Index) => ({
    ...bounded(compressed),
    retrained: retrained && bounded(retrained),
  });
  return (
    indices && {
      cev: index(indices.cev),
      sde: index(indices.sde),
      classes: indices.classes,
      leftOut: indices.leftOut.map((label) => classValues[label]),
    }
  );
}
