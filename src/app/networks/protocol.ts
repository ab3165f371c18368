import type { FitChoice, ImageExtent } from '../../formats/images/fit';
import type { ClassMatch } from '../../formats/images/matchClasses';
import type { ImageChoice, ImageFiles } from '../../formats/images/openedImages';
import type { Normalisation } from '../../formats/network/assemble';
import type { DatasetEntry } from '../../library/datasets';
import type { OwnEntry } from '../../library/ownStore';
import type { Architecture } from '../../model/architecture';
import type { Preview } from '../bring/preview';
import type { Role } from '../bring/roles';
import type { OwnFile } from '../imports/protocol';

/** The networks of one file, or of one folder of a layers model, as the page needs to know them. */
export type SeenSource = {
  name: string;
  /**
   * Ids, the share of kernel weights that are zero, 0..1, and, where BatchNorm seems to be folded in, how
   * much the channels' scales vary.
   */
  networks: { id: string; zeros: number; folded: number | null }[];
  architecture: Architecture;
  hasNormalisation: boolean;
  classes: string[] | null;
  /** What its networks are, where that is known and need not be guessed. */
  role: Role | null;
};

/**
 * Networks of a dataset of the explorer in the place of files: its id and title, and whether the page came
 * with them.
 */
export type KnownData = DatasetEntry & { shipped: boolean };

/**
 * What was found in the chosen files of networks, or of `known` data in their place; `problems` are the files
 * that cannot be read, a sentence each.
 */
export type SeenNetworks = { sources: SeenSource[]; problems: string[]; known: KnownData | null };

/** Chosen files of images, before all are read. */
export type SeenImages = Omit<ImageFiles, 'advice' | 'open'>;

/** Everything that decides what is read of images. */
export type Reading = ImageChoice & { target: ImageExtent; fit: FitChoice };

/** Images that were all read. */
export type GatheredImages = {
  reading: Reading;
  count: number;
  classes: string[];
  /** How many images each class has. */
  counts: number[];
  /** Whether classes stand in the order of their names, because nothing says another. */
  byName: boolean;
  /** Whether the file had them class by class, so that they were shuffled. */
  sorted: boolean;
  preview: Preview;
};

/**
 * What is asked of the first dense network on the first images; `matches` are ways to pair classes with
 * outputs, `usual` further normalisations to try, where its file says none.
 */
export type CheckQuestion = {
  network: { source: number; member: number };
  normalisation: Normalisation;
  matches: ClassMatch[];
  usual: { name: string; normalisation: Normalisation }[];
};

/** How many of `of` images a network got right by each of the ways; of each usual normalisation too. */
export type CheckAnswer = { question: CheckQuestion; of: number; correct: number[]; usual: number[][] };

/** A population to be: what it is, and its networks by source and place in it. */
export type PlannedPopulation = {
  kind: 'dense' | 'null' | 'sparse';
  /** Mean share of zero kernel weights to two decimals; 0 for dense and null. */
  level: number;
  title: string;
  networks: { source: number; member: number }[];
};

/** All that decides what is brought in. */
export type BringRequest = {
  kind: 'bring';
  name: string;
  populations: PlannedPopulation[];
  normalisation: Normalisation;
  match: ClassMatch;
  /** Whether each compressed network was made from a dense one. */
  paired: boolean;
  /** Files of training images for BatchNorm and ranges; without any, some of the images are set aside. */
  calibration: OwnFile[];
};

/** Requests of the page; each is answered in turn, but `cancel`, which ends the one under way. */
export type NetworksRequest =
  | { kind: 'list' }
  | { kind: 'remove'; id: string }
  | { kind: 'networks'; files: OwnFile[] }
  /** Which datasets have networks that can be taken; `base` is the folder of the zoos. */
  | { kind: 'datasets'; base: string }
  /** Take the first networks of every population of a dataset in the place of files. */
  | { kind: 'known'; base: string; data: string; networks: number }
  | { kind: 'images'; files: OwnFile[] }
  | { kind: 'preview'; reading: Reading }
  | { kind: 'gather'; reading: Reading }
  | { kind: 'check'; question: CheckQuestion }
  | BringRequest
  | { kind: 'cancel' };

export type NetworksEvent =
  /** `kept`: whether the browser has storage. */
  | { kind: 'listed'; entries: OwnEntry[]; kept: boolean }
  | { kind: 'datasets'; datasets: KnownData[] }
  | { kind: 'networks'; seen: SeenNetworks }
  | { kind: 'images'; seen: SeenImages }
  | { kind: 'preview'; reading: Reading; preview: Preview }
  | { kind: 'gathered'; gathered: GatheredImages }
  | { kind: 'checked'; answer: CheckAnswer }
  | { kind: 'brought'; id: string }
  | { kind: 'progress'; doing: string; done: number | null; secondsLeft: number | null }
  | { kind: 'stopped' }
  | { kind: 'failed'; asked: NetworksRequest['kind']; message: string };
