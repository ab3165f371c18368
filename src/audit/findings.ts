import type { TieRule } from './votes/ties';

/**
 * How many networks say each class for each image, without the classes that nobody says. Entries `starts[i]`
 * to `starts[i + 1]` (exclusive) of `labels` and `counts` are of image i: its classes, ascending, and their
 * votes, 1 or more.
 */
export type Votes = {
  /** [images + 1] */
  starts: Uint32Array;
  labels: Uint16Array;
  counts: Uint16Array;
};

/** A 95% interval, low and high. */
export type Interval = [low: number, high: number];

/**
 * A number with the count it rests on: networks for `Accuracy.mean` and `flips`, images for subsets, matched
 * accuracy and the noise floor's excess. `interval` is null where none is possible (one network). A t
 * interval is not clipped.
 */
export type Estimate = { value: number; interval: Interval | null; n: number };

/** Something measured on both populations. */
export type Both<T> = { dense: T; compressed: T };

/** What a PIE became, given the true label: right then wrong, wrong then right, wrong then another wrong. */
export type Outcome = 'forgotten' | 'recovered' | 'traded';

export type Pies = {
  /** Indices of the PIEs in the shard, ascending. */
  images: Uint32Array;
  /** The outcome of each PIE, in the order of `images`. */
  outcomes: Outcome[];
  counts: Record<Outcome, number>;
  /** Images with a tie for the most votes in either population. */
  tied: number;
};

/**
 * Top-1 accuracy of a population: one value a network (0..1), their mean with a t interval over networks, and
 * the sample standard deviation (null for one network).
 */
export type Accuracy = { perMember: number[]; mean: Estimate; sd: number | null };

/**
 * A t-test, two-sided; all fields null where the test is impossible (one network, a class without images).
 * Where both variances are 0 and the means differ, p is 0 and t, which would be infinite, is null.
 */
export type TTest = { t: number | null; df: number | null; p: number | null };

/**
 * An effect with the interval and the test that let both networks and images vary; `se` and ends in the unit
 * of `value`.
 */
export type CrossedEffect = { value: number; se: number; interval: Interval; df: number; p: number };

/** How errors grow on the scale of odds, (1 - accuracy) / accuracy: compressed over dense. */
export type ErrorOdds = {
  /** Factor for the group, and for all images. */
  group: number;
  model: number;
  /** The first over the second: above 1, errors grow more in the group than in the model. */
  ratio: number;
  /** 95%, networks and images both varying; null where that cannot be estimated. */
  interval: Interval | null;
};

export type ClassImpact = {
  class: number;
  /** Images of this class in the shard. */
  images: number;
  /** Mean recall over networks, 0..1; null without images. */
  recall: Both<number | null>;
  /** Recall of each network, 0..1; empty without images. */
  recallPerMember: Both<number[]>;
  /** 100 (mean recall compressed - mean recall dense), points. */
  absolute: number | null;
  /** 100 (mean d compressed - mean d dense), points: the change beyond the model's own. */
  normalised: number | null;
  /** 95% interval of `normalised` in points (Welch; the paired one for paired populations is in `paired`). */
  normalisedInterval: Interval | null;
  /** Welch's test on d, dense minus compressed: t > 0 when the class lost more than the model did. */
  welch: TTest;
  /**
   * Paired t-test on compressed d minus dense d, for paired populations only: t has the sign of `normalised`.
   */
  paired: TTest | null;
  /** 95% interval of `normalised` in points from the paired differences; null unless paired with a test. */
  pairedInterval?: Interval | null;
  /** Benjamini-Hochberg adjusted Welch p over the tested classes. */
  pAdjusted: number | null;
  /** Raw Welch p <= alpha. */
  impacted: boolean;
  /**
   * `normalised` when networks and images both vary, p adjusted after Benjamini-Yekutieli; `picked` is the
   * interval that allows for being picked from all classes tested. Null where one of them has too few.
   */
  crossed?: (CrossedEffect & { pAdjusted: number; picked: Interval }) | null;
  /** Null where a recall or the accuracy is 0 or 1. */
  errorOdds?: ErrorOdds | null;
};

/**
 * Mean accuracy on PIEs, on all images, on the rest, with t intervals over networks; n counts images. Null
 * where the set is empty.
 */
export type SubsetAccuracy = {
  pie: Estimate | null;
  all: Estimate;
  nonPie: Estimate | null;
  /**
   * The first minus the second, points, when networks and images both vary; null or absent where that cannot
   * be estimated, as with a single PIE or network.
   */
  beyond?: CrossedEffect | null;
};

/**
 * Accuracy on non-PIEs weighted to the PIEs' distribution of dense vote margin crossed with
 * dense-modal-correct.
 */
