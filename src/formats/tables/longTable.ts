import { type Categories, categoryReader, probabilityReader, rankReader } from './columns';
import { wantedColumns } from './wantedColumns';

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
  const { want, mayHave, read } = wantedColumns(file);
  const image = want('image_id', categoryReader)!;
  const model = want('model_id', categoryReader)!;
  const prediction = want('prediction', categoryReader)!;
  const label = mayHave('label', categoryReader);
  const pPrediction = mayHave('p_prediction', probabilityReader);
  const pLabel = mayHave('p_label', probabilityReader);
  const rankLabel = mayHave('rank_label', rankReader);
  return {
    file,
    rows: await read(bytes),
    image: image.finish(),
    model: model.finish(),
    prediction: prediction.finish(),
    label: label(),
    pPrediction: pPrediction(),
    pLabel: pLabel(),
    rankLabel: rankLabel(),
  };
}

/** Reads true labels from Parquet or CSV bytes: columns image_id and label. */
export async function readLabelTable(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<LabelTable> {
  const { want, read } = wantedColumns(file);
  const image = want('image_id', categoryReader)!;
  const label = want('label', categoryReader)!;
  return { file, rows: await read(bytes), image: image.finish(), label: label.finish() };
}
