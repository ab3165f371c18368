import { ChartTable, type Column } from '../../../charts/ChartTable';
import type { Given } from '../panel';

/** The table of levels that came with a bundle: nothing of it can be computed here. */
export function ToldLevels({ imported }: Given) {
  const levels = imported?.origin?.levels;
  if (!levels) return null;
  return (
    <ChartTable
      caption="As the bundle says, not computed here: every population that was known where it was written"
      columns={levels.columns.map((title, place): Column<string[]> => [title, (cells) => cells[place]])}
      rows={levels.rows}
    />
  );
}
