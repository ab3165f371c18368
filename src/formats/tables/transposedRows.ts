/** Reads tables with a row for each network and a column for each image. */
import { isLabelRow } from '../columnNames';
import { type Categories, categoryReader } from './columns';
import type { LongTable } from './longTable';
import type { TransposedMapping } from './mapping';
import { wantedColumns } from './wantedColumns';
import { wideTable } from './wideTable';

/** The predictions of a table with a row for each network; a row that is called so has the true labels. */
export async function readTransposed(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  { model, images }: TransposedMapping,
): Promise<LongTable> {
  const { want, read } = wantedColumns(file);
  const modelReader = want(model, categoryReader)!;
  const imageReaders = images.map((column) => want(column, categoryReader)!);
  const rows = await read(bytes);
  const models = modelReader.finish();
  const cells = imageReaders.map((reader) => reader.finish());
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
    image: {
      values: images,
      codes: Uint32Array.from(images, (_, image) => image),
      firstRows: images.map(() => 1),
      numeric: images.every((name) => /^(0|[1-9]\d*)$/.test(name)),
    },
    label: label ? column(label.row) : null,
    networks: networks.map(({ name, row }) => ({ name, prediction: column(row) })),
  });
}
