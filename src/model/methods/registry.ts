/** Every compression method made here, in the order of the lists: the one place that all else asks. */
import type { MadeVariant, MethodId, PrunedMethodId, QuantiseFormat } from '../variant';
import { fixed, float16, int8 } from './formats';
import type { Method, MethodNames } from './method';
import { pattern24, pattern48 } from './patterns';
import { magnitude, random, unfolded } from './weightwise';
import { wholeChannels } from './wholeChannels';

export const METHODS: readonly Method[] = [
  magnitude,
  unfolded,
  random,
  pattern24,
  pattern48,
  wholeChannels,
  float16,
  int8,
  fixed,
];

/** The methods of a family, in the order of the lists. */
export function methodsOf(family: Method['family']): readonly Method[] {
  return METHODS.filter((method) => method.family === family);
}

/** The names of the methods of pruning and of the number formats, in the order of the lists. */
export const PRUNED_IDS = methodsOf('pruned').map(({ id }) => id as PrunedMethodId);
export const FORMAT_IDS = methodsOf('quantised').map(({ id }) => id as QuantiseFormat);

/** The method of that name. */
export function methodNamed(id: MethodId): Method {
  const method = METHODS.find((each) => each.id === id);
  if (!method) throw new Error(`Expected a compression method, but got "${id}".`);
  return method;
}

/** The method by which a population is made. */
export function methodOf(variant: MadeVariant): Method {
  return methodNamed(variant.kind === 'quantised' ? variant.format : variant.method);
}

/** How a population made here is called. */
export function namesOf(variant: MadeVariant): MethodNames {
  return methodOf(variant).names(variant);
}

/** Whether a method removes weights one by one, as many as one asks for: a level on the curve over levels. */
export function isWeightwise(id: MethodId): boolean {
  const { removes, options } = methodNamed(id);
  return removes === 'weights' && options.includes('sparsity');
}
