// What a device (an engine that runs populations) is asked, and what it answers.

import type { Architecture } from '../model/architecture';
import type { TrainingPoint } from '../model/checkpoint';
import type { Population } from '../model/population';
import type { Recipe } from '../model/recipe';
import type { Shard } from '../model/shard';
import type { TileChoice } from '../model/tileShapes';
import type { TrainingState, TrainingTarget } from '../model/training';
import type { PruneSettings } from '../model/variant';

export type DeviceName = 'wasm' | 'webgpu' | 'tensorflow';

/** A rectangle of finished predictions: `members.length` rows of `count` images from `start`, row-major. */
export type PredictionBatch = {
  /** Row indices into the population. */
  members: number[];
  start: number;
  count: number;
  labels: Uint16Array;
  pPrediction: Float32Array;
  pLabel: Float32Array;
  rankLabel: Uint16Array;
  /** [members, images, classes], only when the run asked for them. */
  logits?: Float32Array;
};

export type RunOptions = {
  /** Also return logits (tests and ties; costly). */
  logits?: boolean;
  /** Skip this (members x images) work: batches already finished elsewhere. */
  finished?: PredictionBatch[];
  signal?: AbortSignal;
};

/** Share of a long operation that is done, 0..1. */
export type Progress = (done: number) => void;

/** What one epoch of one network is. `seed` names the network: its order and augmentation follow from it. */
export type EpochSettings = {
  architecture: Architecture;
  recipe: Recipe;
  target: TrainingTarget;
  seed: string;
  /** From 0. */
  epoch: number;
};

/**
 * Means over the epoch's images: cross-entropy in nats, and the share classified right, in training mode; and
 * the same by stretches.
 */
export type EpochResult = { state: TrainingState; loss: number; accuracy: number; curve: TrainingPoint[] };

/** Share of an epoch that is done, 0..1, and each stretch of steps as it ends. */
export type TrainingProgress = (done: number, point?: TrainingPoint) => void;

/** Calibration images that networks drew, as many each; `id` says how, `of` which places one takes. */
export type Drawn = { id: string; count: number; of: (member: number) => Uint32Array };

/**
 * Something that runs populations. Every device gives the same masks bit for bit and the same labels up to
 * near ties. All methods reject with an AbortError soon after `signal` aborts, and leave the device usable.
 */
export type Device = {
  name: DeviceName;
  /** For people: "WebAssembly, 2 cores", "WebGPU, NVIDIA". */
  description: string;
  /** A processor in a GPU's place: correct, but slow. */
  readonly software?: boolean;
  /** How a GPU shares out dense convolutions; absent or null where nothing was chosen. */
  readonly tiles?: TileChoice | null;
  /** Networks that it trains best at once; as many as there are cores unless given. */
  readonly trainsAtOnce?: number;
  /**
   * Runs every member over every image. Batches arrive in any order, disjoint, and together cover everything
   * once.
   */
  run(population: Population, shard: Shard, options?: RunOptions): AsyncIterable<PredictionBatch>;
  /** One-shot pruning: exactly Math.round(sparsity * n) weights become zero. BatchNorm statistics stay. */
  prune(population: Population, settings: PruneSettings, signal?: AbortSignal): Promise<Population>;
  /** Re-estimates BatchNorm mean and variance layer by layer over all of `calibration`. */
  recalibrate(
    population: Population,
    calibration: Shard,
    progress?: Progress,
    signal?: AbortSignal,
  ): Promise<Population>;
  /**
   * The same of all networks at once, each over those of `calibration` that `drawn` gives it, ascending.
   * Absent where one network fills the device.
   */
  recalibrateEach?(
    population: Population,
    calibration: Shard,
    drawn: Drawn,
    progress?: Progress,
    signal?: AbortSignal,
  ): Promise<Population>;
  /**
   * Trains one network for one epoch over `images`, from the state after the epoch before (`initialState` at
   * first). Absent where the device cannot train; rejects, naming all of them, where the network has layers
   * that cannot be trained. Epochs that are asked for at the same time may be done together.
   */
  trainEpoch?(
    settings: EpochSettings,
    state: TrainingState,
    images: Shard,
    progress?: TrainingProgress,
    signal?: AbortSignal,
  ): Promise<EpochResult>;
  /** Forgets cached weights and images; a later call starts afresh. */
  close(): void;
};