export type MatchedAccuracy = {
  /** Weighted accuracy; n counts the non-PIEs that serve as matches. */
  accuracy: Both<Estimate>;
  /** PIEs that found at least one non-PIE of the same margin and correctness. */
  matched: number;
  unmatched: number;
  /**
   * Accuracy on the matched PIEs minus that on their matches, points, networks and images both varying; null
   * or absent where that cannot be estimated.
   */
  beyond?: Both<CrossedEffect | null>;
};

/** How hard the images are that retraining alone changes, beside the PIEs. */
type ChangedAccuracy = {
  /** Accuracy on them, of the dense networks and (under `compressed`) of the null population. */
  accuracy: Both<Estimate | null>;
  /**
   * Accuracy on the PIEs minus that, points, networks and images both varying: of the dense networks, and of
   * the compressed ones less the null population's. Null where it cannot be estimated.
   */
  beyond: Both<CrossedEffect | null>;
};

/**
 * How many PIEs and flagged classes retraining alone gives. For paired populations it is context only,
 * never subtracted: `excess` and `halfPies` are then null.
 */
export type NoiseFloor =
  | {
      kind: 'null';
      k: [number, number];
      pies: number;
      flaggedClasses: number;
      /**
       * PIEs of this comparison minus the floor, with its 95% interval (populations held fixed); null when
       * paired.
       */
      excess: Estimate | null;
      /** Indices of the images that the null population changes. */
      images: Uint32Array;
      /** How hard those images are; absent where it was not computed. */
      changed?: ChangedAccuracy;
    }
  | {
      kind: 'splitHalf';
      k: [number, number];
      /** Mean PIEs over the seeded splits, dense half against dense half. */
      pies: number;
      /** Mean flagged classes over the splits. */
      flaggedClasses: number;
      /** 2.5% and 97.5% quantiles of PIEs over the splits. */
      interval: Interval;
      /**
       * Mean PIEs of dense half against as many compressed members: the only count this floor may be
       * subtracted from; null when paired.
       */
      halfPies: number | null;
      splits: number;
      seed: number;
    }
  | { kind: 'none' };

export type AuditOptions = {
  ties: TieRule;
  /** A class is flagged when its raw p is at most alpha. */
  alpha: number;
  /** Seed of the split-half draws. */
  seed: number;
  /**
   * Whether row k of both populations is the same training run; when absent, equal sets of member ids say so.
   */
  paired?: boolean;
  /**
   * What d subtracts from a network's recall: its own accuracy (default) or, as the released code does, its
   * population's mean.
   */
  baseline?: 'network' | 'population';
};

/**
 * How many tests chance alone flags: mean and 95% range over relabelled populations, and how many those were.
 */
export type FlaggedByChance = { mean: number; range: Interval; shuffles: number };

/** Everything derived from two populations' predictions on the same labelled images. */
export type Findings = {
  images: number;
  classes: number;
  members: Both<number>;
  options: AuditOptions;
  /**
   * Whether row k of both populations is the same training run: then retraining has no part in what differs.
   */
  paired: boolean;
  votes: Both<Votes>;
  modal: Both<Uint16Array>;
  pies: Pies;
  /** Taxicab distance / 2 of every image, 0..1 (total variation of the two vote distributions). */
  taxicab: Float32Array;
  top1: Both<Accuracy>;
  /** Compressed minus dense, points, over networks. */
  accuracyChange: Estimate;
  classImpact: ClassImpact[];
  /** Classes that Welch's test flags when networks are relabelled; null where no class can be tested. */
  flaggedByChance: FlaggedByChance | null;
  accuracy: Both<SubsetAccuracy>;
  /**
   * The same for the true class among the first five; absent with five classes or fewer, or without ranks.
   */
  top5?: Both<SubsetAccuracy>;
  /** Null where there is no PIE, or none found a match. */
  matched: MatchedAccuracy | null;
  noiseFloor: NoiseFloor;
  /**
   * Paired populations only: share of a network's answers that changed, mean over networks with t interval.
   */
  flips: Estimate | null;
};

/** One level in the curve over levels. */
export type LevelSummary = {
  /** Share of weights removed, 0..1. */
  sparsity: number;
  top1: Accuracy;
  /** As in `Findings`, against the dense population; null for the dense population itself. */
  accuracyChange: Estimate | null;
  /** PIEs against the dense population; null for the dense population itself. */
  pies: number | null;
  /**
   * PIEs beyond retraining's, as in `NoiseFloor`; null for paired populations and without a null population
   * of as many networks.
   */
  excess: Estimate | null;
  images: number;
};

/** The images that the null population changes, which are what retraining alone changes; null without one. */
export function nullPiesOf({ noiseFloor }: Pick<Findings, 'noiseFloor'>): Uint32Array | null {
  return noiseFloor.kind === 'null' ? noiseFloor.images : null;
}
