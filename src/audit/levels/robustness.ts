import { checkComparable } from '../check';
import type { Both, Estimate, Interval } from '../findings';
import type { Predictions } from '../predictions';
import { mean, tEstimate } from '../statistics/intervals';
import { pairedTest, welchInterval } from '../statistics/tTest';
import { correctTop1 } from '../votes/correct';
import { modalLabels } from '../votes/modal';
import { differingImages } from '../votes/pies';
import type { TieRule } from '../votes/ties';
import { countVotes } from '../votes/votes';
import { addedPerImage, crossedInterval, relativePerImage } from './crossedChange';

/**
 * What one population said of one set of images: right answers of each network, how many networks are right
 * on each image, and the modal label of each image.
 */
export type SideAnswers = { right: number[]; hits: Uint16Array; modal: Uint16Array };

/**
 * One corruption at one severity: right answers of each network, and the PIEs. Of averages, `right` need not
 * be whole.
 */
export type RobustnessCell = {
  corruption: string;
  severity: number;
  right: Both<number[]>;
  /** Networks that are right on each image, where that is known. */
  hits?: Both<ArrayLike<number>> | null;
  /**
   * Images on which the modal labels differ, and how many of them are PIEs of the clean images too; null
   * where not known.
   */
  pies: { count: number; alsoClean: number } | null;
};

/** Two populations on the same images, clean and corrupted. */
export type Robustness = {
  images: number;
  /** Whether network k of both is the same training run. */
  paired: boolean;
  clean: { right: Both<number[]>; hits?: Both<ArrayLike<number>> | null; pies: number | null };
  cells: RobustnessCell[];
};

/** A difference with its 95% interval; null where none is possible (one network). */
export type Change = { value: number; interval: Interval | null };

/** What a corruption does to two populations. */
export type CorruptionChange = {
  /** Top-1, 0..1, mean over networks with its t interval. */
  top1: Both<Estimate>;
  /** Top-1 on the corrupted minus that on the clean images, points: t interval over networks. */
  lost: Both<Estimate>;
  /** Compressed minus dense top-1 on the corrupted images, points. */
  points: Change;
  /**
   * The same as a share of dense top-1, percent: (compressed - dense) / dense; null where the dense got
   * nothing right.
   */
  relative: Change | null;
  /** The interval of `relative` when images vary too, percent; null as `addedCrossed`. */
  relativeCrossed: Interval | null;
  /**
   * `points` minus the same on the clean images: what the corruption adds to the cost of compression, points.
   */
  added: Change;
  /** The interval of `added` when images vary too, points; null where each image’s answers are not known. */
  addedCrossed: Interval | null;
};

/** What two populations answered under one corruption, or on average under several. */
export type Answered = Pick<RobustnessCell, 'right' | 'hits'>;

/** Counts what one population answered. Throws as `audit` does. */
export function sideAnswers(predictions: Predictions, truth: Uint16Array, ties: TieRule): SideAnswers {
  checkComparable({ dense: predictions }, truth);
  const { right } = correctTop1(predictions, truth);
  const { images, members } = predictions;
  const hits = new Uint16Array(images);
  return {
    right: members.map((_, row) => {
      let sum = 0;
      for (let image = 0; image < images; image++) {
        const one = right[row * images + image];
        sum += one;
        hits[image] += one;
      }
      return sum;
    }),
    hits,
    modal: modalLabels(countVotes(predictions), ties).labels,
  };
}

/**
 * Two populations' answers to the same corrupted images; `clean` holds their PIEs on the clean ones,
 * ascending.
 */
export function robustnessCell(
  corruption: string,
  severity: number,
  { dense, compressed }: Both<SideAnswers>,
  clean: Uint32Array,
): RobustnessCell {
  const pies = differingImages(dense.modal, compressed.modal);
  const before = new Set(clean);
  return {
    corruption,
    severity,
    right: { dense: dense.right, compressed: compressed.right },
    hits: { dense: dense.hits, compressed: compressed.hits },
    pies: { count: pies.length, alsoClean: pies.filter((image) => before.has(image)).length },
  };
}

/** The mean of lists of one length, place by place. */
function averaged(lists: readonly ArrayLike<number>[]): number[] {
  const sums = new Array<number>(lists[0].length).fill(0);
  for (const list of lists) {
    for (let place = 0; place < sums.length; place++) sums[place] += list[place];
  }
  return sums.map((sum) => sum / lists.length);
}

/**
 * Right answers of each network and of each image, averaged over cells; null without one. Those of images are
 * null where a cell lacks them.
 */
export function meanAnswers(cells: readonly Answered[]): Answered | null {
  if (cells.length === 0) return null;
  const right = (side: keyof Both<unknown>) => averaged(cells.map((cell) => cell.right[side]));
  const known = cells.flatMap(({ hits }) => (hits ? [hits] : []));
  const hits = (side: keyof Both<unknown>) => averaged(known.map((one) => one[side]));
  return {
    right: { dense: right('dense'), compressed: right('compressed') },
    hits: known.length === cells.length ? { dense: hits('dense'), compressed: hits('compressed') } : null,
  };
}

function intervalOf(a: number[], b: number[], paired: boolean): Interval | null {
  return paired ? pairedTest(a, b).interval : welchInterval(a, b);
}

