import type { ClassImpact, Findings, LevelSummary } from '../../audit/findings';
import type { LongTail } from '../../audit/groups/longTail';
import type { SubgroupTable } from '../../audit/groups/subgroups';
import type { Capacity } from '../../audit/levels/capacity';
import type { LevelRow } from '../../audit/levels/levelsTable';
import type { Robustness } from '../../audit/levels/robustness';
import type { Predictions } from '../../audit/predictions';
import type { Retraining } from '../../audit/retraining/retraining';
import type { Stability } from '../../audit/retraining/stability';
import type { CorruptionWish } from '../../corruptions/corrupt';
import type { DeviceName } from '../../engine/device';
import type { RobustnessTable } from '../../library/robustness';
import type { Origin } from '../../library/zoo';
import type { NetworkCost } from '../../model/cost';
import type { DeviceChoice, Experiment, Offer } from '../../model/experiment';
import type { DeviceFigures, DeviceOffer } from '../../model/machine';
import type { Population } from '../../model/population';
import type { Shard } from '../../model/shard';
import type { JobProgress } from './meter';

/** Where a set of findings came from and how far it is. */
export type RunState = 'shipped' | 'running' | 'partial' | 'done' | 'cancelled' | 'failed';

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
  /** What the treatment of both sides does with nothing removed; null or absent where the dense networks are those as trained. */
  treatment?: Treatment | null;
};

/** Dense networks as trained against the same treated as those made here are, nothing removed. */
export type Treatment = { row: LevelRow; pies: Uint32Array };

/** What one network costs; null where its weights are the zoo's, whose table says it. `secondsPerImage` is wall time with all cores at work, null where nothing ran. */
type MeasuredCost = { cost: NetworkCost | null; secondsPerImage: number | null };

/** A comparison computed here and kept in the session, without its answers; `swept` where a sweep over levels made it, whose answers are not kept. */
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
};

/** One population in the table of levels, with what one of its networks costs. */
export type LevelDigest = {
  id: string;
  kind: Level['kind'] | 'narrow';
  /** Share of weights removed, 0..1. */
  removed: number;
  /** Of narrow networks, their share of the channels, 0..1. */
  width?: number;
  row: LevelRow;
  cost: NetworkCost;
  /** Every class against the dense population. */
  impacts: ClassImpact[];
};

/** Images a second through one dense network, measured here: before the first run, or in the last one. */
export type MeasuredSpeed = { imagesPerSecond: number; source: 'warm-up' | 'run' };

/** A device the lab has opened, its reason and its measured speed. */
export type DeviceReport = {
  name: DeviceName;
  description: string;
  /** Why this one, for people. */
  reason: string;
  /** Null until measured. */
  speed: MeasuredSpeed | null;
};

/** What the zoo holds, for the page. */
export type ZooReport = {
  offer: Offer;
  title: string;
  classes: string[];
  /** Whether the training images of each class are known, and how they were chosen where not all were taken. */
  countsTraining: boolean;
  trainingNote: string | null;
  /** Kernel weights of one network: what pruning counts. */
  weights: number;
  origin: Origin;
  /** Why another dataset is open than the reader's own that was asked for. */
  notice: string | null;
  /** False on an insecure origin, where checksums cannot be verified. */
  verified: boolean;
};

/** Groups of an experiment's images by one attribute or two crossed; errors, and of class `target`, where there is one, false positives and negatives. */
export type GroupsQuestion = { experiment: Experiment; by: string[]; target: number | null };

/** The PIEs of a dataset's trained sparse levels, ascending. */
export type StudyLevels = { data: string; levels: { sparsity: number; pies: Uint32Array }[] };

