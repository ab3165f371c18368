import type { Predictions } from '../audit/predictions';
import type { Architecture } from '../model/architecture';
import type { Population } from '../model/population';
import type { Shard } from '../model/shard';

/** A population that a reader brought, and what it says of the test images, run in this browser when it was brought; with confidences. */
export type OwnPopulation = {
  kind: 'dense' | 'null' | 'sparse';
  /** Mean share of kernel weights that are zero, 0..1, to two decimals; 0 for dense and null. */
  level: number;
  population: Population;
  predictions: Predictions;
};

/** A reader's own networks on the reader's own images: all that the explorer needs of a zoo. */
export type OwnNetworks = {
  /** Lower-case letters, digits and hyphens, at most 40. In an address it stands as `data=own-ID`. */
  id: string;
  name: string;
  /** When they were brought, ISO 8601. */
  created: string;
  /** The files they came from, by name. */
  files: string[];
  architecture: Architecture;
  /** Exactly one is dense; no two are of the same kind and level. */
  populations: OwnPopulation[];
  /** The labelled images that are judged. */
  test: Shard;
  /** Images for re-estimating BatchNorm and the ranges of activations. */
  calibration: Shard;
  /** What was done to fit the images to the network's input, and where the calibration images come from, in words. */
  notes: { fitted: string; calibration: string };
};
