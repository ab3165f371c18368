/**
 * What a population said of a shard: matrices [members, images], row-major. The three confidences are
 * optional.
 */
export type Predictions = {
  /** Ids of the networks, one a row. Equal ids in two populations mean the same training run (paired). */
  members: string[];
  images: number;
  classes: number;
  /** arg max class. */
  labels: Uint16Array;
  /** Probability of the predicted class, 0..1. */
  pPrediction?: Float32Array;
  /** Probability of the true class, 0..1. */
  pLabel?: Float32Array;
  /** Rank of the true class, 0 = first. */
  rankLabel?: Uint16Array;
};
