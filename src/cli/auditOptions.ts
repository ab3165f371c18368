import type { AuditOptions } from '../audit/findings';
import { TIE_RULE_NAMES } from '../audit/votes/ties';
import { DEFAULT_OPTIONS, type ImportOptions } from '../library/importOrigin';
import { choice, type Flags, integer, number } from './flags';

/**
 * What --ties, --alpha, --seed and, where it is given, --baseline tell an audit; `otherwise` holds where they
 * are not given.
 */
export function auditOptions(
  flags: Flags,
  otherwise: ImportOptions = DEFAULT_OPTIONS,
): ImportOptions & Pick<AuditOptions, 'baseline'> {
  return {
    ...(flags.has('baseline') && {
      baseline: choice(flags, 'baseline', ['network', 'population'] as const, 'network'),
    }),
    ties: choice(flags, 'ties', TIE_RULE_NAMES, otherwise.ties),
    alpha: number(flags, 'alpha', 0, 1) ?? otherwise.alpha,
    seed: integer(flags, 'seed', 0, 2 ** 32 - 1) ?? otherwise.seed,
  };
}
