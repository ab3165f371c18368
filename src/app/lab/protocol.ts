import type { Robustness } from '../../audit/levels/robustness';
import type { CorruptionWish } from '../../corruptions/corrupt';
import type { DeviceName } from '../../engine/device';
import type { RobustnessTable } from '../../library/robustness';
import type { ImageCopy, Withheld } from '../../library/withheld';
import type { Origin } from '../../library/zoo';
import type { DeviceFigures, DeviceOffer } from '../../model/deviceFigures';
import type { DeviceChoice, Experiment, Offer } from '../../model/experiment';
import type { Shard } from '../../model/shard';
import type { TileChoice } from '../../model/tileShapes';
import type { NetworkWeights, WeightsAsked } from '../../model/weights';
import type { Learning } from '../../views/learning/learningWords';
import type { OwnFile } from '../imports/protocol';
import type { Answered, Ask, QuestionId } from '../panels/questions';
import type { JobProgress } from './meter';
import type { Comparison, Level, MadeDigest } from './results';

/** Where a set of findings came from and how far it is. */
export type RunState = 'shipped' | 'running' | 'partial' | 'done' | 'cancelled' | 'failed';

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
  /** How a GPU shares out its work; null where nothing was chosen. */
  tiles: TileChoice | null;
};

/**
 * Test images that are not published with the networks. It says what the shipped answers are of, why the
 * images are not here, and where they are published. `copy` is the reader's own copy, where there is one; its
 * `training` are images for re-estimating BatchNorm.
 */
export type OwnImages = Pick<Withheld, 'on' | 'note' | 'published'> & {
  copy:
    | (Omit<ImageCopy, 'images' | 'calibration'> & {
        training: { count: number; of: number } | null;
      })
    | null;
};

/** What the zoo holds, for the page. */
export type ZooReport = {
  offer: Offer;
  title: string;
  classes: string[];
  /**
   * Whether the training images of each class are known, and how they were chosen where not all were taken.
   */
  countsTraining: boolean;
  trainingNote: string | null;
  /** Kernel weights of one network: what pruning counts. */
  weights: number;
  origin: Origin;
  /** Null where the test images came with the networks. */
  ownImages: OwnImages | null;
  /** Why another dataset is open than the reader's own that was asked for. */
  notice: string | null;
  /** False on an insecure origin, where checksums cannot be verified. */
  verified: boolean;
};

/**
 * Requests of the page. A job has a number of its own, which its events repeat, so that late ones can be
 * told.
 */
export type LabRequest =
  /**
   * Open the zoo of a dataset under `base`, in place of the one that is open; the first that is listed for
   * an unknown one.
   */
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
  /**
   * Read the reader's own copy of the test images, from files or from their publisher, and keep it; null:
   * delete it.
   */
  | { kind: 'images'; job: number; from: OwnFile[] | 'published' | null }
  /** Attributes of the test images from a file of the reader's. */
  | { kind: 'attributes'; file: OwnFile; inCopy: boolean }
  | { kind: 'cancel' }
  | { kind: 'device'; choice: DeviceChoice }
  | { kind: 'weights'; asked: WeightsAsked }
  /** What a panel asks of an experiment's results. */
  | ({ kind: 'ask'; experiment: Experiment } & Ask)
  | { kind: 'unask'; question: QuestionId }
  /** Which devices this machine offers. */
  | { kind: 'survey' }
  /** Measure devices on the zoo's networks, at most as many as `experiment` has. */
  | { kind: 'measure'; job: number; devices: DeviceName[]; experiment: Experiment };

export type JobEnd = 'done' | 'cancelled' | 'failed';

export type LabEvent =
  | { kind: 'zoo'; zoo: ZooReport }
  | { kind: 'shard'; shard: Shard }
  /** The pixels of the test images came, or went. */
  | { kind: 'images'; zoo: ZooReport; shard: Shard }
  | { kind: 'device'; device: DeviceReport }
  | { kind: 'shown'; state: 'shipped' | 'done'; comparison: Comparison }
  | { kind: 'comparison'; job: number; state: 'running' | 'partial' | 'done'; comparison: Comparison }
  | { kind: 'levels'; levels: Level[] }
  /** The curve of one-shot pruning that came with the zoo. */
  | { kind: 'oneShot'; experiment: Experiment; levels: Level[] }
  /** A comparison was computed here in full. */
  | { kind: 'made'; made: MadeDigest }
  | ({ kind: 'progress'; job: number } & JobProgress)
  | { kind: 'learning'; job: number; experiment: Experiment; learning: Learning }
  | { kind: 'ended'; job: number; state: JobEnd; message: string | null }
  | { kind: 'sweepLevel'; job: number; experiment: Experiment; level: Level }
  | { kind: 'robustness'; job: number; experiment: Experiment; robustness: Robustness }
  | { kind: 'shippedRobustness'; shipped: RobustnessTable | null }
  | { kind: 'weights'; weights: NetworkWeights }
  | ({ kind: 'answered'; experiment: Experiment } & Answered)
  | { kind: 'survey'; offers: DeviceOffer[] }
  /** What is measured so far of one device. */
  | { kind: 'measured'; job: number; figures: DeviceFigures }
  /** What was asked outside of any job failed. */
  | { kind: 'failed'; request: LabRequest; message: string }
  /** The lab itself is gone, and with it the job in progress; `requests` bring back what is on screen. */
  | { kind: 'broken'; message: string; requests: LabRequest[] };
