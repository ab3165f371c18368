import type { Architecture } from '../../model/architecture';

/** One network: its architecture, and its tensors by name (`conv1.weight`), as in a population of one. */
export type Network = {
  architecture: Architecture;
  tensors: Map<string, Float32Array>;
  /** Whether the file says what is done to images before they go in. */
  isNormalised?: boolean;
};
