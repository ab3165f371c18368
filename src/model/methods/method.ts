// What is said of one compression method made here: all that the page, the address and documents read.
import type { Architecture } from '../architecture';
import type { NetworkCost, WeightsLeft } from '../cost';
import type { Population } from '../population';
import type { LayerCut } from '../prune';
import type { Range } from '../quantise';
import type { MadeVariant, MethodId, PruneScope, PruneSettings } from '../variant';

/** The settings that methods choose from. */
export type MethodOptions = {
  sparsity: number;
  scope: PruneScope;
  seed: number;
  recalibrated: boolean;
  /** Epochs of fine-tuning after pruning. */
  finetune: number;
};

/** An option that only some methods take. */
type MethodOption = Exclude<keyof MethodOptions, 'recalibrated' | 'finetune'>;

/** The range of every option; the seed decides what is drawn at random. */
export const optionRanges = {
  sparsity: { low: 0, high: 0.99, whole: false },
  seed: { low: 0, high: 2 ** 32 - 1, whole: true },
  scope: { values: ['global', 'layer'], words: ['the whole network', 'each layer alike'] },
} as const;

/** Calibration images that are always enough to re-estimate BatchNorm. */
export const MOST_CALIBRATION = 2000;

/** How a result is called: `title` heads its figures ("90% removed"), `phrase` opens a clause ("at 90%"). */
export type MethodNames = {
  title: string;
  phrase: string;
  /** One or two short words beside a point of a chart. */
  label: [string, string];
  /** What tells it apart from others of the same title: "at random". */
  how?: string[];
};

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

/**
 * One compression method: what it is called, which options it takes, how it is made, what it leaves and
 * costs.
 */
export type Method<V extends MadeVariant = MadeVariant> = {
  /** Its name in addresses, files and flags. */
  id: MethodId;
  /** The kind of compression under which the bar, `variant=` and `--variant` list it. */
  family: 'pruned' | 'quantised';
  /** Its name in the bar's list. */
  choice: string;
  options: readonly MethodOption[];
  /** What goes; null where nothing is removed. */
  removes: 'weights' | 'channels' | null;
  /** How much goes, in the bar, where no option says it. */
  amount?: string;
  /** The variant that options make. */
  variant(options: Omit<MethodOptions, 'finetune'>): V;
  /** Share (0..1) of what it removes. */
  share(variant: V): number;
  names(variant: V): MethodNames;
  /** The result's sentence begins so, `what` in colour: "Removing" "90% of the weights" "at random". */
  doing(variant: V): { lead: string; what: string; after?: string };
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
  /** What has to be said of it beside the shipped networks. */
  shippedNote?: string;
  /** Its exact definition, paragraph by paragraph, for the Methods page. */
  definition: string[];
};
