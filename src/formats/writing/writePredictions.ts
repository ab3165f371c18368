import type { Predictions } from '../../audit/predictions';
import { writeNpz } from '../arrays/npz';
import { writeSafetensors } from '../arrays/writeSafetensors';
import { ANSWERS } from '../columnNames';
import { csvCell } from '../csv/csv';
import { type ParquetColumn, writeParquet } from '../parquet/parquet';
import { idColumn } from './writeScores';

/**
 * What images and classes are called, in their order; left out, images are positions in the shard and classes
 * indices. `answers` says who gave the predictions, on what, where the format has a place for it.
 */
type Called = { imageIds: (number | string)[]; classValues: (number | string)[]; answers?: string };

const positions = (count: number) => Array.from({ length: count }, (_, position) => position);

function callsOf({ images, classes }: Predictions): Called {
  return { imageIds: positions(images), classValues: positions(classes) };
}

/**
 * Predictions in long form, network by network, as Parquet. Columns as in `readLongTable`; without `truth`
 * none that tell of true labels.
 */
export async function predictionsToParquet(
  predictions: Predictions,
  truth: Uint16Array | null,
  { imageIds, classValues, answers } = callsOf(predictions),
): Promise<Uint8Array<ArrayBuffer>> {
  const { members, images, labels, pPrediction, pLabel, rankLabel } = predictions;
  const rows = members.length * images;
  const image = Uint32Array.from({ length: rows }, (_, row) => row % images);
  const columns: ParquetColumn[] = [
    idColumn('image_id', imageIds, image),
    {
      name: 'model_id',
      type: 'STRING',
      data: Array.from({ length: rows }, (_, row) => members[Math.floor(row / images)]),
    },
    idColumn('prediction', classValues, labels),
  ];
  const label = truth && Uint16Array.from(image, (each) => truth[each]);
  if (label) columns.push(idColumn('label', classValues, label));
  if (pPrediction) columns.push({ name: 'p_prediction', type: 'FLOAT', data: pPrediction });
  if (truth && pLabel) columns.push({ name: 'p_label', type: 'FLOAT', data: pLabel });
  if (truth && rankLabel)
    columns.push({ name: 'rank_label', type: 'INT32', data: Int32Array.from(rankLabel) });
  return writeParquet(columns, answers);
}

/**
 * The same as CSV, chunk by chunk: the header, then a chunk for each network. Probabilities have nine
 * significant digits, all of a float32.
 */
export function* predictionsToCsv(
  predictions: Predictions,
  truth: Uint16Array | null,
  { imageIds, classValues } = callsOf(predictions),
): Generator<string> {
  const { members, images, labels, pPrediction, pLabel, rankLabel } = predictions;
  const header = ['image_id', 'model_id', 'prediction'];
  if (truth) header.push('label');
  if (pPrediction) header.push('p_prediction');
  if (truth && pLabel) header.push('p_label');
  if (truth && rankLabel) header.push('rank_label');
  yield `${header.join(',')}\n`;
  const imageCells = imageIds.map((id) => csvCell(String(id)));
  const classCells = classValues.map((value) => csvCell(String(value)));
  for (const [member, id] of members.entries()) {
    const model = csvCell(id);
    const lines: string[] = [];
    for (let image = 0; image < images; image++) {
      const at = member * images + image;
      let line = `${imageCells[image]},${model},${classCells[labels[at]]}`;
      if (truth) line += `,${classCells[truth[image]]}`;
      if (pPrediction) line += `,${Number(pPrediction[at].toPrecision(9))}`;
      if (truth && pLabel) line += `,${Number(pLabel[at].toPrecision(9))}`;
      if (truth && rankLabel) line += `,${rankLabel[at]}`;
      lines.push(`${line}\n`);
    }
    yield lines.join('');
  }
}

/**
 * Class values as arrays of numbers hold them: themselves where all are classes of 16 bits, else indices,
 * with the names beside.
 */
function numbered(classValues: Called['classValues']): { values: Uint16Array; names: string[] | null } {
  const fits = classValues.every((value) => typeof value === 'number' && value >= 0 && value < 65_535);
  return fits
    ? { values: Uint16Array.from(classValues as number[]), names: null }
    : { values: Uint16Array.from(classValues, (_, index) => index), names: classValues.map(String) };
}

/**
 * The same as npz, to be read by numpy or `readPredictionArrays`: `predictions` [networks, images], `labels`
 * [images], `model_ids`, the confidences that there are, and who gave the answers. `image_ids` are there
 * unless they are positions, and the names of the `classes` unless they are numbers.
 */
export function predictionsToNpz(
  predictions: Predictions,
  truth: Uint16Array,
  { imageIds, classValues, answers } = callsOf(predictions),
): Uint8Array<ArrayBuffer> {
  const { members, images, labels, pPrediction, pLabel, rankLabel } = predictions;
  const shape = [members.length, images];
  const { values, names } = numbered(classValues);
  const isNumbered = imageIds.every((id, position) => id === position);
  return writeNpz({
    predictions: { shape, values: labels.map((label) => values[label]) },
    labels: { shape: [images], values: truth.map((label) => values[label]) },
    model_ids: { shape: [members.length], values: members },
    ...(!isNumbered && { image_ids: { shape: [images], values: imageIds.map(String) } }),
    ...(names && { classes: { shape: [names.length], values: names } }),
    ...(pPrediction && { p_prediction: { shape, values: pPrediction } }),
    ...(pLabel && { p_label: { shape, values: pLabel } }),
    ...(rankLabel && { rank_label: { shape, values: rankLabel } }),
    ...(answers !== undefined && { [ANSWERS]: { shape: [1], values: [answers] } }),
  });
}

/**
 * The same as safetensors: tensors by the names of the arrays in npz; texts are JSON lists in the metadata.
 */
export function predictionsToSafetensors(
  predictions: Predictions,
  truth: Uint16Array,
  { imageIds, classValues, answers } = callsOf(predictions),
): Uint8Array<ArrayBuffer> {
  const { members, images, labels, pPrediction, pLabel, rankLabel } = predictions;
  const shape = [members.length, images];
  const { values, names } = numbered(classValues);
  return writeSafetensors(
    {
      ...(pPrediction && { p_prediction: { shape, data: pPrediction } }),
      ...(pLabel && { p_label: { shape, data: pLabel } }),
      predictions: { shape, data: labels.map((label) => values[label]) },
      labels: { shape: [images], data: truth.map((label) => values[label]) },
      ...(rankLabel && { rank_label: { shape, data: rankLabel } }),
    },
    {
      model_ids: JSON.stringify(members),
      image_ids: JSON.stringify(imageIds.map(String)),
      ...(names && { classes: JSON.stringify(names) }),
      ...(answers !== undefined && { [ANSWERS]: JSON.stringify([answers]) }),
    },
  );
}
