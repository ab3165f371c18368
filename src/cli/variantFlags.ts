import type { Manifest } from '../library/manifest';
import { FINETUNE_EPOCHS, PRUNE_ROUNDS } from '../model/epochs';
import { type Method, optionRanges } from '../model/methods/method';
import {
  FORMAT_IDS,
  goesInRounds,
  isWeightwise,
  methodNamed,
  PRUNED_IDS,
  variantBy,
} from '../model/methods/registry';
import type { MadeVariant } from '../model/variant';
import { choice, type Flags, integer, number, required, UsageError } from './flags';

/**
 * What `--variant pruned` or `--variant quantised` makes of the dense population, from the other flags; null
 * for a population that was trained. `recalibrated` says whether BatchNorm is re-estimated after pruning.
 */
export function madeVariant(flags: Flags, kind: string, recalibrated: boolean): MadeVariant | null {
  const method = namedMethod(flags, kind);
  if (!method) return null;
  if (method.options.includes('sparsity')) required(flags, 'sparsity');
  const { sparsity: share, scope, seed } = optionRanges;
  const finetune = finetuneEpochs(flags);
  return variantBy(method.id, {
    sparsity: number(flags, 'sparsity', share.low, share.high) ?? 0,
    scope: choice(flags, 'scope', scope.values, 'global'),
    seed: integer(flags, 'seed', seed.low, seed.high) ?? 0,
    recalibrated,
    finetune,
    rounds: pruneRounds(flags, method, finetune),
  });
}

/** The epochs of --finetune; 0 without it and for none. */
function finetuneEpochs(flags: Flags): number {
  const offered = FINETUNE_EPOCHS.map((epochs) => (epochs === 0 ? 'none' : String(epochs)));
  if (flags.get('finetune') === '0') return 0;
  return FINETUNE_EPOCHS[offered.indexOf(choice(flags, 'finetune', offered, 'none'))];
}

/** The rounds of --rounds; 1 without it. */
function pruneRounds(flags: Flags, { id, family }: Method, finetune: number): number {
  const offered = PRUNE_ROUNDS.map(String);
  const rounds = PRUNE_ROUNDS[offered.indexOf(choice(flags, 'rounds', offered, '1'))];
  if (rounds === 1 || family !== 'pruned') return 1;
  if (finetune === 0) {
    throw new UsageError('Expected --rounds with --finetune, whose epochs follow each round, got none.');
  }
  if (!goesInRounds(id)) {
    throw new UsageError(`Expected --rounds with --method magnitude, got --method ${id}.`);
  }
  return rounds;
}

/** The method that the flags of a kind of population name; null for one that was trained. */
function namedMethod(flags: Flags, kind: string): Method | null {
  if (kind === 'quantised') {
    required(flags, 'format');
    return methodNamed(choice(flags, 'format', FORMAT_IDS, 'int8'));
  }
  return kind === 'pruned' ? methodNamed(choice(flags, 'method', PRUNED_IDS, 'magnitude')) : null;
}

/** What any kind of population that is made here takes. */
const TAKEN: Record<Method['family'], string[]> = {
  pruned: ['method', 'recalibrate', 'no-recalibrate', 'calibration', 'seed', 'finetune', 'rounds'],
  quantised: ['format'],
};

/** Every flag that only some kinds of population, or methods, take. */
const OPTIONAL = ['sparsity', 'width', ...TAKEN.pruned, 'scope', ...TAKEN.quantised];

/**
 * One sentence on the flags that were given but that a kind of population, or a method of pruning, has no use
 * for; null when there are none.
 */
export function uselessFlags(flags: Flags, kind: string): string | null {
  const method = kind === 'quantised' ? null : namedMethod(flags, kind);
  const trained: Record<string, string[]> = {
    sparse: ['sparsity'],
    narrow: ['width'],
    quantised: TAKEN.quantised,
  };
  const uses: string[] = method ? [...TAKEN.pruned, ...method.options] : (trained[kind] ?? []);
  const useless = OPTIONAL.filter((name) => flags.has(name) && !uses.includes(name));
  if (useless.length === 0) return null;
  const what = method && !isWeightwise(method.id) ? `--method ${method.id}` : `--variant ${kind}`;
  return `${what} makes no use of ${useless.map((name) => `--${name}`).join(', ')}.`;
}

/** The sparse or narrow population that `--sparsity` or `--width` names. */
export function trainedVariant({ variants }: Manifest, flags: Flags, kind: 'sparse' | 'narrow'): string {
  const [flag, what] = kind === 'sparse' ? ['sparsity', 'level'] : ['width', 'width'];
  required(flags, flag);
  const wanted = number(flags, flag, 0, 1) ?? 0;
  const trained = variants
    .filter((variant) => variant.kind === kind)
    .map(({ id, targetSparsity, width = 1 }) => ({ id, value: kind === 'sparse' ? targetSparsity : width }));
  const found = trained.find(({ value }) => Math.abs(value - wanted) < 1e-9);
  if (!found) {
    const values = trained.map(({ value }) => value).join(', ') || 'none here';
    throw new UsageError(`Expected --${flag} to be a ${what} that was trained (${values}), got ${wanted}.`);
  }
  return found.id;
}

/** Whether BatchNorm is estimated anew after pruning. */
export function isRecalibrating(flags: Flags): boolean {
  if (flags.has('recalibrate') && flags.has('no-recalibrate')) {
    throw new UsageError('Expected --recalibrate or --no-recalibrate, got both.');
  }
  return !flags.has('no-recalibrate') && choice(flags, 'recalibrate', ['1', '0'] as const, '1') === '1';
}
