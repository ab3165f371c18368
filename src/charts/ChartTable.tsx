import { memo, type ReactNode } from 'react';
import { useGrowing } from './useGrowing';

export type ChartTableProps = {
  caption: string;
  columns: string[];
  /**
   * The first cell of a row names it. Of many rows cells are given as what makes them once they are drawn.
   */
  rows: TableRow[];
};

type TableRow = { key: string; cells: ReactNode[] | (() => ReactNode[]) };

/** Rows drawn at once, and then in each frame, of a table of many. */
const [FIRST_ROWS, ROWS_A_FRAME] = [120, 60];
/** A table of more rows fills its box, and is laid out only where it is in view. */
const LONG = 60;

/**
 * The data of a chart as a table; the first column heads its row. Wide tables scroll inside their box, never
 * the page.
 */
export function ChartTable({ caption, columns, rows }: ChartTableProps) {
  const drawn = useGrowing(rows.length, FIRST_ROWS, ROWS_A_FRAME);
  return (
    <section
      className={rows.length > LONG ? 'chart-table chart-table-long' : 'chart-table'}
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table>
        <caption>
          <span>{caption}</span>
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, drawn).map((row) => (
            <Row key={row.key} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A row, not drawn again while more of them come. */
const Row = memo(function Row({ row: { cells }, columns }: { row: TableRow; columns: string[] }) {
  const [head, ...others] = typeof cells === 'function' ? cells() : cells;
  return (
    <tr>
      <th scope="row">{head}</th>
      {others.map((cell, index) => (
        <td key={columns[index + 1]}>{cell}</td>
      ))}
    </tr>
  );
});
