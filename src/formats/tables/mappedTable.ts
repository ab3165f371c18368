import { categoryReader } from './columns';
import { readLong, type TablePopulation } from './longRows';
import type { LabelTable } from './longTable';
import type { LabelMapping, TableMapping } from './mapping';
import { listShapes } from './tablePreview';
import { numbered } from './tableRows';
import { readTransposed } from './transposedRows';
import { twice, wantedColumns } from './wantedColumns';
import { readWide } from './wideRows';

/**
 * Reads predictions from a CSV or Parquet file whose columns are named by `mapping`, a table a population;
 * they are as of `readLongTable`. A row number that runs on from network to network is no id: images are then
 * numbered within each network. What lists hold is decided from the first of them.
 */
export async function readMappedTable(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  mapping: TableMapping,
): Promise<TablePopulation[]> {
  if (mapping.form === 'transposed') {
    return [{ name: null, table: await readTransposed(bytes, file, mapping) }];
  }
  if (mapping.form === 'wide') {
    const lists = await listShapes(bytes, file, mapping.models);
    return [{ name: null, table: await readWide(bytes, file, mapping, lists) }];
  }
  const { prediction, pPrediction, scores = null, model, seed = null, population = null } = mapping;
  const lists = await listShapes(bytes, file, [prediction, pPrediction, scores]);
  const isSeveral = lists.get(prediction)?.kind === 'networks';
  if (!isSeveral || model !== null || seed !== null || population !== null) {
    return readLong(bytes, file, mapping, lists);
  }
  const { image, label } = mapping;
  const wide = { form: 'wide', image, label, models: [prediction] } as const;
  return [{ name: null, table: await readWide(bytes, file, { ...wide, models: [prediction] }, lists) }];
}

/**
 * Reads true labels from a CSV or Parquet file whose columns are named by `mapping`; the result is as of
 * `readLabelTable`.
 */
export async function readMappedLabels(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  mapping: LabelMapping,
): Promise<LabelTable> {
  if (mapping.image === mapping.label) throw twice(file, mapping.label);
  const { want, read } = wantedColumns(file);
  const label = want(mapping.label, categoryReader)!;
  const image = want(mapping.image, categoryReader);
  const rows = await read(bytes);
  if (image) return { file, rows, image: image.finish(), label: label.finish() };
  return { file, rows, image: numbered(new Uint32Array(rows), 1), label: label.finish(), isNumbered: true };
}
