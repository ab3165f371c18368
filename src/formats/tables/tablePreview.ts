import { inflate } from '../bytes/gzip';
import { named } from '../check';
import type { ColumnReader } from '../columnReader';
import { isParquet, scanParquet } from '../parquet/parquet';
import { columnNames, LIST } from './columnNames';
import { decodeCell, scanCsv } from './csv';
import { LARGEST_TABLE } from './longTable';

/** So many rows tell what a column is. */
const SAMPLE = 100;

/** The first rows of a table as text, to show and to guess from. Cells are on one line and cut to 60 characters. */
export type TablePreview = { file: string; header: string[]; rows: string[][] };

/** The header and the first `count` rows of a CSV or Parquet file, gzipped or not. */
export async function previewTable(
  stored: Uint8Array<ArrayBuffer>,
  file: string,
  count = SAMPLE,
): Promise<TablePreview> {
  const bytes = await inflate(stored, LARGEST_TABLE, file);
  let header: string[] = [];
  let nested: boolean[] = [];
  const rows: string[][] = [];
  const put = (column: number, row: number, text: string) => {
    rows[row - 1] ??= header.map(() => '');
    rows[row - 1][column] = named(text);
  };
  if (isParquet(bytes)) {
    await scanParquet(
      bytes,
      file,
      (names, isNested) => {
        header = columnNames(names);
        nested = isNested;
        return names.map((_, column) =>
          isNested[column] ? null : valueReader((row, text) => put(column, row, text)),
        );
      },
      count,
    );
    for (const row of rows) for (const [column, is] of nested.entries()) if (is) row[column] = LIST;
    return { file, header, rows };
  }
  const enough = new Error('Enough rows.');
  try {
    scanCsv(bytes, file, (names) => {
      header = columnNames(names);
      return names.map((_, column) => (cell, start, end, row) => {
        if (row > count) throw enough;
        put(
          column,
          row,
          decodeCell(cell, start, Math.min(end, wholeCharacters(cell, start, end)), file, row),
        );
      });
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
  return { file, header, rows };
}

/** Where to cut a long cell, so that no character of several bytes is cut. */
function wholeCharacters(cell: Uint8Array, start: number, end: number): number {
  let cut = Math.min(end, start + 400);
  while (cut < end && cut > start && (cell[cut] & 0xc0) === 0x80) cut--;
  return cut;
}

function valueReader(put: (row: number, text: string) => void): ColumnReader<void> {
  return {
    cell: () => undefined,
    run(values, firstRow) {
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        const isObject = typeof value === 'object' && value !== null;
        put(
          firstRow + i,
          value == null
            ? ''
            : isObject
              ? value instanceof Date
                ? value.toISOString()
                : '(binary)'
              : `${value}`,
        );
      }
    },
    finish: () => undefined,
  };
}
