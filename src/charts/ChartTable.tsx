import { memo, type ReactNode, useMemo } from 'react';
import { useGrowing } from './useGrowing';

/** A column: what heads it, and what it says of a row. */
export type Column<Item> = readonly [title: string, cell: (item: Item, place: number) => ReactNode];

export type ChartTableProps<Item> = {
  caption: string;
  /** The first one names the row; none stands where a table has no such column. */
  columns: readonly (Column<Item> | false | null)[];
  /** What each row is of. */
  rows: readonly Item[];
};

/** Rows drawn at once, and then in each frame, of a table of many. */
const [FIRST_ROWS, ROWS_A_FRAME] = [120, 60];
/** A table of more rows fills its box, and is laid out only where it is in view. */
const LONG = 60;

/**
 * The data of a chart as a table; the first column heads its row. Wide tables scroll inside their box, never
 * the page. Cells are made once their row is drawn.
 */
export function ChartTable<Item>({ caption, columns: all, rows }: ChartTableProps<Item>) {
  const drawn = useGrowing(rows.length, FIRST_ROWS, ROWS_A_FRAME);
  const columns = useMemo(() => all.filter((column) => column !== false && column !== null), [all]);
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
            {columns.map(([title], place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <th key={place} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, drawn).map((item, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <Row key={place} {...{ item, place, columns }} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type RowProps<Item> = { item: Item; place: number; columns: readonly Column<Item>[] };

/** A row, not drawn again while more of them come. */
const Row = memo(function Row<Item>({ item, place, columns }: RowProps<Item>) {
  const [head, ...others] = columns.map(([, cell]) => cell(item, place));
  return (
    <tr>
      <th scope="row">{head}</th>
      {others.map((cell, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
        <td key={column}>{cell}</td>
      ))}
    </tr>
  );
}) as <Item>(props: RowProps<Item>) => ReactNode;
