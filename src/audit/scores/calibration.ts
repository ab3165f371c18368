import type { Both, Estimate, Findings, Interval, SubsetAccuracy } from '../findings';
import type { Predictions } from '../predictions';
import { runOut } from '../runOut';
import { tEstimate } from '../statistics/intervals';
import { ascendingOrder } from '../statistics/ranking';
import { tQuantile } from '../statistics/studentT';
import { pairedTest, welchInterval } from '../statistics/tTest';
import { pairUp } from '../votes/matrix';

/** Bins of equal width over 0..1, or of equally many answers of each network. */
export type BinScheme = 'width' | 'mass';

/** Bins of the reliability diagram and of the ECE, as in Guo et al. 2017. */
const BINS = 15;

/** Answers of about equal confidence, of all networks together. */
export type ReliabilityBin = {
  /**
   * Confidence from over `low` up to `high`: the bin's ends, or for bins of equal mass the least and greatest
   * in it.
   */
  low: number;
  high: number;
  answers: number;
  /** Mean probability of the answers, 0..1. */
  confidence: number;
  /** Share of them that is right, with the ratio estimator's t interval over networks; `n` counts answers. */
  accuracy: Estimate;
};

/** How far the probabilities of a population's answers can be taken at their word. */
export type PopulationCalibration = {
  /** Expected calibration error of each network's answers, 0..1: mean with t interval over networks. */
  ece: Estimate;
  /** Mean probability of the answers minus accuracy, -1..1: above 0 is over-confident. */
  overConfidence: Estimate;
  /** Mean probability of the answers on PIEs, on all images, on the rest; `n` counts images. */
  confidence: SubsetAccuracy;
  /** Bins with answers, by confidence. */
  bins: ReliabilityBin[];
};

/**
 * Compressed minus dense with its 95% interval: Welch's, or that of the pairs; null with one network on a
 * side.
 */
type Change = { value: number; interval: Interval | null };

export type Calibration = {
  scheme: BinScheme;
  population: Both<PopulationCalibration>;
  change: { ece: Change; overConfidence: Change };
};

type Scored = Predictions & { pPrediction: Float32Array };

/** Answers, right ones and summed confidence by network and bin, [networks, bins]. */
type BinSums = { answers: Float64Array; right: Float64Array; confidence: Float64Array };

/**
 * The bin of every answer of one network: ((b - 1)/15, b/15] as in Guo et al., or equally many by rank, ties
 * by image.
 */
function binsOf(confidence: Float32Array, scheme: BinScheme): Uint8Array {
  const bins = new Uint8Array(confidence.length);
  if (scheme === 'width') {
    for (let image = 0; image < bins.length; image++) {
      bins[image] = Math.min(BINS - 1, Math.max(0, Math.ceil(confidence[image] * BINS) - 1));
    }
  } else {
    const order = ascendingOrder(confidence);
    for (let rank = 0; rank < order.length; rank++) {
      bins[order[rank]] = Math.floor((rank * BINS) / order.length);
    }
  }
  return bins;
}

function estimateOver(values: number[]): Estimate {
  return tEstimate(values, values.length);
}

function reliabilityOf(sums: BinSums, networks: number, ends: [number, number][]): ReliabilityBin[] {
  return ends.flatMap(([low, high], bin) => {
    const inBin = (matrix: Float64Array) =>
      Array.from({ length: networks }, (_, row) => matrix[row * BINS + bin]);
    const answers = inBin(sums.answers);
    const right = inBin(sums.right);
    const total = answers.reduce((sum, count) => sum + count, 0);
    if (total === 0) return [];
    const value = right.reduce((sum, count) => sum + count, 0) / total;
    const confidence = inBin(sums.confidence).reduce((sum, part) => sum + part, 0) / total;
    return [
      {
        low,
        high,
        answers: total,
        confidence,
        accuracy: { value, interval: ratioInterval(right, answers), n: total },
      },
    ];
  });
}

/**
 * 95% interval of sum(parts) / sum(wholes) where a network gives one pair; null for one network. It is t with
 * K - 1 degrees of freedom and the linearised error of a ratio estimator (Cochran, Sampling Techniques,
 * 1977), clipped to 0..1.
 */
function ratioInterval(parts: number[], wholes: number[]): Interval | null {
  const networks = parts.length;
  if (networks < 2) return null;
  const whole = wholes.reduce((sum, value) => sum + value, 0);
  const ratio = parts.reduce((sum, value) => sum + value, 0) / whole;
  const squares = parts.reduce((sum, part, row) => sum + (part - ratio * wholes[row]) ** 2, 0);
  const half = (tQuantile(networks - 1) * Math.sqrt((squares * networks) / (networks - 1))) / whole;
  return [Math.max(0, ratio - half), Math.min(1, ratio + half)];
}

