/** What is refused of the classes that columns hold, with the rows. */
import { named } from '../check';
import type { Categories } from '../tables/columns';

/** A column of classes, and where it stands. */
export type ClassColumn = { file: string; column: 'prediction' | 'label'; categories: Categories };

/** No class: what a place without one holds. */
export const MISSING = 65_535;

/**
 * Words for a missing value. Those that may be the name of a class are one where images have it and networks
 * give it.
 */
const ABSENT = /^(#?n\/?a|<na>|[-+]?nan|nat|null|none|nil|\(null\)|missing|\?|-|\.)$/i;
const NEVER_NAMES = /^(#.*|<na>|[-+]?nan|nat|\?|-|\.)$/i;
/** So many different fractions are no classes but shares or measurements. */
const MOST_FRACTIONS = 20;
const FRACTION = /^-?\d*\.\d*[1-9]\d*(e[-+]?\d+)?$|^-?\d+(\.\d+)?e[-+]?\d+$/i;
/** What -1 becomes in whole numbers without a sign. */
const MINUS_ONES = [255n, 65_535n, 4_294_967_295n, 18_446_744_073_709_551_615n];
/** Past this no number is an index of a class. */
const LARGEST_INDEX = 2n ** 31n;
/** The sentence for a value that is no class. */
export function notClass(
  file: string,
  column: string,
  categories: Categories,
  code: number,
  advice = '',
): Error {
  return new Error(
    `${file}: expected a class index or name in column ${column}, row ${categories.firstRows[code]}, got ` +
      `${shownClass(categories.values[code])}${advice}.`,
  );
}

/** Refuses words for a missing value, unless they are the name of a class. */
export function checkAbsent(columns: ClassColumn[], texts: string[][], given: Set<string> | null): void {
  const withText = (kind: ClassColumn['column'], text: string) =>
    columns.some(({ column }, at) => column === kind && texts[at].includes(text));
  const areNames = texts.some((own) => own.some((text) => !/^\d+$/.test(text) && !ABSENT.test(text)));
  columns.forEach(({ file, column, categories }, at) => {
    texts[at].forEach((text, code) => {
      if (!ABSENT.test(text) || given?.has(text)) return;
      const isName =
        areNames && !NEVER_NAMES.test(text) && withText('label', text) && withText('prediction', text);
      if (!isName) {
        throw notClass(
          file,
          column,
          categories,
          code,
          ', a missing value; fill it in, or leave the image out',
        );
      }
    });
  });
}

/** Refuses fractions. */
export function checkFractions(columns: ClassColumn[], texts: string[][]): void {
  columns.forEach(({ file, column, categories }, at) => {
    const fractions = texts[at].filter((text) => FRACTION.test(text));
    const [first] = fractions;
    if (first === undefined || (!categories.numeric && fractions.length <= MOST_FRACTIONS)) return;
    const advice = categories.numeric ? '' : '; probabilities and other measurements are no classes';
    throw notClass(file, column, categories, texts[at].indexOf(first), advice);
  });
}

/** Refuses numbers in one column where another has names. */
export function checkKinds(columns: ClassColumn[], texts: string[][]): void {
  const isIndex = (own: string[]) => own.every((text) => /^\d+$/.test(text));
  const nameAt = texts.findIndex((own) => !isIndex(own));
  if (nameAt < 0) return;
  const known = new Set(texts.filter((own) => !isIndex(own)).flat());
  columns.forEach(({ file, column, categories }, at) => {
    const strange = isIndex(texts[at]) ? texts[at].findIndex((text) => !known.has(text)) : -1;
    if (strange < 0) return;
    const other = columns[nameAt];
    const name = texts[nameAt].findIndex((text) => !/^\d+$/.test(text));
    throw new Error(
      `${file}: expected names of classes in column ${column}, as ${other.file} has in column ` +
        `${other.column} (row ${other.categories.firstRows[name]}: ` +
        `${shownClass(texts[nameAt][name])}), got ` +
        `numbers (row ${categories.firstRows[strange]}: ${shownClass(texts[at][strange])}); write one kind ` +
        'in all files, or give the names in the order of the numbers (--classes FILE).',
    );
  });
}

/** Refuses numbers that are -1 without a sign, or past all indices. */
export function checkIndices(columns: ClassColumn[], texts: string[][]): void {
  const numbers = [...new Set(texts.flat())].filter((text) => /^\d+$/.test(text)).map(BigInt);
  if (numbers.length === 0) return;
  const [largest, next = 0n] = numbers.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const isMinusOne = MINUS_ONES.includes(largest) && next < largest / 2n;
  if (largest < LARGEST_INDEX && !isMinusOne) return;
  const at = texts.findIndex((own) => own.includes(`${largest}`));
  const { file, column, categories } = columns[at];
  const advice = MINUS_ONES.includes(largest)
    ? ', which is -1 without its sign; fill it in, or leave the image out'
    : '; no index of a class is as large';
  throw notClass(file, column, categories, texts[at].indexOf(`${largest}`), advice);
}

/** Refuses names that networks give of which none is a true label. */
export function checkShared(columns: ClassColumn[], texts: string[][]): void {
  const labels = new Set(texts.filter((_, at) => columns[at].column === 'label').flat());
  if (labels.size === 0 || [...labels].every((text) => /^\d+$/.test(text))) return;
  columns.forEach(({ file, column, categories }, at) => {
    if (column === 'label' || texts[at].some((text) => labels.has(text))) return;
    const labelAt = columns.findIndex((other) => other.column === 'label');
    const { file: other, categories: there } = columns[labelAt];
    throw new Error(
      `${file}: expected classes by the names that the true labels of ${other} have (row ` +
        `${there.firstRows[0]}: ${shownClass(there.values[0])}), got others alone (row ` +
        `${categories.firstRows[0]}: ${shownClass(categories.values[0])}).`,
    );
  });
}

/** Refuses more classes than there are numbers for. */
export function checkCount([{ file }]: ClassColumn[], count: number): void {
  if (count >= MISSING) {
    throw new Error(
      `${file}: expected at most ${MISSING - 1} classes, got ${count}; is prediction a column of classes?`,
    );
  }
}

/** A class in a sentence. */
export function shownClass(value: string): string {
  return JSON.stringify(named(value));
}
