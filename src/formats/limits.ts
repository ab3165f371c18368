/** What is refused for its size: limits of readers, which docs/formats.md lists. */

/** Inflated content past this is refused: no string or typed array of a browser holds much more. */
export const LARGEST_TABLE = 1 << 30;

/**
 * The most rows of a table, and the most predictions in a file: each takes some twenty bytes while it is put
 * in order.
 */
export const MOST_CELLS = 1 << 25;

/** The most values in the lists of one column of a row group; they are read some at a time. */
export const MOST_LIST_VALUES = 1 << 28;

/** The most classes: indices of 16 bits, of which the last is kept for "none". */
export const MOST_CLASSES = 65_534;

/** The most votes that are counted: images times classes. */
export const MOST_VOTES = 1 << 30;

/** The most bytes of one image file, and of all images once they are fitted. */
export const LARGEST_IMAGE = 1 << 27;
export const LARGEST_SET = 1 << 30;

/** The most pixels of one image. */
export const MOST_PIXELS = 1 << 25;

/**
 * The most bytes of all files of networks together, and weights of one tensor over all of them: they are held
 * in memory.
 */
export const LARGEST_NETWORKS = 1 << 29;
export const MOST_WEIGHTS = 1 << 28;

/** What an archive may inflate to. */
export const LARGEST_ARCHIVE = 2 ** 33;

/** The most bytes of one page of Parquet. */
export const LARGEST_PAGE = 1 << 29;

/** A packed file may inflate to this whatever its size, and beyond that to so many times its size. */
export const SMALL_INFLATION = 1 << 26;
export const MOST_INFLATION = 200;

/** Deflate writes at most 258 bytes for 2 bits. */
export const MOST_DEFLATION = 1032;

/**
 * Refuses more rows or predictions than fit into memory, before anything is made for each of them; `got` says
 * how many there are.
 */
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