/** Mean confidence of each network on PIEs, on all images and on the rest. */
function confidenceBySet(predictions: Scored, pies: Uint32Array): SubsetAccuracy {
  const { members, images, pPrediction } = predictions;
  const inside: number[] = [];
  const whole: number[] = [];
  members.forEach((_, row) => {
    const own = pPrediction.subarray(row * images, (row + 1) * images);
    let all = 0;
    for (let image = 0; image < images; image++) all += own[image];
    let part = 0;
    for (const image of pies) part += own[image];
    inside.push(part);
    whole.push(all);
  });
  const estimate = (sums: number[], n: number) =>
    n === 0
      ? null
      : tEstimate(
          sums.map((sum) => sum / n),
          n,
        );
  return {
    pie: estimate(inside, pies.length),
    all: estimate(whole, images)!,
    nonPie: estimate(
      whole.map((sum, row) => sum - inside[row]),
      images - pies.length,
    ),
  };
}

/** Yields once a network. */
function* calibrated(predictions: Scored, truth: Uint16Array, pies: Uint32Array, scheme: BinScheme) {
  const { members, images, labels, pPrediction } = predictions;
  const networks = members.length;
  const answers = new Float64Array(networks * BINS);
  const right = new Float64Array(networks * BINS);
  const confidence = new Float64Array(networks * BINS);
  const ends = Array.from({ length: BINS }, (_, bin): [number, number] =>
    scheme === 'width' ? [bin / BINS, (bin + 1) / BINS] : [1, 0],
  );
  const ece: number[] = [];
  const over: number[] = [];
  for (let row = 0; row < networks; row++) {
    const own = pPrediction.subarray(row * images, (row + 1) * images);
    const bins = binsOf(own, scheme);
    for (let image = 0; image < images; image++) {
      const place = row * BINS + bins[image];
      const p = own[image];
      answers[place]++;
      confidence[place] += p;
      if (labels[row * images + image] === truth[image]) right[place]++;
      if (scheme === 'width') continue;
      const end = ends[bins[image]];
      if (p < end[0]) end[0] = p;
      if (p > end[1]) end[1] = p;
    }
    let gaps = 0;
    let excess = 0;
    for (let place = row * BINS; place < (row + 1) * BINS; place++) {
      const gap = confidence[place] - right[place];
      gaps += Math.abs(gap);
      excess += gap;
    }
    ece.push(gaps / images);
    over.push(excess / images);
    yield;
  }
  return {
    ece,
    over,
    calibration: {
      ece: estimateOver(ece),
      overConfidence: estimateOver(over),
      confidence: confidenceBySet(predictions, pies),
      bins: reliabilityOf({ answers, right, confidence }, networks, ends),
    },
  };
}

function changeOf(dense: number[], compressed: number[], paired: boolean): Change {
  const value = estimateOver(compressed).value - estimateOver(dense).value;
  const interval = paired ? pairedTest(compressed, dense).interval : welchInterval(compressed, dense);
  return { value, interval };
}

function isScored(predictions: Predictions): predictions is Scored {
  return predictions.pPrediction !== undefined;
}

/**
 * Calibration of the probability each network gives its answer (top-label; Guo, Pleiss, Sun, Weinberger 2017,
 * arXiv 1706.04599). With n_b answers in bin b, ECE = sum_b n_b / N |accuracy_b - confidence_b| for each
 * network, over 15 bins. `findings` is the audit of these populations. Null unless both carry `pPrediction`.
 */
export function calibrationOf(
  populations: Both<Predictions>,
  truth: Uint16Array,
  findings: Pick<Findings, 'pies' | 'paired'>,
  scheme: BinScheme = 'width',
): Calibration | null {
  return runOut(calibrationSteps(populations, truth, findings, scheme));
}

/** The same network by network, so that a worker can pause or stop: yields the share that is done, 0..1. */
export function* calibrationSteps(
  { dense, compressed }: Both<Predictions>,
  truth: Uint16Array,
  { pies, paired }: Pick<Findings, 'pies' | 'paired'>,
  scheme: BinScheme,
): Generator<number, Calibration | null> {
  const aligned = paired ? pairUp(dense, compressed) : compressed;
  if (!isScored(dense) || !isScored(aligned)) return null;
  const networks = dense.members.length + aligned.members.length;
  let done = 0;
  function* steps(predictions: Scored) {
    const work = calibrated(predictions, truth, pies.images, scheme);
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      done++;
      yield done / networks;
    }
  }
  const before = yield* steps(dense);
  const after = yield* steps(aligned);
  return {
    scheme,
    population: { dense: before.calibration, compressed: after.calibration },
    change: {
      ece: changeOf(before.ece, after.ece, paired),
      overConfidence: changeOf(before.over, after.over, paired),
    },
  };
}
