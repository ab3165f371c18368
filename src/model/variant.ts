/** How weights are chosen for removal: the smallest by magnitude, or at random as the control. */
export type PruneMethod = 'magnitude' | 'random';

/** One threshold for the whole network, or each layer pruned alike. */
export type PruneScope = 'global' | 'layer';

/** A one-shot pruning of a trained population. `sparsity` is the share of kernel weights removed, 0..0.99; `seed` decides random pruning. */
export type PruneSettings = {
  method: PruneMethod;
  scope: PruneScope;
  sparsity: number;
  seed: number;
};

/** What was done to a population. */
export type Variant =
  | { kind: 'dense' }
  | { kind: 'null' }
  | { kind: 'sparse'; level: number }
  | ({ kind: 'pruned'; recalibrated: boolean } & PruneSettings);
