import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ChartTable } from './ChartTable';

test('a report has all rows of a long table, which the page draws frame by frame', () => {
  const rows = Array.from({ length: 1000 }, (_, row) => row);
  const markup = renderToStaticMarkup(
    <ChartTable
      caption="Classes"
      columns={[
        ['Class', (row) => `class ${row}`],
        ['Images', (row) => row],
      ]}
      rows={rows}
    />,
  );
  expect(markup.split('<th scope="row">')).toHaveLength(1001);
  expect(markup).toContain('chart-table-long');
});
