// What the lab knows of an experiment: its comparison, and the points and digests made of it.
import type { Findings, LevelSummary } from '../../audit/findings';
import type { LevelRow } from '../../audit/levels/levelsTable';
import type { Regained } from '../../audit/levels/regained';
import type { Predictions } from '../../audit/predictions';
import type { DeviceName } from '../../engine/device';
import type { NetworkCost } from '../../model/cost';
import type { Experiment } from '../../model/experiment';
import type { Learning } from '../../views/learning/learningWords';

/** Two populations' predictions on the same images, and what the audit makes of them. */
export type Comparison = {
  experiment: Experiment;
  source: 'shipped' | 'computed';
  /** The device that computed it; null for shipped results. */
  device: { name: DeviceName; description: string } | null;
  /** Images covered so far: the first n of the shard. */
  images: number;
  findings: Findings;
  dense: Predictions;
  compressed: Predictions;
  /** What the compressed networks cost, once a run here has answered every image. */
  measured?: MeasuredCost;
  /** Labels that differ from the shipped predictions of the same networks, where there are any. */
  agreement: Agreement | null;
  /**
   * What the treatment of both sides does with nothing removed; null or absent where the dense networks are
   * those as trained.
   */
  treatment?: Treatment | null;
  /**
   * Images that re-estimation alone changes, where that came with the zoo; null or absent where it did not.
   */
  treatedAlone?: number | null;
  /** What fine-tuning did, where there was any. */
  finetuned?: Finetuned;
};

/** What fine-tuning did: beside the same networks pruned in one shot, and how they learned. */
type Finetuned = { regained: Regained; learning: Learning };

/** Dense networks as trained against the same treated as those made here are, nothing removed. */
export type Treatment = { row: LevelRow; pies: Uint32Array };

/**
 * What one network costs; null where its weights are the zoo's, whose table says it. `secondsPerImage` is
 * wall time with all cores at work, null where nothing ran.
 */
type MeasuredCost = { cost: NetworkCost | null; secondsPerImage: number | null };

/**
 * A comparison of networks made here, kept in the session without its answers. `swept` says that a sweep over
 * levels made it, or that it came with the zoo: its answers are not kept.
 */
export type MadeDigest = MeasuredCost & {
  experiment: Experiment;
  row: LevelRow;
  pies: Uint32Array;
  swept: boolean;
};

/** How many (network, image) labels computed here differ from the shipped ones. */
export type Agreement = { differing: number; compared: number };

/** A point of the curve over levels. */
export type Level = {
  /** The zoo's variant id, or `pruned`. */
  id: string;
  kind: 'dense' | 'null' | 'sparse' | 'pruned';
  summary: LevelSummary;
  /** Indices of the PIEs at this level, ascending. */
  pies: Uint32Array;
  /** Of pruned levels: whether they came with the zoo; else they were computed here. */
  shipped?: boolean;
};
