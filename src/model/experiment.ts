import type { PruneMethod, PruneScope, Variant } from './variant';

export type DeviceChoice = 'auto' | 'webgpu' | 'wasm' | 'tensorflow';

/** One question put to the explorer: everything that decides what is on screen before any filter. */
export type Experiment = {
  /** Dataset id in the zoo. */
  data: string;
  variant: Variant['kind'];
  method: PruneMethod;
  scope: PruneScope;
  /** Share of weights removed, 0..0.99; for trained sparse populations one of the zoo's levels. */
  sparsity: number;
  /** Networks a side: the first k seeds. */
  members: number;
  /** The first n images of the shard. */
  images: number;
  device: DeviceChoice;
  /** Re-estimate BatchNorm after pruning here. */
  recalibrate: boolean;
  ties: 'largest' | 'smallest';
  /** Decides random pruning and seeded resampling. */
  seed: number;
};

/** What a dataset of the zoo offers, and so the bounds of an experiment: trained levels, images, and networks by the zoo's variant id. */
export type Offer = { data: string; levels: number[]; images: number; networks: Record<string, number> };

/** The most networks a side that an experiment can have: the zoo's dense ones, and as many of the population they are compared with. */
export function mostMembers(offer: Offer, experiment: Pick<Experiment, 'variant' | 'sparsity'>): number {
  const dense = offer.networks.dense ?? 0;
  const compared = shippedVariant(experiment);
  return compared === null ? dense : Math.min(dense, offer.networks[compared] ?? 0);
}

/** The first experiment shown: the highest trained sparse level, every network, every image. */
export function defaultExperiment(offer: Offer): Experiment {
  const variant = offer.levels.length > 0 ? 'sparse' : 'pruned';
  const sparsity = offer.levels.at(-1) ?? 0.9;
  return {
    data: offer.data,
    variant,
    method: 'magnitude',
    scope: 'global',
    sparsity,
    members: mostMembers(offer, { variant, sparsity }),
    images: offer.images,
    device: 'auto',
    recalibrate: true,
    ties: 'largest',
    seed: 0,
  };
}

type Reader<T> = (text: string) => T | null;

function oneOf<T extends string>(...values: T[]): Reader<T> {
  return (text) => values.find((value) => value === text) ?? null;
}

function number(low: number, high: number, whole: boolean): Reader<number> {
  return (text) => {
    const value = Number(text);
    const valid = text.trim() !== '' && value >= low && value <= high && (!whole || Number.isInteger(value));
    return valid ? value : null;
  };
}

/** The nearest experiment that the zoo can answer: a trained level that exists, no more networks than there are. */
export function withinOffer(experiment: Experiment, offer: Offer): Experiment {
  const { variant } = experiment;
  const sparsity =
    variant === 'sparse' ? nearestLevel(offer.levels, experiment.sparsity) : experiment.sparsity;
  const members = Math.min(experiment.members, mostMembers(offer, { variant, sparsity }));
  return { ...experiment, sparsity, members };
}

/** The level nearest to `sparsity` among those that exist. */
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
    oneOf('dense', 'null', 'sparse', 'pruned'),
    'dense, null, sparse or pruned',
  );
  const asked = read('sparsity', fallback.sparsity, number(0, 0.99, false), 'a number from 0 to 0.99');
  const sparsity = variant === 'sparse' ? nearestLevel(offer.levels, asked) : asked;
  if (sparsity !== asked) {
    notices.push(
      `No population was trained at sparsity ${asked}; the nearest is ${sparsity}. Choose "Pruned here" for any level.`,
    );
  }
  const most = mostMembers(offer, { variant, sparsity });
  const experiment: Experiment = {
    data: read('data', fallback.data, oneOf(offer.data), offer.data),
    variant,
    method: read('method', fallback.method, oneOf('magnitude', 'random'), 'magnitude or random'),
    scope: read('scope', fallback.scope, oneOf('global', 'layer'), 'global or layer'),
    sparsity,
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
    ties: read('ties', fallback.ties, oneOf('largest', 'smallest'), 'largest or smallest'),
    seed: read('seed', fallback.seed, number(0, 2 ** 32 - 1, true), 'a whole number below 2^32'),
  };
  return { experiment, notices };
}

/** The query that reopens an experiment; values equal to the default are left out. */
export function experimentQuery(experiment: Experiment, offer: Offer): URLSearchParams {
  const fallback = { ...defaultExperiment(offer), members: mostMembers(offer, experiment) };
  const query = new URLSearchParams();
  const relevant: (keyof Experiment)[] = ['data', 'variant', 'members', 'images', 'device', 'ties', 'seed'];
  if (experiment.variant === 'sparse' || experiment.variant === 'pruned') relevant.push('sparsity');
  if (experiment.variant === 'pruned') relevant.push('method', 'scope', 'recalibrate');
  for (const name of relevant) {
    const value = experiment[name];
    if (value === fallback[name]) continue;
    query.set(name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  }
  return query;
}

/** The variant an experiment compares with the dense population. */
export function variantOf(experiment: Experiment): Variant {
  const { variant, method, scope, sparsity, seed, recalibrate } = experiment;
  if (variant === 'pruned')
    return { kind: 'pruned', method, scope, sparsity, seed, recalibrated: recalibrate };
  if (variant === 'sparse') return { kind: 'sparse', level: sparsity };
  return { kind: variant };
}

/** The id in the zoo of the population an experiment compares with the dense one; null when it must be made here. */
export function shippedVariant(experiment: Pick<Experiment, 'variant' | 'sparsity'>): string | null {
  if (experiment.variant === 'pruned') return null;
  if (experiment.variant === 'sparse') return `sparse-${Math.round(experiment.sparsity * 100)}`;
  return experiment.variant;
}

/** Share of the kernel weights that the compared population lacks, 0..1. */
export function removedShare(experiment: Experiment): number {
  return experiment.variant === 'sparse' || experiment.variant === 'pruned' ? experiment.sparsity : 0;
}