function difference(compressed: number[], dense: number[], paired: boolean): Change {
  return { value: mean(compressed) - mean(dense), interval: intervalOf(compressed, dense, paired) };
}

/** Both means on the scale on which their difference moves as their ratio does (delta method), in percent. */
function onRatio(shares: Both<number[]>): Both<number[]> {
  const [base, other] = [mean(shares.dense), mean(shares.compressed)];
  return {
    compressed: shares.compressed.map((share) => (100 * share) / base),
    dense: shares.dense.map((share) => (100 * share * other) / base ** 2),
  };
}

/**
 * The ratio of two means minus 1, in percent. Its interval is by the delta method: near the means the ratio
 * moves like c / mean(d) - d mean(c) / mean(d)^2. The interval of that is Welch's, or for paired networks
 * that of the paired differences.
 */
function ratio(shares: Both<number[]>, paired: boolean): Change | null {
  const base = mean(shares.dense);
  if (base === 0) return null;
  const { dense, compressed } = onRatio(shares);
  return around(100 * (mean(shares.compressed) / base - 1), intervalOf(compressed, dense, paired));
}

function around(value: number, interval: Interval | null): Change {
  return { value, interval: interval && [value + interval[0], value + interval[1]] };
}

/** The interval of that ratio when images vary too; null where right answers of images are not known. */
function crossedRatio(
  shares: Both<number[]>,
  hits: Both<ArrayLike<number>> | null | undefined,
  paired: boolean,
): Interval | null {
  const share = { dense: mean(shares.dense), compressed: mean(shares.compressed) };
  if (!hits || share.dense === 0) return null;
  const members = { dense: shares.dense.length, compressed: shares.compressed.length };
  const { dense, compressed } = onRatio(shares);
  const moved = crossedInterval(compressed, dense, relativePerImage(hits, members, share), paired);
  return around(100 * (share.compressed / share.dense - 1), moved).interval;
}

/**
 * What a corruption does, from the right answers of each network on the clean and on the corrupted images.
 * Intervals of differences between the populations are Welch's, or those of paired differences for `paired`
 * ones. Those against the clean images are over the networks' own differences, since each network saw both.
 */
export function changeUnder(
  { images, paired, clean }: Pick<Robustness, 'images' | 'paired' | 'clean'>,
  { right: corrupted, hits }: Answered,
): CorruptionChange {
  const share = (right: number[]) => right.map((count) => count / images);
  const points = (right: number[]) => right.map((count) => (100 * count) / images);
  const lost = (side: keyof Both<number[]>) =>
    corrupted[side].map((count, k) => (100 * (count - clean.right[side][k])) / images);
  const { dense, compressed } = corrupted;
  const shares = { dense: share(dense), compressed: share(compressed) };
  return {
    top1: {
      dense: tEstimate(shares.dense, dense.length),
      compressed: tEstimate(shares.compressed, compressed.length),
    },
    lost: {
      dense: tEstimate(lost('dense'), dense.length),
      compressed: tEstimate(lost('compressed'), compressed.length),
    },
    points: difference(points(compressed), points(dense), paired),
    relative: ratio(shares, paired),
    relativeCrossed: crossedRatio(shares, hits, paired),
    added: difference(lost('compressed'), lost('dense'), paired),
    addedCrossed:
      hits && clean.hits
        ? crossedInterval(
            lost('compressed'),
            lost('dense'),
            addedPerImage(hits, clean.hits, corrupted),
            paired,
          )
        : null,
  };
}

/**
 * The same two populations by their first `k` networks; null when there are fewer. PIEs depend on k and are
 * not known then.
 */
export function firstNetworks(robustness: Robustness, k: number): Robustness | null {
  const { clean, cells } = robustness;
  const [dense, compressed] = [clean.right.dense.length, clean.right.compressed.length];
  if (dense < k || compressed < k) return null;
  if (dense === k && compressed === k) return robustness;
  const first = (right: Both<number[]>) => ({
    dense: right.dense.slice(0, k),
    compressed: right.compressed.slice(0, k),
  });
  return {
    ...robustness,
    clean: { right: first(clean.right), hits: null, pies: null },
    cells: cells.map((cell) => ({ ...cell, right: first(cell.right), hits: null, pies: null })),
  };
}

/**
 * How far two results for the same networks and images agree, over the cells in both; null without a common
 * cell. It has the counts of right answers compared, those that are equal, and the largest difference in
 * images.
 */
export type RobustnessAgreement = { counts: number; equal: number; most: number };

/** Compares right answers, network by network, in the cells that both results have. */
export function robustnessAgreement(one: Robustness, other: Robustness): RobustnessAgreement | null {
  const agreement: RobustnessAgreement = { counts: 0, equal: 0, most: 0 };
  for (const { corruption, severity, right } of one.cells) {
    const same = other.cells.find((cell) => cell.corruption === corruption && cell.severity === severity);
    if (!same) continue;
    for (const side of ['dense', 'compressed'] as const) {
      right[side].forEach((count, k) => {
        const apart = Math.abs(count - same.right[side][k]);
        agreement.counts++;
        if (apart === 0) agreement.equal++;
        agreement.most = Math.max(agreement.most, apart);
      });
    }
  }
  return agreement.counts > 0 ? agreement : null;
}
