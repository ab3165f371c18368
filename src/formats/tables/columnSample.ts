import { NESTED } from '../columnNames';
import type { ListShape } from './lists';
import { parseShare } from './share';
import type { TablePreview } from './tablePreview';

/** What the first values of a column look like. Empty cells count nowhere but in `empty`. */
export type ColumnSample = {
  column: string;
  values: string[];
  empty: number;
  /** Every value is a whole number from 0, as `3` or `3.0`. */
  isClassNumbers: boolean;
  /** Every value is a number. */
  isNumeric: boolean;
  /** Some value is a number with a fraction that is not zero. */
  hasFractions: boolean;
  /** Every value is from 0 to 1, in whatever way shares are written. */
  isShares: boolean;
  /** What its lists hold, where its cells are lists of more than one value. */
  lists: ListShape | null;
  /** Whether values are lists, or nested otherwise. */
  isLists: boolean;
};

const WHOLE = /^\d+(\.0*)?$/;

/** Samples of all columns of a preview, in their order. */
export function sampleColumns({ header, rows, lists }: TablePreview): ColumnSample[] {
  return header.map((column, at) => {
    const values = rows.map((row) => row[at]).filter((value) => value !== '');
    const numbers = values.map((value) => (value.trim() === '' ? Number.NaN : Number(value)));
    return {
      column,
      values,
      empty: rows.length - values.length,
      isClassNumbers: values.every((value) => WHOLE.test(value)),
      isNumeric: numbers.every((value) => !Number.isNaN(value)),
      hasFractions: numbers.some((value) => Number.isFinite(value) && !Number.isInteger(value)),
      isShares: values.every((value) => {
        const share = parseShare(value);
        return share >= 0 && share <= 1.001;
      }),
      lists: lists?.[at] ?? null,
      isLists: lists?.[at] != null || values.some((value) => value === NESTED),
    };
  });
}

/** Whether values may be classes: names, or whole numbers from 0. */
export function fitsClasses({ values, hasFractions, isLists }: ColumnSample): boolean {
  return !hasFractions && !isLists && values.every((value) => !/^-\d/.test(value));
}
