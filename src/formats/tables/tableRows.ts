import { isIndexName } from '../columnNames';
import type { Categories } from './columns';
import type { LongTable } from './longTable';

type Columns = Omit<LongTable, 'file' | 'rows' | 'image'> & { image: Categories | null };

/** The rows of each value of a column; all rows, as null, where there is no column or it has one value. */
export function partsBy(
  column: Categories | null,
  rows: number,
): { name: string | null; rows: Uint32Array | null }[] {
  if (column === null) return [{ name: null, rows: null }];
  if (column.values.length === 1) return [{ name: column.values[0], rows: null }];
  const counts = new Uint32Array(column.values.length);
  for (const code of column.codes) counts[code]++;
  const parts = Array.from(counts, (count) => new Uint32Array(count));
  const next = new Uint32Array(counts.length);
  for (let row = 0; row < rows; row++) parts[column.codes[row]][next[column.codes[row]]++] = row;
  return column.values.map((name, code) => ({ name, rows: parts[code] }));
}

/** Some rows of all columns. */
export function rowsOfColumns(columns: Columns, rows: Uint32Array): Columns {
  const categories = (column: Categories): Categories => {
    const place = new Int32Array(column.values.length).fill(-1);
    const values: string[] = [];
    const firstRows: number[] = [];
    const codes = Uint32Array.from(rows, (row) => {
      const code = column.codes[row];
      if (place[code] < 0) {
        place[code] = values.push(column.values[code]) - 1;
        firstRows.push(row + 1);
      }
      return place[code];
    });
    return { values, codes, firstRows, numeric: column.numeric };
  };
  const floats = (column: Float32Array | null) => column && Float32Array.from(rows, (row) => column[row]);
  return {
    image: columns.image && categories(columns.image),
    model: categories(columns.model),
    prediction: categories(columns.prediction),
    label: columns.label && categories(columns.label),
    pPrediction: floats(columns.pPrediction),
    pLabel: floats(columns.pLabel),
    rankLabel: columns.rankLabel && Uint16Array.from(rows, (row) => columns.rankLabel![row]),
  };
}

/**
 * Whether row names without a meaning number the rows of several networks on and on, so that no image has the
 * same one twice.
 */
export function isRowNumber(column: string | null, image: Categories, model: Categories): boolean {
  if (column === null || !isIndexName(column) || model.values.length < 2) return false;
  return image.numeric && image.values.length === model.codes.length;
}

/** Images numbered from 0 within each network. */
export function numbered(models: Uint32Array, count: number): Categories {
  const next = new Uint32Array(count);
  const codes = new Uint32Array(models.length);
  const firstRows: number[] = [];
  for (let row = 0; row < models.length; row++) {
    codes[row] = next[models[row]]++;
    if (codes[row] === firstRows.length) firstRows.push(row + 1);
  }
  return { values: firstRows.map((_, image) => `${image}`), codes, firstRows, numeric: true };
}
