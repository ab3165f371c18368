// An experiment as the query of the page's address, read and written.
import { TIE_RULE_NAMES } from '../audit/votes/ties';
import { FINETUNE_EPOCHS, PRUNE_ROUNDS } from './epochs';
import {
  defaultExperiment,
  type Experiment,
  isOffered,
  isOwn,
  mostMembers,
  nearestLevel,
  type Offer,
  takesRounds,
} from './experiment';
import { optionRanges } from './methods/method';
import { FORMAT_IDS, PRUNED_IDS } from './methods/registry';

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

/**
 * An experiment from a URL's query. Unknown or impossible values are replaced by the default, each with a
 * sentence in `notices` that says what was expected and what came.
 */
export function parseExperiment(
  query: URLSearchParams,
  offer: Offer,
): { experiment: Experiment; notices: string[] } {
  const fallback = defaultExperiment(offer);
  const notices: string[] = [];
  const read: Read = (name, otherwise, reader, expected) => {
    const text = query.get(name);
    if (text === null) return otherwise;
    const value = reader(text);
    if (value !== null) return value;
    notices.push(
      `The link says ${name}=${text.slice(0, 40)}; expected ${expected}. Showing ${String(otherwise)} ` +
        'instead.',
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
      `No population was trained at sparsity ${asked}; the nearest is ${sparsity}. Choose "Pruned here" ` +
        'for any level.',
    );
  }
  const askedWidth = read('width', fallback.width, number(0, 1, false), 'a number from 0 to 1');
  const width = nearestLevel(offer.widths, askedWidth);
  if (width !== askedWidth && variant === 'narrow') {
    notices.push(`No networks were trained with ${askedWidth} of the channels; the nearest is ${width}.`);
  }
  const most = mostMembers(offer, { variant, sparsity, width });
  const scopes = optionRanges.scope.values;
  const method = read('method', fallback.method, oneOf(...PRUNED_IDS), listed(PRUNED_IDS));
  const finetune = readFinetune(read, offer);
  const experiment: Experiment = {
    data: read(
      'data',
      fallback.data,
      (text) => (text === offer.data || isOwn(text) ? offer.data : null),
      offer.datasets.map(({ id }) => id).join(' or '),
    ),
    variant,
    method,
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
    recalibrate: readRecalibrate(read, offer),
    finetune,
    rounds: readRounds(read, takesRounds({ method, finetune })),
    baseline: read('baseline', fallback.baseline, oneOf('alike', 'trained'), 'alike or trained'),
    ties: read('ties', fallback.ties, oneOf(...TIE_RULE_NAMES), TIE_RULE_NAMES.join(' or ')),
    seed: read('seed', fallback.seed, number(0, optionRanges.seed.high, true), 'a whole number below 2^32'),
  };
  return { experiment, notices };
}

type Read = <T>(name: string, otherwise: T, reader: Reader<T>, expected: string) => T;

/** Whether BatchNorm is re-estimated, where the dataset has images for it. */
function readRecalibrate(read: Read, { noCalibration }: Offer): boolean {
  const [otherwise, among, expected] = noCalibration
    ? (['0', ['0'], '0, since this dataset has no training images here'] as const)
    : (['1', ['0', '1'], '0 or 1'] as const);
  return read<string>('recalibrate', otherwise, oneOf(...among), expected) === '1';
}

/** Epochs of fine-tuning, where the dataset has images to train on. */
function readFinetune(read: Read, { training }: Offer): number {
  const among: readonly number[] = training ? FINETUNE_EPOCHS : [0];
  const offered = among.map((epochs) => (epochs === 0 ? 'none' : String(epochs)));
  const reader = (text: string) => {
    const at = offered.indexOf(text === '0' ? 'none' : text);
    return at < 0 ? null : among[at];
  };
  const expected = training ? listed(offered) : 'none, since this dataset has no training images here';
  return read('finetune', 0, reader, expected);
}

/** Rounds of pruning and fine-tuning, where weights can go in them. */
function readRounds(read: Read, among: boolean): number {
  const offered: readonly number[] = among ? PRUNE_ROUNDS : [1];
  const expected = among
    ? listed(offered.map(String))
    : '1, since rounds take the smallest weights and fine-tuning after each';
  return read('rounds', 1, (text) => offered.find((rounds) => String(rounds) === text) ?? null, expected);
}

/** The query that reopens an experiment; values equal to the default are left out. */
export function experimentQuery(experiment: Experiment, offer: Offer): URLSearchParams {
  const data = offer.datasets[0].id;
  const own = { data, recalibrate: true, members: mostMembers(offer, experiment) };
  const fallback = { ...defaultExperiment(offer), ...own };
  const query = new URLSearchParams();
  const relevant: (keyof Experiment)[] = ['data', 'variant', 'members', 'images', 'device', 'ties', 'seed'];
  if (experiment.variant === 'sparse' || experiment.variant === 'pruned') relevant.push('sparsity');
  if (experiment.variant === 'narrow') relevant.push('width');
  if (experiment.variant === 'pruned') {
    relevant.push('method', 'scope', 'recalibrate', 'finetune', 'baseline');
    if (takesRounds(experiment)) relevant.push('rounds');
  }
  if (experiment.variant === 'quantised') relevant.push('format');
  for (const name of relevant) {
    const value = experiment[name];
    if (value === fallback[name]) continue;
    query.set(name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  }
  return query;
}
