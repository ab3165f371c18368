import { named } from '../check';
import type { ColumnReader } from '../columnReader';
import { checkCells } from '../limits';
import { type Categories, categoryReader, probabilityReader, rankReader } from './columns';
import { type LabelTable, type LongTable, scanTable } from './longTable';

/** Which column is what, where there is a row for each network and image. `null`: no such column. */
export type LongMapping = {
  form: 'long';
  prediction: string;
  /** Without one, the images of each network are numbered in the order of their rows. */
  image: string | null;
  /** Without one, the file holds one network, called after the file. */
  model: string | null;
  label: string | null;
  pPrediction: string | null;
  pLabel: string | null;
  rankLabel: string | null;
};

/** Which column is what, where there is a row for each image and a column of predictions for each network. */
type WideMapping = { form: 'wide'; image: string | null; label: string | null; models: string[] };

/** Which column is what, where there is a row for each image and no predictions; without an id, images are numbered. */
export type LabelMapping = { form: 'labels'; image: string | null; label: string };

/** What the columns of a table of predictions mean. */
export type TableMapping = LongMapping | WideMapping;

/** Reads predictions from a CSV or Parquet file whose columns are named by `mapping`; the result is as of `readLongTable`. */
export async function readMappedTable(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  mapping: TableMapping,
): Promise<LongTable> {
  return mapping.form === 'long' ? readLong(bytes, file, mapping) : readWide(bytes, file, mapping);
}

/** Reads true labels from a CSV or Parquet file whose columns are named by `mapping`; the result is as of `readLabelTable`. */
export async function readMappedLabels(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  mapping: LabelMapping,
): Promise<LabelTable> {
  if (mapping.image === mapping.label) throw twice(file, mapping.label);
  const label = categoryReader(file, mapping.label);
  const wanted = new Map<string, ColumnReader<unknown>>([[mapping.label, label]]);
  const image = mapping.image === null ? null : categoryReader(file, mapping.image);
  if (mapping.image !== null && image) wanted.set(mapping.image, image);
  const rows = await scanTable(bytes, file, (header) => readersFor(header, wanted, file));
  if (image) return { file, rows, image: image.finish(), label: label.finish() };
  return { file, rows, image: numbered(new Uint32Array(rows), 1), label: label.finish(), isNumbered: true };
}

async function readLong(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  mapping: LongMapping,
): Promise<LongTable> {
  const wanted = new Map<string, ColumnReader<unknown>>();
  const want = <T>(column: string | null, make: (file: string, column: string) => ColumnReader<T>) => {
    if (column === null) return null;
    if (wanted.has(column)) throw twice(file, column);
    const reader = make(file, column);
    wanted.set(column, reader);
    return reader;
  };
  const prediction = want(mapping.prediction, categoryReader)!;
  const image = want(mapping.image, categoryReader);
  const model = want(mapping.model, categoryReader);
  const label = want(mapping.label, categoryReader);
  const pPrediction = want(mapping.pPrediction, probabilityReader);
  const pLabel = want(mapping.pLabel, probabilityReader);
  const rankLabel = want(mapping.rankLabel, rankReader);
  const rows = await scanTable(bytes, file, (header) => readersFor(header, wanted, file));
  const models = model?.finish() ?? oneModel(file, rows);
  return {
    file,
    rows,
    image: image?.finish() ?? numbered(models.codes, models.values.length),
    model: models,
    prediction: prediction.finish(),
    label: label?.finish() ?? null,
    pPrediction: pPrediction?.finish() ?? null,
    pLabel: pLabel?.finish() ?? null,
    rankLabel: rankLabel?.finish() ?? null,
  };
}

async function readWide(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  mapping: WideMapping,
): Promise<LongTable> {
  const wanted = new Map<string, ColumnReader<unknown>>();
  const want = (column: string) => {
    if (wanted.has(column)) throw twice(file, column);
    const reader = categoryReader(file, column);
    wanted.set(column, reader);
    return reader;
  };
  if (mapping.models.length === 0)
    throw new Error(`${file}: expected at least one column of predictions, got none.`);
  const image = mapping.image === null ? null : want(mapping.image);
  const label = mapping.label === null ? null : want(mapping.label);
  const models = mapping.models.map(want);
  const images = await scanTable(bytes, file, (header) => readersFor(header, wanted, file));
  return wideTable({
    file,
    models: mapping.models,
    image: image?.finish() ?? numbered(new Uint32Array(images), 1),
    label: label?.finish() ?? null,
    predictions: models.map((reader) => reader.finish()),
  });
}

/** Predictions of networks in order over the same N images in order, as a long table, network by network. */
export function wideTable({
  file,
  models,
  image,
  label,
  predictions,
}: {
  file: string;
  models: string[];
  image: Categories;
  label: Categories | null;
  predictions: Categories[];
}): LongTable {
  const images = image.codes.length;
  const rows = models.length * images;
  checkCells(rows, 'predictions', file, `${models.length} networks x ${images} images`);
  const codes = new Uint32Array(rows);
  models.forEach((_, model) => {
    codes.fill(model, model * images, (model + 1) * images);
  });
  const repeated = (categories: Categories): Categories => {
    const all = new Uint32Array(rows);
    models.forEach((_, model) => {
      all.set(categories.codes, model * images);
    });
    return { ...categories, codes: all };
  };
  return {
    file,
    rows,
    image: repeated(image),
    model: { values: models, codes, firstRows: models.map(() => 1), numeric: false },
    prediction: joined(predictions, images),
    label: label && repeated(label),
    pPrediction: null,
    pLabel: null,
    rankLabel: null,
  };
}

function joined(parts: Categories[], images: number): Categories {
  const values: string[] = [];
  const firstRows: number[] = [];
  const index = new Map<string, number>();
  const codes = new Uint32Array(parts.length * images);
  parts.forEach((part, model) => {
    const to = Uint32Array.from(part.values, (value, code) => {
      let found = index.get(value);
      if (found === undefined) {
        found = values.push(value) - 1;
        firstRows.push(part.firstRows[code]);
        index.set(value, found);
      }
      return found;
    });
    for (let i = 0; i < images; i++) codes[model * images + i] = to[part.codes[i]];
  });
  return { values, codes, firstRows, numeric: parts.every(({ numeric }) => numeric) };
}

function readersFor(header: string[], wanted: Map<string, ColumnReader<unknown>>, file: string) {
  for (const column of wanted.keys()) {
    const count = header.filter((name) => name === column).length;
    if (count !== 1) {
      throw new Error(
        `${file}: expected one column ${named(column)}, got ${count} (the columns are ${header.slice(0, 12).map(named).join(', ')}).`,
      );
    }
  }
  return header.map((name) => wanted.get(name) ?? null);
}

function twice(file: string, column: string): Error {
  return new Error(`${file}: expected every column to have one meaning, got ${named(column)} with two.`);
}

function oneModel(file: string, rows: number): Categories {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/(\.(csv|tsv|txt|parquet|gz))+$/i, '') || file;
  return { values: [name], codes: new Uint32Array(rows), firstRows: [1], numeric: false };
}

/** Images numbered from 0 within each network. */
function numbered(models: Uint32Array, count: number): Categories {
  const next = new Uint32Array(count);
  const codes = new Uint32Array(models.length);
  const firstRows: number[] = [];
  for (let row = 0; row < models.length; row++) {
    codes[row] = next[models[row]]++;
    if (codes[row] === firstRows.length) firstRows.push(row + 1);
  }
  return { values: firstRows.map((_, image) => `${image}`), codes, firstRows, numeric: true };
}
