import { audit } from '../audit';
import type { Both, Findings } from '../findings';
import type { Predictions } from '../predictions';
import { nullNetworks } from '../retraining/nullNetworks';
import { denseRow, type LevelRow, levelRow } from './levelsTable';

/**
 * The rows of the table of levels that predictions alone give, and what retraining alone does; null without
 * as many retrained networks as compressed ones.
 */
export type PopulationRows = {
  rows: { dense: LevelRow; null: LevelRow | null; compressed: LevelRow };
  retrained: Findings | null;
};

/**
 * The dense, retrained and compressed populations of a comparison whose `findings` are known, as rows of the
 * table of levels.
 */
export function populationRows(
  findings: Findings,
  { dense, compressed, nulls }: Both<Predictions> & { nulls: Predictions | null },
  truth: Uint16Array,
): PopulationRows {
  const again = nullNetworks(nulls, compressed.members.length);
  const retrained = again && audit(dense, again, truth, { ...findings.options, paired: false });
  return {
    rows: {
      dense: denseRow(findings, dense),
      null: again && retrained && levelRow(retrained, again),
      compressed: levelRow(findings, compressed),
    },
    retrained,
  };
}
