/** What the page Train and its worker say to each other. */
import type { FitChoice, ImageExtent } from '../../formats/images/fit';
import type { TrainingRun } from '../../library/trainingRun';
import type { RunEntry } from '../../library/trainingRuns';
import type { TrainingPoint } from '../../model/checkpoint';
import type { Rounds } from '../../model/rounds';
import type { Pace } from '../../model/trainingEstimate';
import type { TrainedVariant, TrainingDevice } from '../../model/trainingPlan';
import type { PruneScope } from '../../model/variant';
import type { Preview } from '../bring/preview';
import type { OwnFile } from '../imports/protocol';

/** Datasets whose training images are shipped. */
export type ZooData = 'fashion-mnist' | 'fashion-mnist-long-tail';

/**
 * Images of the reader's own: to train on, and held out by files of their own or, without any, as a share
 * drawn by a seed.
 */
export type OwnData = {
  kind: 'own';
  training: OwnFile[];
  heldOut: OwnFile[];
  /** Share of the images that is held out where there are no files for it, 0..1, and the seed of its draw. */
  share: number;
  seed: number;
  extent: ImageExtent;
  fit: FitChoice;
  /** The column of labels that is read where files have several; null: the likeliest. */
  labels: string | null;
};

/** How the first images are shown: as this network would see them, with these labels. */
export type PreviewQuestion = Pick<OwnData, 'extent' | 'fit' | 'labels'> & { network: NetworkChoice };

/** `base`: the folder of all zoos. */
export type DataChoice = { kind: 'zoo'; base: string; id: ZooData } | OwnData;

/** A preset by its id, or the text of a description file. */
export type NetworkChoice =
  | { kind: 'preset'; id: string }
  | { kind: 'description'; file: string; text: string };

/** All that decides a training. */
export type Plan = {
  name: string;
  data: DataChoice;
  network: NetworkChoice;
  populations: TrainedVariant[];
  scope: PruneScope;
  rounds: Rounds | null;
  members: number;
  epochs: number;
  images: number;
  batch: number;
  rate: number;
  device: TrainingDevice;
  plain: boolean;
};

/** What a second of training is measured on. */
export type PaceQuestion = {
  extent: ImageExtent;
  network: NetworkChoice;
  batch: number;
  device: TrainingDevice;
  plain: boolean;
};

/** Requests of the page, answered one after the other; `cancel` ends the one under way. */
export type TrainRequest =
  | { kind: 'list' }
  | { kind: 'measure'; question: PaceQuestion }
  | { kind: 'look'; role: 'training' | 'heldOut'; files: OwnFile[] }
  | { kind: 'preview'; question: PreviewQuestion }
  | { kind: 'begin'; plan: Plan }
  | { kind: 'resume'; id: string; base: string }
  | { kind: 'remove'; id: string }
  | { kind: 'cancel' };

/** Chosen files of images, looked at. */
export type SeenImages = {
  file: string;
  kind: string;
  /** Images to train on; null where it is known only once all are read. */
  count: number | null;
  /** The part that is held out; null where there is none. */
  heldOut: string | null;
  /** Columns of labels of which one is read, the likeliest first; empty where there is one or none. */
  labels: string[];
  notes: string[];
};

/** Where a network of a run stands. */
export type Standing = {
  id: string;
  /** Which of the run's populations it is of. */
  population: number;
  state: 'waiting' | 'training' | 'finished' | 'diverged';
  /** Share of its epochs, 0..1. */
  done: number;
  curve: TrainingPoint[];
  /** Share of the test images that it gets right; null until it is finished. */
  top1: number | null;
  /** Why it ended before its time. */
  sentence: string | null;
};

/**
 * PIEs between the first `networks` dense and as many of population `population`, among `images` test images.
 */
export type PieCount = { population: number; networks: number; pies: number; images: number };

/** A training came to its end, or was stopped: the dataset that was made of it, or why there is none. */
export type Ended = {
  kind: 'ended';
  run: TrainingRun;
  data: string | null;
  finished: number;
  message: string | null;
  stopped: boolean;
};

export type TrainEvent =
  /** `kept`: whether the browser has storage; `dataHere`: whether the shipped training images are in it. */
  | { kind: 'listed'; runs: RunEntry[]; kept: boolean; dataHere: boolean }
  | { kind: 'paced'; question: PaceQuestion; pace: Pace }
  | { kind: 'seen'; role: 'training' | 'heldOut'; seen: SeenImages }
  | { kind: 'previewed'; question: PreviewQuestion; preview: Preview }
  | { kind: 'began'; run: TrainingRun; networks: Standing[]; steps: number; testImages: number }
  | { kind: 'network'; index: number; standing: Standing }
  | { kind: 'point'; index: number; done: number; point: TrainingPoint | null }
  | { kind: 'pies'; pies: PieCount[] }
  | { kind: 'progress'; doing: string; done: number | null; secondsLeft: number | null }
  /** Something the reader should know that stops nothing. */
  | { kind: 'notice'; message: string }
  | Ended
  | { kind: 'stopped'; asked: TrainRequest['kind'] }
  | { kind: 'failed'; asked: TrainRequest['kind']; message: string };
