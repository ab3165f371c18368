import type { AuditOptions } from '../audit/findings';
import { choice, type Flags, integer, number } from './flags';

/** What an audit is told unless options say otherwise. */
const DEFAULTS = { ties: 'largest', alpha: 0.05, seed: 0 } as const;

/** What --ties, --alpha and --seed tell an audit; `otherwise` holds where they are not given. */
export function auditOptions(
  flags: Flags,
  otherwise: Pick<AuditOptions, 'ties' | 'alpha' | 'seed'> = DEFAULTS,
): Pick<AuditOptions, 'ties' | 'alpha' | 'seed'> {
  return {
    ties: choice(flags, 'ties', ['largest', 'smallest'] as const, otherwise.ties),
    alpha: number(flags, 'alpha', 0, 1) ?? otherwise.alpha,
    seed: integer(flags, 'seed', 0, 2 ** 32 - 1) ?? otherwise.seed,
  };
}
