import { named } from '../check';
import type { Categories } from './columns';
import type { LabelTable, LongTable } from './longTable';

/** Some networks of a table of predictions, by id; null: all of them. */
export type TablePart = { table: LongTable; models: ReadonlySet<string> | null };

/** The networks of one population, and the true labels of tables beside which others have none. */
export type MergedTable = { table: LongTable; labels: LabelTable[] };

/**
 * One table called `file` of the chosen networks of several. A network that stands in several tables is one
 * whose images are in parts where no image comes twice. It is several networks where all have the same
 * images: these are called after their files as well. Anything between is refused. Confidences stay where
 * every part has them. Throws where no network is left.
 */
export function mergeTables(parts: TablePart[], file: string): MergedTable {
  const [first] = parts;
  if (parts.length === 1 && first.models === null) return { table: first.table, labels: [] };
  const rowsOf = parts.map(chosenRows);
  const rows = rowsOf.reduce((sum, chosen) => sum + chosen.length, 0);
  if (rows === 0) throw new Error(`${file}: expected at least one network, got none.`);
  const names = networkNames(parts, rowsOf);
  const tables = parts.map(({ table }) => table);
  const column = (
    of: (table: LongTable) => Categories | null,
    rename: (part: number, value: string) => string = (_, value) => value,
  ) => {
    if (tables.some((table) => of(table) === null)) return null;
    return joinCategories(
      tables.map((table) => of(table)!),
      rowsOf,
      rows,
      rename,
    );
  };
  const numbers = <T extends Float32Array | Uint16Array>(of: (table: LongTable) => T | null, all: T) => {
    if (tables.some((table) => of(table) === null)) return null;
    let at = 0;
    for (const [part, chosen] of rowsOf.entries()) {
      const values = of(tables[part])!;
      for (const row of chosen) all[at++] = values[row];
    }
    return all;
  };
  const label = column((table) => table.label);
  const numbered = tables.find(({ isNumbered }) => isNumbered !== undefined);
  const withIds = tables.find(({ isNumbered }) => isNumbered === undefined);
  if (numbered && withIds) {
    throw new Error(
      `${numbered.file}: expected ids of images, as ${withIds.file} has, got none; where one file has ids, ` +
        'images are not paired by row: add a column image_id, or name the one that holds them (--columns ' +
        'image=NAME).',
    );
  }
  const table: LongTable = {
    file,
    rows,
    image: column(({ image }) => image)!,
    model: column(
      ({ model }) => model,
      (part, value) => names[part].get(value) ?? value,
    )!,
    prediction: column(({ prediction }) => prediction)!,
    label,
    pPrediction: numbers(({ pPrediction }) => pPrediction, new Float32Array(rows)),
    pLabel: numbers(({ pLabel }) => pLabel, new Float32Array(rows)),
    rankLabel: numbers(({ rankLabel }) => rankLabel, new Uint16Array(rows)),
    ...(numbered && { isNumbered: numbered.isNumbered }),
  };
  return { table, labels: label ? [] : tables.flatMap(labelsOf) };
}

/** The true labels of a table of predictions, as a table of their own. */
export function labelsOf({ file, rows, image, label }: LongTable): LabelTable[] {
  return label ? [{ file, rows, image, label }] : [];
}

/** The name of a file without its folders and types. */
export function stem(file: string): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return name.replace(/(?<=.)(\.[a-z][a-z0-9]{0,8})+(?= \(|$)/i, '');
}

/**
 * The name of a file that is a part of several, without what numbers the part: `seed-0-part-3` and
 * `00003-of-00008`; the folder's where nothing is left.
 */
export function withoutPart(file: string): string {
  const own = stem(file).replace(
    /[\s_\-.]*((part|shard|chunk)[\s_\-.]*\d+.*|\d+[\s_\-.]*of[\s_\-.]*\d+)$/i,
    '',
  );
  const folders = file.split(/[\\/]/).slice(0, -1);
  return own || folders.at(-1)?.replace(/^[^=]+=/, '') || 'predictions';
}

/** What each network of each part is called in the whole. */
function networkNames(parts: TablePart[], rowsOf: Uint32Array[]): Map<string, string>[] {
  const called = parts.map(({ table, models }) => {
    const ids = models ? [...models] : table.model.values;
    return new Map(ids.map((id) => [id, table.isNamedByFile ? nameInParts(table, id) : id]));
  });
  const names = called.map((own) => new Map(own));
  const owners = new Map<string, { part: number; id: string }[]>();
  called.forEach((own, part) => {
    for (const [id, name] of own) owners.set(name, [...(owners.get(name) ?? []), { part, id }]);
  });
  for (const [name, own] of owners) {
    if (own.length < 2 || !areApart(own, name, parts, rowsOf)) continue;
    const files = own.map(({ part }) => parts[part].table.file);
    const prefixes = files.map((file) => shortestNames(files, file));
    own.forEach(({ part, id }, at) => {
      names[part].set(id, parts[part].table.isNamedByFile ? prefixes[at] : `${prefixes[at]}/${id}`);
    });
  }
  return names;
}

function nameInParts(table: LongTable, id: string): string {
  const name = withoutPart(table.file);
  if (name === stem(table.file)) return id;
  if (table.isNumbered) {
    throw new Error(
      `${table.file}: expected ids of images in a file that is a part of several, got none; add a column ` +
        'image_id.',
    );
  }
  return name;
}

/** Files by their names, with as many folders before them as tell them apart. */
function shortestNames(files: string[], file: string): string {
  const pieces = (path: string) => path.split(/[\\/]/);
  for (let depth = 1; depth < pieces(file).length; depth++) {
    const tails = files.map((path) => pieces(path).slice(-depth).join('/'));
    const own = pieces(file).slice(-depth).join('/');
    if (tails.filter((tail) => tail === own).length > 1) continue;
    return [...pieces(file).slice(-depth, -1), stem(file)].join('/');
  }
  return [...pieces(file).slice(0, -1), stem(file)].join('/');
}

/** Whether networks of one name have all the same images, and so are several; false where they share none. */
function areApart(
  own: { part: number; id: string }[],
  name: string,
  parts: TablePart[],
  rowsOf: Uint32Array[],
): boolean {
  const seen = new Map<string, number>();
  const sizes = own.map(({ part, id }) => {
    const { image, model } = parts[part].table;
    const code = model.values.indexOf(id);
    const images = new Set<string>();
    for (const row of rowsOf[part]) if (model.codes[row] === code) images.add(image.values[image.codes[row]]);
    for (const each of images) seen.set(each, (seen.get(each) ?? 0) + 1);
    return images.size;
  });
  if (seen.size === sizes.reduce((sum, size) => sum + size, 0)) return false;
  if (sizes.every((size) => size === seen.size)) return true;
  const [twice] = [...seen].find(([, count]) => count > 1)!;
  const files = own.map(({ part }) => parts[part].table.file).slice(0, 3);
  throw new Error(
    `${files[1]}: expected other images of network ${named(name)} than in ${files[0]}, or all the same ` +
      `ones, got some of each: image ${named(twice)} comes in several files.`,
  );
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
