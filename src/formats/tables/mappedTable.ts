import { named } from '../check';
import type { ColumnReader } from '../columnReader';
import { isLabelRow } from './columnNames';
import { type Categories, categoryReader, probabilityReader, rankReader } from './columns';
import { type LabelTable, type LongTable, scanTable } from './longTable';
import { isRowNumber, numbered, partsBy, rowsOfColumns } from './tableRows';
import { wideTable } from './wideTable';

/** Which column is what, where there is a row for each network and image. `null`: no such column. */
export type LongMapping = {
  form: 'long';
  prediction: string;
  /** Without one, the images of each network are numbered in the order of their rows. */
  image: string | null;
  /** Without one, the file holds one network, called after the file. */
  model: string | null;
  /** Whose values tell several populations apart; left out or null, the file holds one. */
  population?: string | null;
  label: string | null;
  pPrediction: string | null;
  pLabel: string | null;
  rankLabel: string | null;
};

/** Which column is what, where there is a row for each image and a column of predictions for each network. */
type WideMapping = { form: 'wide'; image: string | null; label: string | null; models: string[] };

/** Which column is what, where there is a row for each network, whose id stands in `model`, and a column of predictions for each image. */
export type TransposedMapping = { form: 'transposed'; model: string; images: string[] };

/** Which column is what, where there is a row for each image and no predictions; without an id, images are numbered. */
export type LabelMapping = { form: 'labels'; image: string | null; label: string };

/** What the columns of a table of predictions mean. */
export type TableMapping = LongMapping | WideMapping | TransposedMapping;

/** One population of a file, by the name that the file gives it; null where it gives none. */
export type TablePopulation = { name: string | null; table: LongTable };

/**
 * Reads predictions from a CSV or Parquet file whose columns are named by `mapping`, a table a population; they are as of `readLongTable`. A row
 * number that runs on from network to network is no id: images are then numbered within each network.
 */
export async function readMappedTable(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  mapping: TableMapping,
): Promise<TablePopulation[]> {
  if (mapping.form === 'long') return readLong(bytes, file, mapping);
  const table =
    mapping.form === 'wide'
      ? await readWide(bytes, file, mapping)
      : await readTransposed(bytes, file, mapping);
  return [{ name: null, table }];
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
): Promise<TablePopulation[]> {
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
  const population = want(mapping.population ?? null, categoryReader);
  const label = want(mapping.label, categoryReader);
  const pPrediction = want(mapping.pPrediction, probabilityReader);
  const pLabel = want(mapping.pLabel, probabilityReader);
  const rankLabel = want(mapping.rankLabel, rankReader);
  const rows = await scanTable(bytes, file, (header) => readersFor(header, wanted, file));
  const columns = {
    image: image?.finish() ?? null,
    model: model?.finish() ?? oneModel(file, rows),
    prediction: prediction.finish(),
    label: label?.finish() ?? null,
    pPrediction: pPrediction?.finish() ?? null,
    pLabel: pLabel?.finish() ?? null,
    rankLabel: rankLabel?.finish() ?? null,
  };
  const populations = population?.finish() ?? null;
  return partsBy(populations, rows).map(({ name, rows: own }) => {
    const part = own === null ? columns : rowsOfColumns(columns, own);
    const ids = part.image && !isRowNumber(mapping.image, part.image, part.model) ? part.image : null;
    const where = name === null || populations?.values.length === 1 ? file : `${file} (${named(name)})`;
    return {
      name,
      table: {
        file: where,
        rows: own?.length ?? rows,
        ...part,
        image: ids ?? numbered(part.model.codes, part.model.values.length),
        ...(ids === null && { isNumbered: 'row' as const }),
        ...(model === null && { isNamedByFile: true }),
      },
    };
  });
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
  return {
    ...wideTable({
      file,
      models: mapping.models,
      image: image?.finish() ?? numbered(new Uint32Array(images), 1),
      label: label?.finish() ?? null,
      predictions: models.map((reader) => reader.finish()),
    }),
    ...(image === null && { isNumbered: 'row' as const }),
  };
}

async function readTransposed(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  { model, images }: TransposedMapping,
): Promise<LongTable> {
  const wanted = new Map<string, ColumnReader<Categories>>();
  for (const column of [model, ...images]) {
    if (wanted.has(column)) throw twice(file, column);
    wanted.set(column, categoryReader(file, column));
  }
  const rows = await scanTable(bytes, file, (header) => readersFor(header, wanted, file));
  const models = wanted.get(model)!.finish();
  const cells = images.map((column) => wanted.get(column)!.finish());
  const values: string[] = [];
  const firstRows: number[] = [];
  const codeOf = new Map<string, number>();
  const join = (row: number) =>
    Uint32Array.from(cells, ({ values: own, codes }) => {
      const value = own[codes[row]];
      const code = codeOf.get(value) ?? firstRows.push(row + 1) - 1;
      if (code === values.length) {
        values.push(value);
        codeOf.set(value, code);
      }
      return code;
    });
  const column = (row: number): Categories => ({
    values,
    codes: join(row),
    firstRows,
    numeric: cells.every(({ numeric }) => numeric),
  });
  const all = Array.from({ length: rows }, (_, row) => ({ row, name: models.values[models.codes[row]] }));
  const [label] = all.filter(({ name }) => isLabelRow(name));
  const networks = all.filter(({ name }) => !isLabelRow(name));
  if (networks.length === 0) throw new Error(`${file}: expected at least one row of predictions, got none.`);
  return wideTable({
    file,
    models: networks.map(({ name }) => name),
    image: {
      values: images,
      codes: Uint32Array.from(images, (_, image) => image),
      firstRows: images.map(() => 1),
      numeric: images.every((name) => /^(0|[1-9]\d*)$/.test(name)),
    },
    label: label ? column(label.row) : null,
    predictions: networks.map(({ row }) => column(row)),
  });
}

function readersFor(header: string[], wanted: Map<string, ColumnReader<unknown>>, file: string) {
  const counts = new Map<string, number>();
  for (const name of header) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const column of wanted.keys()) {
    const count = counts.get(column) ?? 0;
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
