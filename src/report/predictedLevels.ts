import type { PopulationRows } from '../audit/levels/populationRows';
import type { LevelEntry } from '../views/levels/levelWords';

const UNKNOWN_COST = { weightsLeft: null, bytes: null, multiplyAdds: null, secondsPerImage: null };

/** The id of the compressed population among `predictedLevels`. */
export const PREDICTED = 'compressed';

/**
 * Populations of which predictions alone are known, in the table of levels: what was removed and what they
 * cost nobody has said.
 */
export function predictedLevels({ dense, null: again, compressed }: PopulationRows['rows']): LevelEntry[] {
  const entry = { removed: null, cost: UNKNOWN_COST };
  const retrained: LevelEntry[] = again
    ? [{ ...entry, id: 'null', name: 'Dense, retrained', kind: 'null', row: again }]
    : [];
  return [
    { ...entry, id: 'dense', name: 'Dense', kind: 'dense', row: dense },
    ...retrained,
    { ...entry, id: PREDICTED, name: 'Compressed', kind: 'other', row: compressed },
  ];
}
