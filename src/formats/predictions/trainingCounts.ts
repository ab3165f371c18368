import { named } from '../check';
import { categoryReader } from '../tables/columns';
import { scanTable } from '../tables/scanTable';

const COLUMNS = ['class', 'count'];

/**
 * Reads how many training images each class had, from CSV or Parquet bytes with the columns class and count,
 * in the order of `classNames`. Classes are named, or, where no name of the file is one of them, numbered
 * from 0. Other classes are ignored. Throws one sentence where a class has no count, has two, or a count is
 * no whole number above 0.
 */
export async function readTrainingCounts(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  classNames: readonly string[],
): Promise<number[]> {
  const readers = COLUMNS.map((column) => categoryReader(file, column));
  await scanTable(bytes, file, (header) => {
    const places = COLUMNS.map((column) => header.indexOf(column));
    if (places.includes(-1)) {
      const shown = header.slice(0, 12).map(named).join(', ');
      throw new Error(`${file}: expected the columns class and count, got ${shown}.`);
    }
    return header.map((_, place) => readers[places.indexOf(place)] ?? null);
  });
  const [classes, counts] = readers.map((reader) => reader.finish());
  const countOf = new Map<string, number>();
  classes.codes.forEach((code, row) => {
    const name = classes.values[code];
    const text = counts.values[counts.codes[row]];
    if (countOf.has(name)) {
      throw new Error(`${file}: expected one row a class, got class ${named(name)} again in row ${row + 1}.`);
    }
    if (!/^[1-9]\d{0,14}(\.0*)?$/.test(text)) {
      throw new Error(
        `${file}: expected a whole number above 0 in column count, row ${row + 1}, got ${named(text)}.`,
      );
    }
    countOf.set(name, Number(text));
  });
  const isNamed = classNames.some((name) => countOf.has(name));
  return classNames.map((name, label) => {
    const count = countOf.get(isNamed ? name : `${label}`);
    if (count === undefined) {
      throw new Error(`${file}: expected a row for class ${named(isNamed ? name : label)}, got none.`);
    }
    return count;
  });
}
