import {
  type Both,
  type CrossedEffect,
  type Estimate,
  type Findings,
  nullPiesOf,
  type SubsetAccuracy,
} from '../../audit/findings';
import { denseRow, levelRow } from '../../audit/levels/levelsTable';
import { denseMargins, MOVED, overlapOf, taxicabAgreements } from '../../audit/levels/persistence';
import { holdingOf } from '../../audit/retraining/holding';
import type { Stability } from '../../audit/retraining/stability';
import { type BiasIndices, biasIndices, type Index } from '../../audit/scores/biasIndices';
import {
  calibrationOf,
  type PopulationCalibration,
  type ReliabilityBin,
} from '../../audit/scores/calibration';
import { type Mismatch, mismatchRates } from '../../audit/scores/mismatch';
import { piePredictors, pieRates } from '../../audit/scores/predictors';
import type { AlignedPredictions } from '../predictions/predictions';

/**
 * What the audit derives beyond `Findings`, as `lacuna audit --json` prints it: docs/audit-json.md. Shares
 * and areas 0..1.
 */
export function analysesJson(findings: Findings, { predictions, truth, classValues }: AlignedPredictions) {
  const [dense, compressed] = predictions;
  const pair = { dense, compressed };
  const { matched, paired, top5 } = findings;
  const calibration = calibrationOf(pair, truth, findings);
  const mass = calibration && calibrationOf(pair, truth, findings, 'mass');
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
      ...(matched.beyond && { beyond: sides(matched.beyond, effect) }),
    },
    predictors: piePredictors(findings, dense).map(({ id, pies, retrained }) => ({
      id,
      auc: pies?.auc ?? null,
      interval: pies?.interval ?? null,
      retrained: retrained?.auc ?? null,
      retrainedInterval: retrained?.interval ?? null,
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
        retrainedInterval: retrained?.interval ?? null,
      })),
    },
    calibration: calibration && {
      ...sides(calibration.population, calibrated),
      change: calibration.change,
      ...(mass && {
        mass: {
          ...sides(mass.population, ({ ece, bins }) => ({ ece: bounded(ece), bins: bins.map(binned) })),
          change: { ece: mass.change.ece },
        },
      }),
    },
    overlap: overlapJson(findings),
    taxicabAgreement: taxicabAgreements(findings, MOVED).map(({ share, top, both, jaccard, interval }) => ({
      share,
      top,
      both,
      jaccard,
      interval,
    })),
    mismatch: {
      networks: outcomes(mismatch.networks),
      retrained: mismatch.retrained && outcomes(mismatch.retrained),
      modal: outcomes(mismatch.modal),
    },
    indices: indicesJson(biasIndices(dense, compressed, truth, paired), classValues),
  };
}

/** PIE counts and PIEs as networks are drawn, for `--draws`. */
export function stabilityJson({ draws, seed, growth, membership }: Stability, findings: Findings) {
  const { pies, noiseFloor } = findings;
  const among = (shares: Float32Array, images: Uint32Array) => ({
    holding: holdingOf(shares, images).holding,
    pies: Array.from(images, (image) => shares[image]),
  });
  return {
    draws,
    seed,
    growth,
    membership: membership && {
      k: membership.k,
      ...among(membership.compressed, pies.images),
      retrained:
        membership.retrained && noiseFloor.kind === 'null'
          ? among(membership.retrained, noiseFloor.images)
          : null,
    },
  };
}

/**
 * Means of one population on PIEs, on all images and on the rest, with intervals and the images they rest on.
 */
export function subsets({ pie, all, nonPie, beyond }: SubsetAccuracy) {
  return {
    pie: pie?.value ?? null,
    all: all.value,
    nonPie: nonPie?.value ?? null,
    intervals: { pie: pie?.interval ?? null, all: all.interval, nonPie: nonPie?.interval ?? null },
    n: { pie: pie?.n ?? 0, all: all.n, nonPie: nonPie?.n ?? 0 },
    ...(beyond !== undefined && { beyond: effect(beyond) }),
  };
}

/** A difference in points when networks and images both vary. */
export function effect(found: CrossedEffect | null) {
  return found && { value: found.value, interval: found.interval, p: found.p };
}

/** The same of both populations. */
export function sides<A, B>({ dense, compressed }: Both<A>, of: (value: A) => B): Both<B> {
  return { dense: of(dense), compressed: of(compressed) };
}

/** A value with its interval. */
export function bounded({ value, interval }: Estimate) {
  return { value, interval };
}

function calibrated({ ece, overConfidence, confidence, bins }: PopulationCalibration) {
  return {
    ece: bounded(ece),
    overConfidence: bounded(overConfidence),
    confidence: subsets(confidence),
    bins: bins.map(binned),
  };
}

function binned({ low, high, answers, confidence, accuracy }: ReliabilityBin) {
  return { low, high, answers, confidence, accuracy: accuracy.value, interval: accuracy.interval };
}

/** The PIEs beside the images that retraining alone changes; null without a null population. */
function overlapJson(findings: Findings) {
  const { pies, images } = findings;
  const nullPies = nullPiesOf(findings);
  if (!nullPies) return null;
  const overlap = overlapOf(pies.images, nullPies, images, denseMargins(findings));
  return { ...overlap, byMargin: overlap.byMargin && bounded(overlap.byMargin) };
}

/** A mismatch rate and its parts. */
export function outcomes({ any, forgotten, recovered, traded }: Mismatch) {
  return {
    any: bounded(any),
    forgotten: bounded(forgotten),
    recovered: bounded(recovered),
    traded: bounded(traded),
  };
}

function indicesJson(indices: BiasIndices | null, classValues: AlignedPredictions['classValues']) {
  const index = ({ compressed, retrained, excess }: Index) => ({
    ...bounded(compressed),
    retrained: retrained && bounded(retrained),
    excess: excess && bounded(excess),
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
