import type { TieRule } from '../audit/findings';
import { DEFAULT_TIE_RULE, TIE_RULE_NAMES } from '../audit/votes/ties';
import { optionRanges } from './methods/method';
import { FORMAT_IDS, isWeightwise, methodNamed, PRUNED_IDS } from './methods/registry';
import type { MadeVariant, PrunedMethodId, PruneScope, QuantiseFormat, Variant } from './variant';

export type DeviceChoice = 'auto' | 'webgpu' | 'wasm' | 'tensorflow';

/** One question put to the explorer: everything that decides what is on screen before any filter. */
export type Experiment = {
  /** Dataset id in the zoo. */
  data: string;
  /** Pruned here is one kind, whether weights go one by one or in a structure: `method` says which. */
  variant: Exclude<Variant['kind'], 'structured'>;
  method: PrunedMethodId;
  scope: PruneScope;
  /** Share of weights removed, of channels for `channels`, 0..0.99; for trained sparse populations one of the zoo's levels. */
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
  /** What networks whose BatchNorm was re-estimated are compared with: dense ones re-estimated on the same images, or those as trained. */
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
  /** Networks by the zoo's variant id. */
  networks: Record<string, number>;
};

/** What of an experiment decides which population is compared. */
type Chosen = Pick<Experiment, 'variant' | 'sparsity' | 'width'>;

/** The most networks a side that an experiment can have: the zoo's dense ones, and as many of the population they are compared with. */
export function mostMembers(offer: Offer, experiment: Chosen): number {
  const dense = offer.networks.dense ?? 0;
  const compared = shippedVariant(experiment);
  return compared === null ? dense : Math.min(dense, offer.networks[compared] ?? 0);
}

