import { inflate } from '../bytes/gzip';
import { named } from '../check';
import { columnNames } from '../columnNames';
import type { ColumnReader } from '../columnReader';
import { tableReader } from '../kinds/formats';
import { LARGEST_TABLE } from '../limits';
import { type Categories, categoryReader, probabilityReader, rankReader } from './columns';

/** A file of predictions as it stands: a row for each network and image, in any order, column by column. */
export type LongTable = {
  file: string;
  rows: number;
  image: Categories;
  model: Categories;
  prediction: Categories;
  label: Categories | null;
  pPrediction: Float32Array | null;
  pLabel: Float32Array | null;
  rankLabel: Uint16Array | null;
  /**
   * Images are numbered because the file does not name them: in the order of its rows, or by their positions
   * in its arrays.
   */
  isNumbered?: 'row' | 'position';
  /** The file holds one network, which is called after it because no column names it. */
  isNamedByFile?: boolean;
};

/** A file of true labels as it stands. */
export type LabelTable = {
  file: string;
  rows: number;
  image: Categories;
  label: Categories;
  /**
   * Images are numbered in the order of the file, because it does not name them: there must be as many as
   * were predicted.
   */
  isNumbered?: boolean;
};

/**
 * Reads predictions from Parquet or CSV bytes, told apart by the content: columns image_id, model_id,
 * prediction, and optional ones.
 */
export async function readLongTable(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<LongTable> {
  const image = categoryReader(file, 'image_id');
  const model = categoryReader(file, 'model_id');
  const prediction = categoryReader(file, 'prediction');
  const optional = {
    label: categoryReader(file, 'label'),
    p_prediction: probabilityReader(file, 'p_prediction'),
    p_label: probabilityReader(file, 'p_label'),
    rank_label: rankReader(file, 'rank_label'),
  };
  const { rows, has } = await scan(bytes, file, { image_id: image, model_id: model, prediction }, optional);
  return {
    file,
    rows,
    image: image.finish(),
    model: model.finish(),
    prediction: prediction.finish(),
    label: has('label') ? optional.label.finish() : null,
    pPrediction: has('p_prediction') ? optional.p_prediction.finish() : null,
    pLabel: has('p_label') ? optional.p_label.finish() : null,
    rankLabel: has('rank_label') ? optional.rank_label.finish() : null,
  };
}

/** Reads true labels from Parquet or CSV bytes: columns image_id and label. */
export async function readLabelTable(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<LabelTable> {
  const image = categoryReader(file, 'image_id');
  const label = categoryReader(file, 'label');
  const { rows } = await scan(bytes, file, { image_id: image, label }, {});
  return { file, rows, image: image.finish(), label: label.finish() };
}

async function scan(
  stored: Uint8Array<ArrayBuffer>,
  file: string,
  required: Record<string, ColumnReader<unknown>>,
  optional: Record<string, ColumnReader<unknown>>,
): Promise<{ rows: number; has: (column: string) => boolean }> {
  let columns: string[] = [];
  const readersFor = (header: string[]) => {
    columns = header;
    const known = { ...required, ...optional };
    for (const name of Object.keys(known)) {
      if (header.indexOf(name) !== header.lastIndexOf(name)) {
        throw new Error(
          `${file}: expected one column ${name}, got ${header.filter((other) => other === name).length}.`,
        );
      }
    }
    const missing = Object.keys(required).filter((name) => !header.includes(name));
    if (missing.length > 0) {
      throw new Error(
        `${file}: expected the columns ${Object.keys(required).join(', ')}, got ` +
          `${header.slice(0, 12).map(named).join(', ')} (${missing.join(', ')} missing).`,
      );
    }
    return header.map((name) => (Object.hasOwn(known, name) ? known[name] : null));
  };
  const rows = await scanTable(stored, file, readersFor);
  return { rows, has: (column) => columns.includes(column) };
}

/**
 * Reads the columns of a table of any format, gzipped or not, told apart by content: `readersFor` is told the
 * header and gives a reader, or null, for each column. Returns the number of rows, at least 1.
 */
export async function scanTable(
  stored: Uint8Array<ArrayBuffer>,
  file: string,
  readersFor: (header: string[]) => (ColumnReader<unknown> | null)[],
): Promise<number> {
  const bytes = await inflate(stored, LARGEST_TABLE, file);
  const rows = await tableReader(bytes)(bytes, file, (header) => readersFor(columnNames(header)));
  if (rows === 0) throw new Error(`${file}: expected at least one row, got none.`);
  return rows;
}
