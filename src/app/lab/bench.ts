import type { Zoo } from '../../library/zoo';
import type { Population } from '../../model/population';
import type { DenseAnswers } from './compare';
import type { Devices } from './devices';
import type { Comparison, Treatment } from './results';

/**
 * Where the work is done, and what earlier jobs left: dense answers serve every experiment on the same
 * networks.
 */
export type Bench = {
  zoo: Zoo;
  devices: Devices;
  dense: DenseAnswers;
  /** The latest dense networks treated as compressed ones, by device, networks, images taken and seed. */
  treated: Map<string, Population>;
  /** What that treatment changes by itself, by the same and by what was audited. */
  alone: Map<string, Treatment>;
  /** Networks that were fine-tuned, by their keys. */
  tuned: Map<string, Population>;
  /** The latest comparisons of labels that came with the zoo, by their experiments. */
  shipped: Map<string, Comparison>;
};

/** What a bench knows before its first job. */
export const nothingKnown = (): Omit<Bench, 'zoo' | 'devices'> => ({
  dense: new Map(),
  treated: new Map(),
  alone: new Map(),
  tuned: new Map(),
  shipped: new Map(),
});
