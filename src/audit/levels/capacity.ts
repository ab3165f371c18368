import { checkComparable } from '../check';
import { accuracyOf } from '../classes/accuracy';
import type { Accuracy, Estimate } from '../findings';
import type { Predictions } from '../predictions';
import { excessOver } from '../retraining/noiseFloor';
import { wilsonInterval } from '../statistics/intervals';
import { welchInterval } from '../statistics/tTest';
import { selectMembers } from '../votes/matrix';
import { differingImages, tiedImages } from '../votes/pies';
import { tallyOf } from '../votes/tally';
import type { TieRule } from '../votes/ties';

/**
 * A population and the kernel weights one of its networks keeps; `width` is the share of the channels, 0..1,
 * of narrow ones.
 */
export type Contender = { id: string; width?: number; weights: number; predictions: Predictions };

/** What a population reaches with its weights. */
export type CapacityRow = {
  id: string;
  width?: number;
  weights: number;
  top1: Accuracy;
  /**
   * PIEs against the dense population, as a share of the images with Wilson's interval, and the images with a
   * tied vote in either; null for the dense one.
   */
  pies: (Estimate & { count: number; tied: number }) | null;
};

/** A narrow population beside the pruned one of as many weights: narrow minus pruned. */
export type CapacityMatch = {
  narrow: string;
  sparse: string;
  /** Points of top-1, with Welch's interval over networks. */
  top1: Estimate;
  /** PIEs, with the 95% interval of a difference over images (networks held fixed). */
  pies: Estimate;
};

export type Capacity = {
  /** Networks a side, the same for all: the first of each population. */
  networks: number;
  images: number;
  dense: CapacityRow;
  /** A null population: what retraining alone changes, on as many networks. */
  retrained: CapacityRow | null;
  narrow: CapacityRow[];
  sparse: CapacityRow[];
  matches: CapacityMatch[];
};

/** Weights count as equal when they differ by at most this share. */
const EQUAL = 0.02;

/**
 * Prune a large network, or train a small one? Compares every population with the first networks of `dense`.
 * As many of each are taken as the smallest has, since PIE counts depend on how many networks vote. Each
 * narrow population also stands beside the pruned one whose weights equal its own within 2%. Throws as
 * `audit` does.
 */
export function capacity(
  dense: Contender,
  others: { nulls: Contender | null; narrow: Contender[]; sparse: Contender[] },
  truth: Uint16Array,
  ties: TieRule,
): Capacity {
  const { nulls, narrow, sparse } = others;
  const all = [dense, ...(nulls ? [nulls] : []), ...narrow, ...sparse];
  const networks = Math.min(...all.map(({ predictions }) => predictions.members.length));
  const { images } = dense.predictions;
  const measured = (of: Contender) => {
    const predictions = selectMembers(of.predictions, networks);
    checkComparable({ [of.id]: predictions, dense: dense.predictions }, truth);
    const { id, width, weights } = of;
    return { id, width, weights, tally: tallyOf(predictions, truth, ties) };
  };
  const base = measured(dense);
  const against = (of: Contender) => {
    const { id, width, weights, tally } = measured(of);
    const changed = differingImages(base.tally.modal.labels, tally.modal.labels);
    const count = changed.length;
    const tied = tiedImages({ dense: base.tally.modal, compressed: tally.modal });
    const pies = { value: count / images, interval: wilsonInterval(count, images), n: images, count, tied };
    return { row: { id, width, weights, top1: accuracyOf(tally.recall.accuracy), pies }, changed };
  };
  const small = narrow.map(against);
  const pruned = sparse.map(against);
  const matches = small.flatMap((one) => {
    const other = pruned.find(({ row }) => Math.abs(one.row.weights - row.weights) <= EQUAL * row.weights);
    return other ? [matchOf(one, other, images)] : [];
  });
  return {
    networks,
    images,
    dense: { id: dense.id, weights: dense.weights, top1: accuracyOf(base.tally.recall.accuracy), pies: null },
    retrained: nulls && against(nulls).row,
    narrow: small.map(({ row }) => row),
    sparse: pruned.map(({ row }) => row),
    matches,
  };
}

type Measured = { row: CapacityRow; changed: Uint32Array };

function matchOf(narrow: Measured, sparse: Measured, images: number): CapacityMatch {
  const [a, b] = [narrow.row.top1, sparse.row.top1];
  const interval = welchInterval(a.perMember, b.perMember);
  return {
    narrow: narrow.row.id,
    sparse: sparse.row.id,
    top1: {
      value: 100 * (a.mean.value - b.mean.value),
      interval: interval && [100 * interval[0], 100 * interval[1]],
      n: a.perMember.length,
    },
    pies: excessOver(narrow.changed, sparse.changed, images),
  };
}
