/** The most rows of a table, and the most predictions in a file: each takes some twenty bytes while it is put in order. */
export const MOST_CELLS = 1 << 25;

/** The most values in the lists of one column of a row group; they are read some at a time. */
export const MOST_LIST_VALUES = 1 << 28;

/** Refuses more rows or predictions than fit into memory, before anything is made for each of them; `got` says how many there are. */
export function checkCells(
  count: number,
  what: 'rows' | 'predictions',
  file: string,
  got = `${count}`,
): void {
  if (count > MOST_CELLS) {
    throw new Error(
      `${file}: expected at most ${MOST_CELLS} ${what}, got ${got}; leave networks or images out.`,
    );
  }
}
