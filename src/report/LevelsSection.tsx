import { paperTables } from '../audit/levels/paper';
import { LevelsChart } from '../views/levels/LevelsChart';
import { LevelsTable, PaperLevels } from '../views/levels/LevelsTable';
import { type LevelEntry, levelsClaim, placesOf } from '../views/levels/levelWords';

/** The table of levels, beside the paper's. */
export function LevelsSection({ data, levels }: { data: string; levels: LevelEntry[] }) {
  const isPlaced = placesOf(levels, 'sparse').length + placesOf(levels, 'pruned').length > 0;
  const { claim, evidence } = levelsClaim(levels, null);
  return (
    <section className="levels">
      <h2>Every level, beside the paper’s</h2>
      <p>{claim}</p>
      {evidence && <p className="how">{evidence}</p>}
      <p className="how">
        {isPlaced
          ? 'Circles are populations trained at that level, hollow diamonds those pruned in one shot; ' +
            'the dotted line is what retraining alone gives. Small grey squares are the paper’s, ' +
            'another network on other data: compare shapes, not heights.'
          : 'Of these populations predictions alone are known, not what share of their weights is ' +
            'left. Below, the paper’s tables: other networks on other data.'}
      </p>
      {isPlaced && (
        <figure style={{ margin: 0 }}>
          <LevelsChart levels={levels} current={null} width={984} />
        </figure>
      )}
      <LevelsTable levels={levels} caption={`${data}: every population known`} />
      {paperTables.map((table) => (
        <PaperLevels key={table.id} table={table} />
      ))}
    </section>
  );
}
