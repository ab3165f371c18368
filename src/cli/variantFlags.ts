import type { Manifest } from '../library/manifest';
import type { MadeVariant, PruneMethod, StructureSettings } from '../model/variant';
import { choice, type Flags, integer, number, required, UsageError } from './flags';

const METHODS = ['magnitude', 'random', '2:4', '4:8', 'channels'] as const;

type Method = PruneMethod | StructureSettings['method'];

const isStructure = (method: Method): method is StructureSettings['method'] =>
  method !== 'magnitude' && method !== 'random';

/**
 * What `--variant pruned` or `--variant quantised` makes of the dense population, from the other flags; null for a population that
 * was trained. `recalibrated` says whether BatchNorm is re-estimated after pruning.
 */
export function madeVariant(flags: Flags, kind: string, recalibrated: boolean): MadeVariant | null {
  if (kind === 'quantised') {
    required(flags, 'format');
    return { kind, format: choice(flags, 'format', ['float16', 'int8', 'fixed'] as const, 'int8') };
  }
  if (kind !== 'pruned') return null;
  const method = choice(flags, 'method', METHODS, 'magnitude');
  if (method === '2:4' || method === '4:8') return { kind: 'structured', method, recalibrated };
  required(flags, 'sparsity');
  const sparsity = number(flags, 'sparsity', 0, 0.99) ?? 0;
  if (method === 'channels') return { kind: 'structured', method, share: sparsity, recalibrated };
  const scope = choice(flags, 'scope', ['global', 'layer'] as const, 'global');
  return { kind, method, scope, sparsity, seed: integer(flags, 'seed', 0, 2 ** 32 - 1) ?? 0, recalibrated };
}

/** One sentence on the flags that were given but that a kind of population, or a method of pruning, has no use for; null when there are none. */
export function uselessFlags(flags: Flags, kind: string): string | null {
  const method = choice(flags, 'method', METHODS, 'magnitude');
  const structured = kind === 'pruned' && isStructure(method);
  const uses: Record<string, string[]> = {
    sparse: ['sparsity'],
    narrow: ['width'],
    quantised: ['format'],
    pruned: [
      'method',
      'recalibrate',
      'no-recalibrate',
      'calibration',
      'seed',
      ...(structured ? [] : ['scope']),
      ...(structured && method !== 'channels' ? [] : ['sparsity']),
    ],
  };
  const optional = [
    'sparsity',
    'width',
    'method',
    'scope',
    'seed',
    'recalibrate',
    'no-recalibrate',
    'calibration',
    'format',
  ];
  const useless = optional.filter((name) => flags.has(name) && !uses[kind]?.includes(name));
  if (useless.length === 0) return null;
  const what = structured ? `--method ${method}` : `--variant ${kind}`;
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
