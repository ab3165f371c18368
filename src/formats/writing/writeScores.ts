import type { Both, Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { meanOf } from '../../audit/scores/confidence';
import { voteMargin } from '../../audit/votes/votes';
import { csvCell } from '../csv/csv';
import type { ParquetColumn } from '../parquet/parquet';

/** Ids of the images and names of the classes, in their order. */
export type Naming = { imageIds: (number | string)[]; classNames: string[] };

/**
 * Everything that the audit says of every image, or with `only: 'pies'` of the PIEs, column by column. The
 * columns are id, true label, modal labels, and vote margins (votes of the first class minus the second,
 * 0..K). Then come taxicab distance (0..1), whether it is a PIE (0, 1) and its outcome (empty for other
 * images). Where they are known, the mean probabilities of the true class and of each network's answer follow
 * (0..1).
 */
export function scoreColumns(
  findings: Findings,
  truth: Uint16Array,
  predictions: Both<Predictions>,
  { imageIds, classNames }: Naming,
  only: 'pies' | 'all' = 'all',
): ParquetColumn[] {
  const { pies, modal, votes, taxicab } = findings;
  const outcomes = new Map(Array.from(pies.images, (image, place) => [image, pies.outcomes[place]]));
  const images = only === 'pies' ? [...pies.images] : Array.from({ length: findings.images }, (_, i) => i);
  const text = (name: string, of: (image: number) => string): ParquetColumn => ({
    name,
    type: 'STRING',
    data: images.map(of),
  });
  const whole = (name: string, of: (image: number) => number): ParquetColumn => ({
    name,
    type: 'INT32',
    data: Int32Array.from(images, of),
  });
  const share = (name: string, values: Float32Array | null): ParquetColumn[] =>
    values ? [{ name, type: 'FLOAT', data: Float32Array.from(images, (image) => values[image]) }] : [];
  const margin = (side: 'dense' | 'compressed') =>
    whole(`vote_margin_${side}`, (image) => voteMargin(votes[side], image));
  const { dense, compressed } = predictions;
  return [
    idColumn('image_id', imageIds, images),
    text('label', (image) => classNames[truth[image]]),
    text('modal_dense', (image) => classNames[modal.dense[image]]),
    text('modal_compressed', (image) => classNames[modal.compressed[image]]),
    margin('dense'),
    margin('compressed'),
    ...share('taxicab', taxicab),
    whole('is_pie', (image) => Number(outcomes.has(image))),
    text('outcome', (image) => outcomes.get(image) ?? ''),
    ...share('mean_p_label_dense', meanOf(dense, dense.pLabel)),
    ...share('mean_p_label_compressed', meanOf(compressed, compressed.pLabel)),
    ...share('mean_p_prediction_dense', meanOf(dense, dense.pPrediction)),
    ...share('mean_p_prediction_compressed', meanOf(compressed, compressed.pPrediction)),
  ];
}

/** A column of ids: whole numbers where all are, else text. `rows` picks them. */
export function idColumn(name: string, ids: (number | string)[], rows: ArrayLike<number>): ParquetColumn {
  const areWhole = ids.every((id) => typeof id === 'number' && id === (id | 0));
  return areWhole
    ? { name, type: 'INT32', data: Int32Array.from(rows, (row) => ids[row] as number) }
    : { name, type: 'STRING', data: Array.from(rows, (row) => String(ids[row])) };
}

/** The same as CSV; numbers with fractions have nine significant digits, all of a float32. */
export function scoresToCsv(columns: ParquetColumn[]): string {
  const cell = ({ type, data }: ParquetColumn, row: number) => {
    const value = data[row];
    return type === 'FLOAT' ? String(Number((value as number).toPrecision(9))) : csvCell(String(value));
  };
  const lines = [columns.map(({ name }) => name).join(',')];
  for (let row = 0; row < columns[0].data.length; row++) {
    lines.push(columns.map((column) => cell(column, row)).join(','));
  }
  return `${lines.join('\n')}\n`;
}
