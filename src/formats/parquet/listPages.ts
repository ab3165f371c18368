/** Reads a column of lists, a page or a few at a time. */
import { uncoded } from '../columnReader';
import { MOST_LIST_VALUES } from '../limits';
import { type Chunk, type Decoding, decodedPages, definitionLevels } from './decodePages';
import { type CheckedPage, type Leaf, levelWidth } from './parquetPages';
import { readLevels } from './runs';

/** No list is longer. */
const LONGEST_LIST = 65_534;

type Placed = { repetition: Uint8Array; definition: Uint8Array };

/**
 * The lists of a column chunk, some rows at a time and in order; a list that is absent is empty. Throws what
 * is wrong, where; an empty place in a list is told as its row, `firstRow` being the chunk's first.
 */
export async function* listsOf(
  chunk: Chunk,
  decoding: Decoding,
  firstRow: number,
): AsyncGenerator<ArrayLike<unknown>[]> {
  const { leaf, rows, values } = chunk;
  if (leaf.repetition !== 1) throw new Error('lists within lists');
  if (!(values >= rows && values <= MOST_LIST_VALUES)) {
    throw new Error(`${values} places in the lists of ${rows} rows`);
  }
  const lists = listBuilder(leaf, firstRow);
  let done = 0;
  for await (const decoded of decodedPages(chunk, decoding)) {
    const some = lists.add(
      uncoded(decoded.values),
      decoded.pages.map((page) => levelsOf(page, leaf)),
    );
    done += some.length;
    if (some.length > 0) yield some;
  }
  const rest = lists.last();
  done += rest.length;
  if (done !== rows) throw new Error(`lists of ${done} rows where there are ${rows}`);
  if (rest.length > 0) yield rest;
}

/** The levels of a page; those of a column whose values are always there are not written. */
function levelsOf(page: CheckedPage, leaf: Leaf): Placed {
  const { header, repetition } = page;
  return {
    repetition: readLevels(repetition, levelWidth(leaf.repetition), header.count),
    definition: definitionLevels(page, leaf),
  };
}

/** Puts values into lists by their levels; the last list of what was added may go on in what comes next. */
function listBuilder({ definition: there, place }: Leaf, firstRow: number) {
  let open: unknown[] | null = null;
  let row = firstRow - 1;
  return {
    add(values: ArrayLike<unknown>, pages: Placed[]): ArrayLike<unknown>[] {
      const lists: ArrayLike<unknown>[] = [];
      let from = 0;
      let at = 0;
      const close = () => {
        if (open)
          lists.push(open.length > 0 ? [...open, ...slice(values, from, at)] : slice(values, from, at));
        from = at;
        open = [];
      };
      for (const { repetition, definition } of pages) {
        for (let i = 0; i < repetition.length; i++) {
          if (repetition[i] === 0) {
            close();
            row++;
          } else if (!open) throw new Error('a first list that goes on before it began');
          if (definition[i] === there) at++;
          else if (definition[i] >= place) throw new Error(`an empty place in the list of row ${row}`);
          if (at - from + (open?.length ?? 0) > LONGEST_LIST) {
            throw new Error(`a list of more than ${LONGEST_LIST} values in row ${row}`);
          }
        }
      }
      if (open) open = [...(open as unknown[]), ...slice(values, from, at)];
      return lists;
    },
    last: (): ArrayLike<unknown>[] => (open ? [open] : []),
  };
}

function slice(values: ArrayLike<unknown>, from: number, to: number): ArrayLike<unknown> & Iterable<unknown> {
  return Array.isArray(values)
    ? values.slice(from, to)
    : (values as unknown as Float64Array).subarray(from, to);
}
