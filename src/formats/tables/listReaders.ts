/** Readers of columns whose cells are lists. */
import { named, shown } from '../check';
import type { ColumnReader } from '../columnReader';
import { decodeCell } from '../csv/csvRecord';
import { type Categories, categoryReader, growing } from './columns';
import { isList, type ListShape, parseList } from './lists';
import { scoreRow } from './scoreRow';

/**
 * Predictions of one network from scores of all classes, and how sure it was; of the true class only where
 * that is known.
 */
export type ScoredColumn = {
  prediction: Categories;
  pPrediction: Float32Array;
  pLabel: Float32Array | null;
  rankLabel: Uint16Array | null;
};

/** The class of each row by its index, which must be one of `count`; null where classes are names. */
export type ClassIndices = (count: number) => Int32Array | null;

/** Hands on every list of a column, which must have as many values as its shape says, with its row. */
function listReader<T>(
  file: string,
  column: string,
  { length }: ListShape,
  take: (list: ArrayLike<unknown>, row: number) => void,
  finish: () => T,
): ColumnReader<T> {
  const checked = (value: unknown, row: number) => {
    if (isList(value) && value.length === length) return take(value, row);
    const what = !isList(value)
      ? shown(value)
      : value.length === 0
        ? 'an empty list or none'
        : `one of ${value.length}`;
    throw new Error(
      `${file}: expected a list of ${length} values in column ${named(column)}, row ${row}, got ${what}.`,
    );
  };
  return {
    cell: (bytes, start, end, row) => {
      const text = decodeCell(bytes, start, end, file, row);
      checked(parseList(text) ?? text, row);
    },
    run(values, firstRow) {
      for (let i = 0; i < values.length; i++) checked(values[i], firstRow + i);
    },
    finish,
  };
}

/** Reads the values at some places of the lists, each place as a column of classes. */
export function placesReader(
  file: string,
  column: string,
  shape: ListShape,
  places: number,
): ColumnReader<Categories[]> {
  const readers = Array.from({ length: places }, (_, place) =>
    categoryReader(file, shape.length > 1 ? `${column}, place ${place + 1}` : column),
  );
  return listReader(
    file,
    column,
    shape,
    (list, row) => {
      readers.forEach((reader, place) => {
        reader.run([list[place]], row);
      });
    },
    () => readers.map((reader) => reader.finish()),
  );
}

/** Reads the first value of each list with another reader. */
export function firstReader<T>(
  file: string,
  column: string,
  shape: ListShape,
  reader: ColumnReader<T>,
): ColumnReader<T> {
  return listReader(file, column, shape, (list, row) => reader.run([list[0]], row), reader.finish);
}

/**
 * Reads lists of what a network says of each class: probabilities, or logits. Where predictions stand beside,
 * they must be classes of the largest score, and are kept.
 */
export function scoresReader(
  file: string,
  column: string,
  shape: ListShape,
  { truth, said }: { truth: ClassIndices | null; said: ClassIndices | null },
): ColumnReader<ScoredColumn> {
  const areLogits = shape.kind !== 'probabilities';
  const own = truth?.(shape.length) ?? null;
  const given = said?.(shape.length) ?? null;
  const values: string[] = [];
  const firstRows: number[] = [];
  const codeOf = new Map<number, number>();
  const codes = growing((size) => new Uint32Array(size));
  const pPrediction = growing((size) => new Float32Array(size));
  const pLabel = growing((size) => new Float32Array(size));
  const rankLabel = growing((size) => new Uint16Array(size));
  const take = (list: ArrayLike<unknown>, row: number) => {
    const numbers = Float64Array.from(list, Number);
    const scores = scoreRow(numbers, areLogits, (expected, got, advice) => {
      return new Error(
        `${file}: expected ${expected} in column ${named(column)}, row ${row}, got ${got}${advice}.`,
      );
    });
    const best = given ? given[row - 1] : scores.best;
    if (numbers[best] !== numbers[scores.best]) {
      throw new Error(
        `${file}: expected a prediction that is the class of the largest value in column ${named(column)}, ` +
          `row ${row}, got class ${best}, where class ${scores.best} has the largest.`,
      );
    }
    let code = codeOf.get(best);
    if (code === undefined) {
      firstRows.push(row);
      code = values.push(`${best}`) - 1;
      codeOf.set(best, code);
    }
    codes.push(code);
    pPrediction.push(scores.share(best));
    if (own === null) return;
    pLabel.push(scores.share(own[row - 1]));
    rankLabel.push(scores.rank(own[row - 1]));
  };
  return listReader(file, column, shape, take, () => ({
    prediction: { values, codes: codes.finish(), firstRows, numeric: true },
    pPrediction: pPrediction.finish(),
    pLabel: own && pLabel.finish(),
    rankLabel: own && rankLabel.finish(),
  }));
}

/** Classes of a column as indices of scores, each row's; those past the last are refused with their row. */
export function classIndices(
  file: string,
  column: string,
  { values, codes, firstRows }: Categories,
): ClassIndices {
  return (count) => {
    if (!values.every((value) => /^\s*\d+(\.0*)?\s*$/.test(value))) return null;
    const indices = values.map(Number);
    const past = indices.findIndex((index) => index >= count);
    if (past >= 0) {
      throw new Error(
        `${file}: expected classes from 0 to ${count - 1} in column ${named(column)}, as lists beside it ` +
          `have ${count} values, got ${values[past]} in row ${firstRows[past]}.`,
      );
    }
    return Int32Array.from(codes, (code) => indices[code]);
  };
}
