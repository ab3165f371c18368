// How a compression method makes networks, exactly, and what it leaves and costs: read where networks are
// made, measured and explained, and loaded only there.
import type { Architecture } from '../../architecture';
import type { NetworkCost, WeightsLeft } from '../../cost';
import type { Population } from '../../population';
import type { LayerCut } from '../../prune';
import type { Range } from '../../quantise';
import type { MadeVariant, PruneSettings } from '../../variant';

/** Calibration images that are always enough to re-estimate BatchNorm. */
export const MOST_CALIBRATION = 2000;

/** Of each kernel, the loss's gradients, stacked over members like the kernel itself. */
export type Gradients = Record<string, Float32Array>;

/** What a device does for a method while networks are made. */
type MakingTools = {
  /** One-shot pruning by magnitude or at random, the same masks on every device. */
  prune(settings: PruneSettings): Promise<Population>;
  /** For each of `roundedLayers`, every member's range of activations on the calibration images. */
  ranges(): Promise<Range[][]>;
  /**
   * The loss's gradients by every kernel, on `images` labelled calibration images that each network draws
   * by `seed`.
   */
  gradients(seed: number, images: number): Promise<Gradients>;
};

/** How one compression method is made. */
export type Making<V extends MadeVariant = MadeVariant> = {
  /** Makes the population from a dense one. */
  make(dense: Population, variant: V, tools: MakingTools): Population | Promise<Population>;
  /** What goes of one member, layer by layer; absent where nothing is removed. */
  cuts?(
    architecture: Architecture,
    kernels: readonly Float32Array[],
    memberSeed: number,
    variant: V,
  ): LayerCut[];
  /** Whether it takes the loss's gradients, which only some devices compute, on images with labels. */
  needsGradients?: boolean;
  /** Said in the panel on weights where `cuts` is absent though something is removed. */
  unseen?: string;
  /** What one network costs; absent where it follows from how many weights are zero in each layer. */
  cost?(architecture: Architecture, variant: V): NetworkCost;
  /** How many calibration images re-estimating BatchNorm takes after it, at least; most without it. */
  calibrationImages?(variant: V): number;
  /** How what is left is stored, in the panel on weights. */
  stored(left: WeightsLeft): { name: string; bytes: number; note: string };
  /** How the multiply-adds left come about. */
  multiplied: string;
  /** What it keeps, where nothing is removed; `half` says that all kernels were float16 before. */
  keeps?(total: number, left: WeightsLeft, half: boolean): string;
  /** Its exact definition, paragraph by paragraph, for the Methods page. */
  definition: string[];
};
