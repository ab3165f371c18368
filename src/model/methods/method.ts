// What is said of one compression method made here: words and options that the bar, the address, the command
// line and the sentence read. How it is made is in `making/`.
import type { MadeVariant, MethodId, PruneScope } from '../variant';

/** The settings that methods choose from. */
export type MethodOptions = {
  sparsity: number;
  scope: PruneScope;
  seed: number;
  recalibrated: boolean;
  /** Epochs of fine-tuning after pruning. */
  finetune: number;
  /** Rounds of pruning and fine-tuning; 1 prunes once. */
  rounds: number;
};

/** What follows pruning, which is asked of every method and not chosen by it. */
type Tuning = 'finetune' | 'rounds';

/** An option that only some methods take. */
type MethodOption = Exclude<keyof MethodOptions, 'recalibrated' | Tuning>;

/** The range of every option; the seed decides what is drawn at random. */
export const optionRanges = {
  sparsity: { low: 0, high: 0.99, whole: false },
  seed: { low: 0, high: 2 ** 32 - 1, whole: true },
  scope: { values: ['global', 'layer'], words: ['the whole network', 'each layer alike'] },
} as const;

/** How a result is called: `title` heads its figures ("90% removed"), `phrase` opens a clause ("at 90%"). */
export type MethodNames = {
  title: string;
  phrase: string;
  /** One or two short words beside a point of a chart. */
  label: [string, string];
  /** What tells it apart from others of the same title: "at random". */
  how?: string[];
};

/** One compression method: what it is called and which options it takes. */
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
  variant(options: Omit<MethodOptions, Tuning>): V;
  /** Share (0..1) of what it removes. */
  share(variant: V): number;
  names(variant: V): MethodNames;
  /** The result's sentence begins so, `what` in colour: "Removing" "90% of the weights" "at random". */
  doing(variant: V): { lead: string; what: string; after?: string };
  /** What has to be said of it beside the shipped networks. */
  shippedNote?: string;
};
