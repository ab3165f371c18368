import { DEFAULT_TIE_RULE, type TieRule } from '../audit/votes/ties';
import { goesInRounds, isWeightwise, variantBy } from './methods/registry';
import {
  isMade,
  type MadeVariant,
  type PrunedMethodId,
  type PruneScope,
  type QuantiseFormat,
  type Variant,
} from './variant';

/** The device that a reader chose; `auto` leaves the choice to the page. */
export type DeviceChoice = 'auto' | 'webgpu' | 'wasm' | 'tensorflow';

/** One question put to the explorer: everything that decides what is on screen before any filter. */
export type Experiment = {
  /** Dataset id in the zoo. */
  data: string;
  /** Pruned here is one kind, whether weights go one by one or in a structure: `method` says which. */
  variant: Exclude<Variant['kind'], 'structured'>;
  method: PrunedMethodId;
  scope: PruneScope;
  /**
   * Share of weights removed, of channels for `channels`, 0..0.99; for trained sparse populations one of the
   * zoo's levels.
   */
  sparsity: number;
  /** How numbers are kept in quantised populations. */
  format: QuantiseFormat;
  /** Share of the channels that narrow networks have, 0..1: one of the zoo's widths. */
  width: number;
  /** Networks a side: the first k seeds. */
  members: number;
  /** The first n images of the shard. */
  images: number;
  device: DeviceChoice;
  /** Re-estimate BatchNorm after pruning here. */
  recalibrate: boolean;
  /** Epochs of fine-tuning after pruning here: one of `FINETUNE_EPOCHS`. */
  finetune: number;
  /**
   * Rounds of pruning and fine-tuning, one of `PRUNE_ROUNDS`; 1 where none is fine-tuned, and for all methods
   * but magnitude.
   */
  rounds: number;
  /**
   * What networks that are treated after pruning are compared with: dense ones treated alike on the same
   * images, or those as trained.
   */
  baseline: 'alike' | 'trained';
  ties: TieRule;
  /** Decides random pruning and seeded resampling. */
  seed: number;
};

/** What the names of a reader's own datasets begin with, in an address and in lists. */
export const OWN = 'own-';

/** Whether a dataset is the reader's own. */
export function isOwn(data: string): boolean {
  return data.startsWith(OWN);
}

/** Images a first run of a population made here takes: an answer within seconds; more on request. */
export const FIRST_RUN = 1000;

/** What a dataset of the zoo offers, and so the bounds of an experiment. */
export type Offer = {
  data: string;
  /** The datasets there are, this one among them; those that the reader brought come last. */
  datasets: { id: string; title: string; own?: boolean }[];
  /** Sparsities that were trained, ascending, and widths of narrow networks, descending. */
  levels: number[];
  widths: number[];
  images: number;
  /** Whether the networks have BatchNorm layers, which can be re-estimated. */
  batchNorm: boolean;
  /** Set where there are no calibration images to re-estimate them on. */
  noCalibration?: true;
  /**
   * The training images, and the bytes that are fetched for them on demand; absent where there are none to
   * train on.
   */
  training?: { images: number; bytes: number };
  /** Networks by the zoo's variant id. */
  networks: Record<string, number>;
  /** Levels whose answers of one-shot pruning ship; none where it is absent. */
  oneShot?: readonly number[];
};

/**
 * Whether an experiment asks for one-shot pruning as zoos ship its answers: by magnitude across the network,
 * BatchNorm re-estimated, seed 0.
 */
export function isPlainOneShot(experiment: Experiment): boolean {
  const { variant, method, scope, recalibrate, seed, finetune } = experiment;
  const isByMagnitude = variant === 'pruned' && method === 'magnitude' && scope === 'global';
  return isByMagnitude && recalibrate && seed === 0 && finetune === 0;
}

/** Whether answers to an experiment ship with its dataset, so that nothing must be computed to show it. */
export function isAnswered({ oneShot = [] }: Offer, experiment: Experiment): boolean {
  if (!isMade(variantOf(experiment))) return true;
  return isPlainOneShot(experiment) && oneShot.includes(experiment.sparsity);
}

/**
 * Answers a side, networks times images, up to which a population made here is run without being asked: of a
 * kind just chosen, which may be passed by, and else.
 */
const AT_ONCE = { passing: 10_000, settled: 60_000 };

/**
 * Whether computing an experiment takes so long that it waits for a reader who asks; `passing` where its kind
 * of compression was chosen just now.
 */
export function isCostly({ members, images }: Experiment, passing: boolean): boolean {
  return members * images > AT_ONCE[passing ? 'passing' : 'settled'];
}

/** The levels of a sweep over one-shot pruning, shares of weights removed. */
export const SWEEP = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];

/** What of an experiment decides which population is compared. */
type Chosen = Pick<Experiment, 'variant' | 'sparsity' | 'width'>;

/**
 * The most networks a side that an experiment can have: the zoo's dense ones, and as many of the population
 * they are compared with.
 */
