/** Every compression method made here, in the order of the lists: the one place that all else asks. */
import { epochWords } from '../epochs';
import type { MadeVariant, MethodId, PrunedMethodId, QuantiseFormat, Variant } from '../variant';
import { fixed, float16, int8 } from './formats';
import type { Method, MethodNames, MethodOptions } from './method';
import { pattern24, pattern48 } from './patterns';
import { gradient, magnitude, random, taylor, unfolded } from './weightwise';
import { wholeChannels } from './wholeChannels';

export const METHODS: readonly Method[] = [
  magnitude,
  unfolded,
  random,
  taylor,
  gradient,
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

/**
 * What a method makes with these options. Fine-tuning may follow any pruning, and rounds of both take the
 * smallest weights.
 */
export function variantBy(id: MethodId, { finetune, rounds, ...options }: MethodOptions): MadeVariant {
  const variant = methodNamed(id).variant(options);
  if (variant.kind === 'quantised' || finetune === 0) return variant;
  return { ...variant, finetune, ...(goesInRounds(id) && rounds > 1 && { rounds }) };
}

/** Whether a method can remove weights in rounds: by magnitude, which needs nothing but the weights. */
export function goesInRounds(id: MethodId): boolean {
  return id === 'magnitude';
}

/** How a population made here is called. */
export function namesOf(variant: MadeVariant): MethodNames {
  const names = methodOf(variant).names(variant);
  const epochs = finetuneOf(variant);
  if (epochs === 0) return names;
  const { title, phrase, how = [] } = names;
  const rounds = roundsOf(variant);
  const tuned = rounds > 1 ? ` in ${rounds} rounds, fine-tuned` : ', fine-tuned';
  return {
    ...names,
    title: `${title}${tuned}`,
    phrase: `${phrase}${tuned}`,
    how: [...how, `${epochWords(epochs)}${rounds > 1 ? ' after each' : ''}`],
  };
}

/** Epochs of fine-tuning after pruning; 0 for none. */
export function finetuneOf(variant: Variant): number {
  return 'finetune' in variant ? (variant.finetune ?? 0) : 0;
}

/** Rounds of pruning and fine-tuning by which a population is made; 1 where it is pruned once. */
export function roundsOf(variant: Variant): number {
  return 'rounds' in variant ? (variant.rounds ?? 1) : 1;
}

/** Whether a method removes weights one by one, as many as one asks for: a level on the curve over levels. */
export function isWeightwise(id: MethodId): boolean {
  const { removes, options } = methodNamed(id);
  return removes === 'weights' && options.includes('sparsity');
}
