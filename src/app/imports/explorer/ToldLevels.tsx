import { ChartTable } from '../../../charts/ChartTable';
import type { ShownLevels } from '../../../formats/bundle/bundleSession';

/** The table of levels that came with a bundle: nothing of it can be computed here. */
export function ToldLevels({ levels: { columns, rows } }: { levels: ShownLevels }) {
  return (
    <ChartTable
      caption="As the bundle says, not computed here: every population that was known where it was written"
      columns={columns}
      rows={rows.map((cells, row) => ({ key: `${row}`, cells }))}
    />
  );
}
