import type { Predictions } from '../audit/predictions';
import { csvCell } from './csv';
import { writeNpz } from './npz';
import { type ParquetColumn, writeParquet } from './parquet';

/** Predictions in long form, network by network, as Parquet. Columns as in `readLongTable`; classes are indices, image ids positions in the shard. */
export async function predictionsToParquet(
  predictions: Predictions,
  truth: Uint16Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const { members, images, labels, pPrediction, pLabel, rankLabel } = predictions;
  const rows = members.length * images;
  const columns: ParquetColumn[] = [
    { name: 'image_id', type: 'INT32', data: Int32Array.from({ length: rows }, (_, row) => row % images) },
    {
      name: 'model_id',
      type: 'STRING',
      data: Array.from({ length: rows }, (_, row) => members[Math.floor(row / images)]),
    },
    { name: 'prediction', type: 'INT32', data: Int32Array.from(labels) },
    {
      name: 'label',
      type: 'INT32',
      data: Int32Array.from({ length: rows }, (_, row) => truth[row % images]),
    },
  ];
  if (pPrediction) columns.push({ name: 'p_prediction', type: 'FLOAT', data: pPrediction });
  if (pLabel) columns.push({ name: 'p_label', type: 'FLOAT', data: pLabel });
  if (rankLabel) columns.push({ name: 'rank_label', type: 'INT32', data: Int32Array.from(rankLabel) });
  return writeParquet(columns);
}

/** The same as CSV, chunk by chunk: the header, then a chunk for each network. Probabilities have nine significant digits, all of a float32. */
export function* predictionsToCsv(predictions: Predictions, truth: Uint16Array): Generator<string> {
  const { members, images, labels, pPrediction, pLabel, rankLabel } = predictions;
  const header = ['image_id', 'model_id', 'prediction', 'label'];
  if (pPrediction) header.push('p_prediction');
  if (pLabel) header.push('p_label');
  if (rankLabel) header.push('rank_label');
  yield `${header.join(',')}\n`;
  for (const [member, id] of members.entries()) {
    const lines: string[] = [];
    for (let image = 0; image < images; image++) {
      const at = member * images + image;
      let line = `${image},${csvCell(id)},${labels[at]},${truth[image]}`;
      if (pPrediction) line += `,${Number(pPrediction[at].toPrecision(9))}`;
      if (pLabel) line += `,${Number(pLabel[at].toPrecision(9))}`;
      if (rankLabel) line += `,${rankLabel[at]}`;
      lines.push(`${line}\n`);
    }
    yield lines.join('');
  }
}

/**
 * The same as npz, to be read by numpy or `readPredictionArrays`: `predictions` [networks, images], `labels` [images], `model_ids`, and the
 * confidences that there are.
 */
export function predictionsToNpz(predictions: Predictions, truth: Uint16Array): Uint8Array<ArrayBuffer> {
  const { members, images, labels, pPrediction, pLabel, rankLabel } = predictions;
  const shape = [members.length, images];
  return writeNpz({
    predictions: { shape, values: labels },
    labels: { shape: [images], values: truth },
    model_ids: { shape: [members.length], values: members },
    ...(pPrediction && { p_prediction: { shape, values: pPrediction } }),
    ...(pLabel && { p_label: { shape, values: pLabel } }),
    ...(rankLabel && { rank_label: { shape, values: rankLabel } }),
  });
}