/** Requests of the page. A job has a number of its own, which its events repeat, so that late ones can be told. */
export type LabRequest =
  /** Open the zoo of a dataset under `base`, in place of the one that is open; the first that is listed for an unknown one. */
  | { kind: 'open'; base: string; data: string }
  /** Show what is known of an experiment: computed here before, or shipped; and the curve over levels. */
  | { kind: 'show'; experiment: Experiment }
  /** Compute it here; `reuse` accepts what was computed before. */
  | { kind: 'run'; job: number; experiment: Experiment; reuse: boolean }
  | { kind: 'sweep'; job: number; experiment: Experiment }
  /** Run an experiment's populations over corrupted images. */
  | { kind: 'robustness'; job: number; experiment: Experiment; wish: CorruptionWish }
  /** The table of robustness that the zoo ships. */
  | { kind: 'shippedRobustness' }
  | { kind: 'cancel' }
  | { kind: 'device'; choice: DeviceChoice }
  | { kind: 'weights'; variant: string; members: number }
  /** The table of levels, for an experiment's networks, images and tie rule. */
  | { kind: 'table'; experiment: Experiment }
  /** How the PIEs of an experiment's finished results depend on the networks drawn. */
  | { kind: 'draws'; experiment: Experiment }
  /** Whether the PIEs of an experiment's finished results are more than retraining alone gives. */
  | { kind: 'retraining'; experiment: Experiment }
  /** Who pays among groups of images, for an experiment's finished results. */
  | ({ kind: 'groups' } & GroupsQuestion)
  /** Which classes the PIEs of an experiment's finished results fall on, by their training images. */
  | { kind: 'longTail'; experiment: Experiment }
  /** The findings of a second compression, as far as they are known. */
  | { kind: 'versus'; experiment: Experiment }
  /** Narrow beside pruned populations, on an experiment's networks, images and tie rule. */
  | { kind: 'capacity'; experiment: Experiment }
  /** The PIEs of an experiment's trained levels, for a study of them. */
  | { kind: 'study'; experiment: Experiment }
  /** Which devices this machine offers. */
  | { kind: 'survey' }
  /** Measure devices on the zoo's networks, at most as many as `experiment` has. */
  | { kind: 'measure'; job: number; devices: DeviceName[]; experiment: Experiment };

export type JobEnd = 'done' | 'cancelled' | 'failed';

export type LabEvent =
  | { kind: 'zoo'; zoo: ZooReport }
  | { kind: 'shard'; shard: Shard }
  | { kind: 'device'; device: DeviceReport }
  | { kind: 'shown'; state: 'shipped' | 'done'; comparison: Comparison }
  | { kind: 'comparison'; job: number; state: 'partial' | 'done'; comparison: Comparison }
  | { kind: 'levels'; levels: Level[] }
  /** A comparison was computed here in full. */
  | { kind: 'made'; made: MadeDigest }
  | ({ kind: 'progress'; job: number } & JobProgress)
  | { kind: 'ended'; job: number; state: JobEnd; message: string | null }
  | { kind: 'sweepLevel'; job: number; experiment: Experiment; level: Level }
  | { kind: 'robustness'; job: number; experiment: Experiment; robustness: Robustness }
  | { kind: 'shippedRobustness'; shipped: RobustnessTable | null }
  | { kind: 'weights'; variant: string; population: Population }
  | { kind: 'table'; experiment: Experiment; levels: LevelDigest[] }
  | { kind: 'draws'; experiment: Experiment; done: number; stability: Stability | null }
  /** Told early, and again as it is refined; `done` is the share of the shuffles counted. */
  | { kind: 'retraining'; experiment: Experiment; done: number; retraining: Retraining }
  | { kind: 'longTail'; experiment: Experiment; longTail: LongTail }
  | { kind: 'capacity'; experiment: Experiment; capacity: Capacity | null }
  /** `findings` are null where they would have to be computed first. */
  | { kind: 'versus'; experiment: Experiment; findings: Findings | null }
  | ({ kind: 'study' } & StudyLevels)
  | ({ kind: 'groups'; table: SubgroupTable } & GroupsQuestion)
  | { kind: 'survey'; offers: DeviceOffer[] }
  /** What is measured so far of one device. */
  | { kind: 'measured'; job: number; figures: DeviceFigures }
  /** Something failed that no job waits for. */
  | { kind: 'failed'; message: string }
  /** The lab itself is gone, and with it the job in progress. */
  | { kind: 'broken'; message: string };
