import { named } from '../check';
import type { Categories } from './columns';
import type { LongTable } from './longTable';

/** Some networks of a table of predictions, by id; null: all of them. */
export type TablePart = { table: LongTable; models: ReadonlySet<string> | null };

/**
 * One table called `file` of the chosen networks of several. A network whose id another part has too is called after its file as well. Confidences
 * stay where every part has them, and labels likewise. Throws where no network is left.
 */
export function mergeTables(parts: TablePart[], file: string): LongTable {
  const [first] = parts;
  if (parts.length === 1 && first.models === null) return first.table;
  const rowsOf = parts.map(chosenRows);
  const rows = rowsOf.reduce((sum, chosen) => sum + chosen.length, 0);
  if (rows === 0) throw new Error(`${file}: expected at least one network, got none.`);
  const ids = parts.map(({ table, models }) => new Set(models ?? table.model.values));
  const modelName = (part: number, id: string) =>
    ids.some((others, other) => other !== part && others.has(id))
      ? `${stem(parts[part].table.file)}/${id}`
      : id;
  const column = (
    of: (table: LongTable) => Categories | null,
    rename: (part: number, value: string) => string = (_, value) => value,
  ) => {
    if (parts.some(({ table }) => of(table) === null)) return null;
    return joinCategories(
      parts.map(({ table }) => of(table)!),
      rowsOf,
      rows,
      rename,
    );
  };
  const numbers = <T extends Float32Array | Uint16Array>(of: (table: LongTable) => T | null, all: T) => {
    if (parts.some(({ table }) => of(table) === null)) return null;
    let at = 0;
    for (const [part, chosen] of rowsOf.entries()) {
      const values = of(parts[part].table)!;
      for (const row of chosen) all[at++] = values[row];
    }
    return all;
  };
  return {
    file,
    rows,
    image: column(({ image }) => image)!,
    model: column(({ model }) => model, modelName)!,
    prediction: column(({ prediction }) => prediction)!,
    label: column(({ label }) => label),
    pPrediction: numbers(({ pPrediction }) => pPrediction, new Float32Array(rows)),
    pLabel: numbers(({ pLabel }) => pLabel, new Float32Array(rows)),
    rankLabel: numbers(({ rankLabel }) => rankLabel, new Uint16Array(rows)),
  };
}

/** The name of a file without its folders and types. */
export function stem(file: string): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return name.replace(/(?<=.)(\.[a-z][a-z0-9]{0,8})+(?= \(|$)/i, '');
}

function chosenRows({ table, models }: TablePart): Uint32Array {
  const { codes, values } = table.model;
  if (models) {
    const missing = [...models].find((id) => !values.includes(id));
    if (missing !== undefined) {
      throw new Error(`${table.file}: expected a network ${named(missing)}, got none of that name.`);
    }
  }
  const wanted = values.map((id) => models === null || models.has(id));
  let count = 0;
  for (const code of codes) if (wanted[code]) count++;
  const rows = new Uint32Array(count);
  let at = 0;
  for (let row = 0; row < codes.length; row++) if (wanted[codes[row]]) rows[at++] = row;
  return rows;
}

function joinCategories(
  columns: Categories[],
  rowsOf: Uint32Array[],
  rows: number,
  rename: (part: number, value: string) => string,
): Categories {
  const codeOf = new Map<string, number>();
  const firstRows: number[] = [];
  const codes = new Uint32Array(rows);
  let at = 0;
  for (const [part, column] of columns.entries()) {
    const joined = new Int32Array(column.values.length).fill(-1);
    for (const row of rowsOf[part]) {
      const own = column.codes[row];
      if (joined[own] < 0) {
        const value = rename(part, column.values[own]);
        let code = codeOf.get(value);
        if (code === undefined) {
          code = firstRows.push(row + 1) - 1;
          codeOf.set(value, code);
        }
        joined[own] = code;
      }
      codes[at++] = joined[own];
    }
  }
  const numeric = columns.every((column) => column.numeric);
  return { values: [...codeOf.keys()], codes, firstRows, numeric };
}
