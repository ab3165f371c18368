import { inflate } from '../bytes/gzip';
import { named } from '../check';
import { columnNames, NESTED } from '../columnNames';
import type { CellKind, ColumnReader } from '../columnReader';
import { decodeCell } from '../csv/csvRecord';
import { tableReader } from '../kinds/formats';
import { LARGEST_TABLE } from '../limits';
import { isList, isShortened, type ListShape, listShape, parseList, UNREAD } from './lists';

/** So many rows tell what a column is. */
export const SAMPLE = 100;
/** No text of a list is longer that is looked at. */
const LONGEST_LIST_TEXT = 1 << 20;

/**
 * The first rows of a table as text, to show and to guess from. Cells are on one line and cut to 60
 * characters.
 */
export type TablePreview = {
  file: string;
  header: string[];
  rows: string[][];
  /**
   * What the lists of each column hold, null where its cells are no lists of more than one value; left out
   * where no column has any.
   */
  lists?: (ListShape | null)[];
};

/**
 * The header and the first `count` rows of a CSV or Parquet file, gzipped or not; with `only`, of these
 * columns where they may have lists.
 */
export async function previewTable(
  stored: Uint8Array<ArrayBuffer>,
  file: string,
  count = SAMPLE,
  only?: ReadonlySet<string>,
): Promise<TablePreview> {
  const bytes = await inflate(stored, LARGEST_TABLE, file);
  let header: string[] = [];
  let kinds: CellKind[] = [];
  const rows: string[][] = [];
  /** The lists of each column; null once a cell of it is none. */
  const lists = new Map<number, ArrayLike<unknown>[] | null>();
  const isWanted = (name: string) => only === undefined || only.has(name);
  const put = (column: number, row: number, text: string, list: ArrayLike<unknown> | null) => {
    rows[row - 1] ??= header.map(() => '');
    rows[row - 1][column] = named(text);
    if (text === '') return;
    const before = lists.get(column);
    if (list === null) lists.set(column, null);
    else if (before === undefined) lists.set(column, [list]);
    else before?.push(list);
  };
  const reader = (column: number): ColumnReader<void> => ({
    cell(cell, start, end, row) {
      const whole = cell[start] === OPEN && end - start < LONGEST_LIST_TEXT;
      const cut = whole ? end : wholeCharacters(cell, start, end);
      const text = decodeCell(cell, start, cut, file, row);
      const list = whole ? (parseList(text) ?? (isShortened(text) ? SHORTENED : null)) : null;
      put(column, row, text, list);
    },
    run(values, firstRow) {
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        put(column, firstRow + i, textOf(value), isList(value) ? value : null);
      }
    },
    finish: () => undefined,
  });
  const take = (names: string[], all: CellKind[]) => {
    header = columnNames(names);
    kinds = all;
    return header.map((name, column) => {
      const hasLists = kinds[column] === 'lists' || kinds[column] === 'text';
      return kinds[column] === 'nested' || !isWanted(name) || (only && !hasLists) ? null : reader(column);
    });
  };
  await tableReader(bytes)(bytes, file, take, count);
  for (const row of rows)
    for (const [column, kind] of kinds.entries()) if (kind === 'nested') row[column] = NESTED;
  const shapes = header.map((name, column) => shapeOf(name, lists.get(column)));
  return { file, header, rows, ...(shapes.some((shape) => shape !== null) && { lists: shapes }) };
}

/** What the lists of some columns of a table hold, by their names; only of columns that have lists. */
export async function listShapes(
  stored: Uint8Array<ArrayBuffer>,
  file: string,
  columns: (string | null)[],
): Promise<Map<string, ListShape>> {
  const only = new Set(columns.filter((column) => column !== null));
  const { header, lists } = await previewTable(stored, file, SAMPLE, only);
  return new Map(header.flatMap((name, at) => (lists?.[at] ? [[name, lists[at]] as const] : [])));
}

const OPEN = 0x5b;
/** The text of a list that cannot be read, as numpy shortens it. */
const SHORTENED: unknown[] = [];

function shapeOf(name: string, lists: ArrayLike<unknown>[] | null | undefined): ListShape | null {
  if (!lists || lists.length === 0) return null;
  if (lists.includes(SHORTENED)) return UNREAD;
  const shape = listShape(name, lists);
  return shape.kind !== 'uneven' && shape.length === 1 ? null : shape;
}

/** Where to cut a long cell, so that no character of several bytes is cut. */
function wholeCharacters(cell: Uint8Array, start: number, end: number): number {
  let cut = Math.min(end, start + 400);
  while (cut < end && cut > start && (cell[cut] & 0xc0) === 0x80) cut--;
  return cut;
}

function textOf(value: unknown): string {
  if (value == null) return '';
  if (value instanceof Date) return value.toISOString();
  if (isList(value) && value.length === 1) return textOf(value[0]);
  if (isList(value))
    return `[${Array.from(value).slice(0, 12).map(textOf).join(', ')}${value.length > 12 ? ', ...' : ''}]`;
  return typeof value === 'object' ? '(binary)' : `${value}`;
}