/**
 * The first experiment shown: the highest trained sparse level, every network, every image; where none was trained, pruned here on
 * the first images.
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
    recalibrate: true,
    baseline: 'alike',
    ties: DEFAULT_TIE_RULE,
    seed: 0,
  };
}

type Reader<T> = (text: string) => T | null;

function oneOf<T extends string>(...values: readonly T[]): Reader<T> {
  return (text) => values.find((value) => value === text) ?? null;
}

/** "a, b or c". */
function listed(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values[values.length - 1]}`;
}

function number(low: number, high: number, whole: boolean): Reader<number> {
  return (text) => {
    const value = Number(text);
    const valid = text.trim() !== '' && value >= low && value <= high && (!whole || Number.isInteger(value));
    return valid ? value : null;
  };
}

/** The nearest experiment that the zoo can answer: a trained level or width that exists, no more networks than there are. */
export function withinOffer(experiment: Experiment, offer: Offer): Experiment {
  const variant = isOffered(offer, experiment.variant)
    ? experiment.variant
    : defaultExperiment(offer).variant;
  const sparsity =
    variant === 'sparse' ? nearestLevel(offer.levels, experiment.sparsity) : experiment.sparsity;
  const width = nearestLevel(offer.widths, experiment.width);
  const members = Math.min(experiment.members, mostMembers(offer, { variant, sparsity, width }));
  return { ...experiment, variant, sparsity, width, members };
}

/** Whether a dataset has populations of a kind: of trained ones, at least one. */
export function isOffered({ levels, widths, networks }: Offer, variant: Experiment['variant']): boolean {
  if (variant === 'sparse') return levels.length > 0;
  if (variant === 'null') return (networks.null ?? 0) > 0;
  return variant !== 'narrow' || widths.length > 0;
}

/** The level (or width) nearest to `sparsity` among those that exist; `sparsity` itself where there is none. */
export function nearestLevel(levels: number[], sparsity: number): number {
  return levels.reduce(
    (best, level) => (Math.abs(level - sparsity) < Math.abs(best - sparsity) ? level : best),
    levels[0] ?? sparsity,
  );
}

/**
 * An experiment from a URL's query. Unknown or impossible values are replaced by the default, each with a sentence
 * in `notices` that says what was expected and what came.
 */
export function parseExperiment(
  query: URLSearchParams,
  offer: Offer,
): { experiment: Experiment; notices: string[] } {
  const fallback = defaultExperiment(offer);
  const notices: string[] = [];
  const read = <T>(name: string, otherwise: T, reader: Reader<T>, expected: string): T => {
    const text = query.get(name);
    if (text === null) return otherwise;
    const value = reader(text);
    if (value !== null) return value;
    notices.push(
      `The link says ${name}=${text.slice(0, 40)}; expected ${expected}. Showing ${String(otherwise)} instead.`,
    );
    return otherwise;
  };
  const variant = read(
    'variant',
    fallback.variant,
    (text) => {
      const kind = oneOf('dense', 'null', 'sparse', 'pruned', 'quantised', 'narrow')(text);
      return kind && isOffered(offer, kind) ? kind : null;
    },
    offer.widths.length > 0
      ? 'dense, null, sparse, pruned, quantised or narrow'
      : 'dense, null, sparse, pruned or quantised',
  );
  const { low, high } = optionRanges.sparsity;
  const asked = read(
    'sparsity',
    fallback.sparsity,
    number(low, high, false),
    `a number from ${low} to ${high}`,
  );
  const sparsity = variant === 'sparse' ? nearestLevel(offer.levels, asked) : asked;
  if (sparsity !== asked) {
    notices.push(
      `No population was trained at sparsity ${asked}; the nearest is ${sparsity}. Choose "Pruned here" for any level.`,
    );
  }
  const askedWidth = read('width', fallback.width, number(0, 1, false), 'a number from 0 to 1');
  const width = nearestLevel(offer.widths, askedWidth);
  if (width !== askedWidth && variant === 'narrow') {
    notices.push(`No networks were trained with ${askedWidth} of the channels; the nearest is ${width}.`);
  }
  const most = mostMembers(offer, { variant, sparsity, width });
  const scopes = optionRanges.scope.values;
  const experiment: Experiment = {
    data: read(
      'data',
      fallback.data,
      (text) => (text === offer.data || isOwn(text) ? offer.data : null),
      offer.datasets.map(({ id }) => id).join(' or '),
    ),
    variant,
    method: read('method', fallback.method, oneOf(...PRUNED_IDS), listed(PRUNED_IDS)),
    scope: read('scope', fallback.scope, oneOf(...scopes), listed(scopes)),
    sparsity,
    width,
    format: read('format', fallback.format, oneOf(...FORMAT_IDS), listed(FORMAT_IDS)),
    members: read('members', most, number(1, most, true), `a whole number from 1 to ${most}`),
    images: read(
      'images',
      fallback.images,
      (text) => (text === 'all' ? offer.images : number(1, offer.images, true)(text)),
      `a whole number from 1 to ${offer.images}, or all`,
    ),
    device: read(
      'device',
      fallback.device,
      oneOf('auto', 'webgpu', 'wasm', 'tensorflow'),
      'auto, webgpu, wasm or tensorflow',
    ),
    recalibrate: read('recalibrate', '1', oneOf('0', '1'), '0 or 1') === '1',
    baseline: read('baseline', fallback.baseline, oneOf('alike', 'trained'), 'alike or trained'),
    ties: read('ties', fallback.ties, oneOf(...TIE_RULE_NAMES), TIE_RULE_NAMES.join(' or ')),
    seed: read('seed', fallback.seed, number(0, optionRanges.seed.high, true), 'a whole number below 2^32'),
  };
  return { experiment, notices };
}

/** The query that reopens an experiment; values equal to the default are left out. */
export function experimentQuery(experiment: Experiment, offer: Offer): URLSearchParams {
  const data = offer.datasets[0].id;
  const fallback = { ...defaultExperiment(offer), data, members: mostMembers(offer, experiment) };
  const query = new URLSearchParams();
  const relevant: (keyof Experiment)[] = ['data', 'variant', 'members', 'images', 'device', 'ties', 'seed'];
  if (experiment.variant === 'sparse' || experiment.variant === 'pruned') relevant.push('sparsity');
  if (experiment.variant === 'narrow') relevant.push('width');
  if (experiment.variant === 'pruned') relevant.push('method', 'scope', 'recalibrate', 'baseline');
  if (experiment.variant === 'quantised') relevant.push('format');
  for (const name of relevant) {
    const value = experiment[name];
    if (value === fallback[name]) continue;
    query.set(name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  }
  return query;
}

/** What is made here of the dense population, as an experiment has it set. */
export function madeVariantOf(experiment: Experiment): MadeVariant {
  const { variant, method, format, scope, sparsity, seed, recalibrate: recalibrated } = experiment;
  return methodNamed(variant === 'quantised' ? format : method).variant({
    scope,
    sparsity,
    seed,
    recalibrated,
  });
}

/** The experiment that a sweep over levels asks at each: weights pruned here one by one, by magnitude unless as it says. */
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

/** The id in the zoo of the population an experiment compares with the dense one; null when it must be made here. */
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
