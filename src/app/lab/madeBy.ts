import { levelRow } from '../../audit/levels/levelsTable';
import type { Comparison, MadeDigest } from './results';

/** What the table of levels says of a comparison computed here, and of the dense networks treated alike. */
export function madeBy({ experiment, findings, compressed, measured, treatment }: Comparison): MadeDigest[] {
  const pies = findings.pies.images;
  const row = () => levelRow(findings, compressed);
  const own = measured ? [{ ...measured, experiment, row: row(), pies, swept: false }] : [];
  if (!treatment) return own;
  const plain = { method: 'magnitude', scope: 'global', sparsity: 0, baseline: 'trained' } as const;
  const cost = { cost: null, secondsPerImage: null };
  return [...own, { ...treatment, ...cost, experiment: { ...experiment, ...plain }, swept: false }];
}
