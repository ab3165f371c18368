import type { Predictions } from '../audit/predictions';
import type { Architecture } from '../model/architecture';
import { OWN } from '../model/experiment';
import type { Population } from '../model/population';
import type { Shard } from '../model/shard';
import type { OwnTraining } from './ownTraining';
import { isStoredId } from './stored';

/**
 * A population that a reader brought, and what it says of the test images, run in this browser when it was
 * brought; with confidences.
 */
export type OwnPopulation = {
  kind: 'dense' | 'null' | 'sparse';
  /** Mean share of kernel weights that are zero, 0..0.99, to two decimals; 0 for dense and null. */
  level: number;
  population: Population;
  predictions: Predictions;
};

/**
 * A reader's own networks on the reader's own images: all that the explorer needs of a zoo. `ownStore.ts`
 * keeps them.
 */
export type OwnNetworks = {
  /** Lower-case letters, digits and hyphens, at most 40. In an address it stands as `data=own-ID`. */
  id: string;
  name: string;
  /** When they were brought, ISO 8601. */
  created: string;
  /** The files they came from, by name. */
  files: string[];
  architecture: Architecture;
  /** Exactly one is dense, at most one null; no two are of the same kind and level. */
  populations: OwnPopulation[];
  /** The labelled images that are judged. */
  test: Shard;
  /** Images for re-estimating BatchNorm and the ranges of activations. */
  calibration: Shard;
  /**
   * In words: what was done to fit the images to the network's input, and where the calibration images come
   * from. Where the networks were taken of another dataset, also whose they are.
   */
  notes: { fitted: string; calibration: string; networks: string | null };
  /** How they were trained, where this page did it. */
  training: OwnTraining | null;
};

/** What a reader's own networks are called where a dataset is named: in an address, in a list of datasets. */
export function ownDataset(id: string): string {
  return OWN + id;
}

/** The id of a reader's own networks from the name of a dataset; null when these are none. */
export function ownIdOf(dataset: string): string | null {
  const id = dataset.startsWith(OWN) ? dataset.slice(OWN.length) : '';
  return isStoredId(id) ? id : null;
}

/** What a link to networks says that are not here. */
export const ownAbsent =
  'The link asks for networks and images that are kept in the browser that brought them, and are ' +
  'not on this machine. Ask for the files, and bring them on the page Yours.';

/** What the explorer calls a population of this kind and level among its own. */
export function ownVariantId({ kind, level }: Pick<OwnPopulation, 'kind' | 'level'>): string {
  return kind === 'sparse' ? `sparse-${Math.round(level * 100)}` : kind;
}