export function mostMembers(offer: Offer, experiment: Chosen): number {
  const dense = offer.networks.dense ?? 0;
  const compared = shippedVariant(experiment);
  return compared === null ? dense : Math.min(dense, offer.networks[compared] ?? 0);
}

/**
 * The first experiment shown: the highest trained sparse level, every network, every image; where none was
 * trained, pruned here on the first images.
 */
export function defaultExperiment(offer: Offer): Experiment {
  const variant = offer.levels.length > 0 ? 'sparse' : 'pruned';
  const sparsity = offer.levels.at(-1) ?? 0.9;
  const width = offer.widths.at(-1) ?? 1;
  return {
    data: offer.data,
    variant,
    method: 'magnitude',
    scope: 'global',
    sparsity,
    width,
    format: 'int8',
    members: mostMembers(offer, { variant, sparsity, width }),
    images: variant === 'sparse' ? offer.images : Math.min(FIRST_RUN, offer.images),
    device: 'auto',
    recalibrate: !offer.noCalibration,
    finetune: 0,
    rounds: 1,
    baseline: 'alike',
    ties: DEFAULT_TIE_RULE,
    seed: 0,
  };
}

/**
 * The nearest experiment that the zoo can answer: a trained level or width that exists, no more networks than
 * there are.
 */
export function withinOffer(experiment: Experiment, offer: Offer): Experiment {
  const variant = isOffered(offer, experiment.variant)
    ? experiment.variant
    : defaultExperiment(offer).variant;
  const sparsity =
    variant === 'sparse' ? nearestLevel(offer.levels, experiment.sparsity) : experiment.sparsity;
  const width = nearestLevel(offer.widths, experiment.width);
  const members = Math.min(experiment.members, mostMembers(offer, { variant, sparsity, width }));
  const finetune = offer.training ? experiment.finetune : 0;
  const rounds = takesRounds({ ...experiment, finetune }) ? experiment.rounds : 1;
  const recalibrate = experiment.recalibrate && !offer.noCalibration;
  return { ...experiment, variant, sparsity, width, members, finetune, rounds, recalibrate };
}

/** The same pruned once, with no fine-tuning after. */
export function inOneShot(experiment: Experiment): Experiment {
  return { ...experiment, finetune: 0, rounds: 1 };
}

/** Whether an experiment can be pruned in rounds: by magnitude, with fine-tuning after. */
export function takesRounds({ method, finetune }: Pick<Experiment, 'method' | 'finetune'>): boolean {
  return finetune > 0 && goesInRounds(method);
}

/** Whether a dataset has populations of a kind: of trained ones, at least one. */
export function isOffered({ levels, widths, networks }: Offer, variant: Experiment['variant']): boolean {
  if (variant === 'sparse') return levels.length > 0;
  if (variant === 'null') return (networks.null ?? 0) > 0;
  return variant !== 'narrow' || widths.length > 0;
}

/**
 * The level (or width) nearest to `sparsity` among those that exist; `sparsity` itself where there is none.
 */
export function nearestLevel(levels: number[], sparsity: number): number {
  return levels.reduce(
    (best, level) => (Math.abs(level - sparsity) < Math.abs(best - sparsity) ? level : best),
    levels[0] ?? sparsity,
  );
}

/** What is made here of the dense population, as an experiment has it set. */
export function madeVariantOf(experiment: Experiment): MadeVariant {
  const { variant, method, format, recalibrate: recalibrated } = experiment;
  const { scope, sparsity, seed, finetune, rounds } = experiment;
  const options = { scope, sparsity, seed, recalibrated, finetune, rounds };
  return variantBy(variant === 'quantised' ? format : method, options);
}

/**
 * The experiment that a sweep over levels asks at each: weights pruned here one by one, by magnitude unless
 * as it says.
 */
export function sweptExperiment(experiment: Experiment): Experiment {
  const method = isWeightwise(experiment.method) ? experiment.method : 'magnitude';
  return { ...experiment, variant: 'pruned', method };
}

/** The variant an experiment compares with the dense population. */
export function variantOf(experiment: Experiment): Variant {
  const { variant, sparsity, width } = experiment;
  if (variant === 'quantised' || variant === 'pruned') return madeVariantOf(experiment);
  if (variant === 'sparse') return { kind: 'sparse', level: sparsity };
  if (variant === 'narrow') return { kind: 'narrow', width };
  return { kind: variant };
}

/**
 * The id in the zoo of the population an experiment compares with the dense one; null when it must be made
 * here.
 */
export function shippedVariant(experiment: Chosen): string | null {
  if (experiment.variant === 'pruned' || experiment.variant === 'quantised') return null;
  if (experiment.variant === 'sparse') return `sparse-${Math.round(experiment.sparsity * 100)}`;
  if (experiment.variant === 'narrow') return `narrow-${Math.round(experiment.width * 100)}`;
  return experiment.variant;
}

/** Share of the kernel weights that the compared population lacks, 0..1. */
export function removedShare(experiment: Experiment): number {
  return experiment.variant === 'sparse' || experiment.variant === 'pruned' ? experiment.sparsity : 0;
}
