/**
 * How weights are chosen for removal: the smallest by magnitude, the smallest by magnitude as a share of
 * their output channel's norm (`unfolded.ts`), or at random as the control.
 */
export const PRUNE_METHODS = ['magnitude', 'unfolded', 'random'] as const;

export type PruneMethod = (typeof PRUNE_METHODS)[number];

/** One threshold for the whole network, or each layer pruned alike. */
export type PruneScope = 'global' | 'layer';

/**
 * A one-shot pruning of a trained population. `sparsity` is the share of kernel weights removed, 0..0.99;
 * `seed` decides random pruning.
 */
export type PruneSettings = {
  method: PruneMethod;
  scope: PruneScope;
  sparsity: number;
  seed: number;
};

/**
 * How weights are chosen by the loss's gradient: the smallest |weight x gradient|, or the smallest
 * |gradient|.
 */
export type Saliency = 'taylor' | 'gradient';

/** A one-shot pruning of weights one by one, by whatever they are chosen. */
export type WeightwiseSettings = Omit<PruneSettings, 'method'> & { method: PruneMethod | Saliency };

/** Which weights of every group stay: the largest 2 of 4, or 4 of 8. */
export type Pattern = '2:4' | '4:8';

/**
 * A one-shot pruning that hardware can use: n of every m consecutive weights stay, or `share` (0..0.99) of
 * every convolution's output channels go.
 */
export type StructureSettings = { method: Pattern } | { method: 'channels'; share: number };

/**
 * How numbers are kept after training: every parameter in float16; kernels in int8, the rest as it was; or
 * fixed point, int8 kernels and 8-bit activations.
 */
export type QuantiseFormat = 'float16' | 'int8' | 'fixed';

/** A method of pruning, as the address, files and flags name it. */
export type PrunedMethodId = PruneMethod | Saliency | StructureSettings['method'];

/** A compression method made here; `methods/registry.ts` says all of it. */
export type MethodId = PrunedMethodId | QuantiseFormat;

/**
 * What follows pruning: BatchNorm re-estimated, or epochs of fine-tuning, which end in that; absent for none.
 * With `rounds`, two or more, weights go in so many rounds, with these epochs after each.
 */
type AfterPruning = { recalibrated: boolean; finetune?: number; rounds?: number };

/**
 * Populations that are made from the dense one: weights pruned one by one, in a structure, or numbers in
 * fewer bits.
 */
export type PrunedVariant = { kind: 'pruned' } & AfterPruning & WeightwiseSettings;
export type StructuredVariant = { kind: 'structured' } & AfterPruning & StructureSettings;
export type QuantisedVariant = { kind: 'quantised'; format: QuantiseFormat };

/** What was done to a population. */
export type Variant =
  | { kind: 'dense' }
  | { kind: 'null' }
  | { kind: 'sparse'; level: number }
  /**
   * Dense networks with `width` (0..1) of the channels, trained on their own: nothing is removed from them.
   */
  | { kind: 'narrow'; width: number }
  | MadeVariant;

/** The kinds of population that are made from the dense one, without training. */
export type MadeVariant = PrunedVariant | StructuredVariant | QuantisedVariant;

/** Whether a variant is made from the dense population, without training. */
export function isMade(variant: Variant): variant is MadeVariant {
  return variant.kind === 'pruned' || variant.kind === 'structured' || variant.kind === 'quantised';
}
