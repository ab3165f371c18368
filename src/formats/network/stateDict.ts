/**
 * The tensors of a PyTorch state_dict by the names of our own: what wrappers and pruning put around them is
 * taken off.
 */
import type { SafeTensor } from '../arrays/safetensors';
import { named } from '../check';
import { withoutParametrisation } from './parametrised';

/** PyTorch's names for what BatchNorm keeps. */
const ALIASES: [string, string][] = [
  ['.mean', '.running_mean'],
  ['.variance', '.running_var'],
];

/**
 * What DataParallel, DistributedDataParallel and AveragedModel put before all names, and torch.compile
 * anywhere.
 */
const PARALLEL = /^(module\.)+/;
const COMPILED = /(?<=^|\.)_orig_mod\./g;

/** Tensors that training keeps and a network that is asked has no use for. */
const COUNTERS = /(^|\.)(num_batches_tracked|n_averaged)$/;

/** The names that a tensor may have in a file, ours first. */
export function namesOf(name: string): string[] {
  const others = ALIASES.filter(([own]) => name.endsWith(own));
  return [name, ...others.map(([own, other]) => name.slice(0, -own.length) + other)];
}

/**
 * The tensors of a file by name, for a network that has those called `wanted`. Exact names are as they stand.
 * Where one is missing, names are taken without the prefixes of wrappers and of a module around the network.
 * Weights that are kept as what they are computed from are computed. Counters are left out.
 */
export function stateTensors(
  tensors: Map<string, SafeTensor>,
  wanted: Iterable<string>,
  file: string,
): Map<string, SafeTensor> {
  const kept = [...tensors].filter(([name]) => !COUNTERS.test(name));
  const whole = withoutParametrisation(new Map(kept), file);
  const names = [...wanted];
  if (names.every((name) => namesOf(name).some((each) => whole.has(each)))) return whole;
  const bare = new Map<string, SafeTensor>();
  for (const [name, tensor] of whole) {
    const without = name.replaceAll(COMPILED, '').replace(PARALLEL, '');
    if (bare.has(without)) {
      throw new Error(`${file}: expected one tensor called "${named(without)}", got two, one with a prefix.`);
    }
    bare.set(without, tensor);
  }
  return underOnePrefix(bare, names, file);
}

/**
 * The tensors of a module within another, as PyTorch Lightning keeps `model.`: without the one prefix under
 * which all that is `wanted` stands; as they are where there is none.
 */
function underOnePrefix(tensors: Map<string, SafeTensor>, wanted: string[], file: string) {
  const holds = (prefix: string) =>
    wanted.every((name) => namesOf(name).some((each) => tensors.has(prefix + each)));
  if (wanted.length === 0 || holds('')) return tensors;
  const ends = namesOf(wanted[0]).map((name) => `.${name}`);
  const prefixes = [...tensors.keys()]
    .flatMap((name) =>
      ends.filter((end) => name.endsWith(end)).map((end) => name.slice(0, 1 + name.length - end.length)),
    )
    .filter(holds);
  if (prefixes.length > 1) {
    const under = prefixes.map((prefix) => `"${named(prefix)}"`).join(' and ');
    throw new Error(`${file}: expected the tensors of one network, got two or more, under ${under}.`);
  }
  const [prefix] = prefixes;
  if (prefix === undefined) return tensors;
  return new Map(
    [...tensors]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
  );
}
