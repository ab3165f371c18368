import type { Categories } from '../tables/columns';
import {
  type ClassColumn,
  checkAbsent,
  checkCount,
  checkFractions,
  checkIndices,
  checkKinds,
  checkShared,
  notClass,
  shownClass,
} from './classChecks';
import { printedValue } from './printedValue';

/** One order of classes for several columns. */
export type Vocabulary = {
  /** Class values as the files give them, in class order. */
  values: (number | string)[];
  /** Names to show, in class order: the given ones, else the values. */
  names: string[];
  /** The class of every value of one of the columns. */
  indices(categories: Categories): Uint16Array;
};

const MOST_SHOWN = 4;

/**
 * One vocabulary of the classes of all columns. Values are made equal where that is certain, and `told` is
 * given a sentence about it. That is so for padding, composed and decomposed letters, what Python prints
 * around a value, `3`, `3.0` and `03`, and truth values. Capitals and separators are so where no column has
 * both spellings. Anything else that does not go together is refused with the values and their rows. Order:
 * `names` when given (values are names of it, or indices into it), else numeric when every value is a whole
 * number, else by code unit.
 */
export function vocabulary(
  columns: ClassColumn[],
  names: string[] | null,
  told: (sentence: string) => void,
): Vocabulary {
  const given = names && new Set(names);
  const texts = columns.map((column) => plainTexts(column, given));
  checkAbsent(columns, texts, given);
  checkFractions(columns, texts);
  if (names) return indexed(columns, texts, names);
  const united = unite(columns, texts);
  checkKinds(columns, united.texts);
  checkIndices(columns, united.texts);
  checkShared(columns, united.texts);
  const spellings = columns.flatMap(({ categories }) => categories.values);
  const padded = spellings.filter((value) => value !== composed(value)).length;
  if (padded > 0)
    told(
      `Classes are compared without spaces around them and with composed letters: ${padded} spellings ` +
        'changed.',
    );
  const printed = spellings.filter((value) => unprinted(value) !== composed(value));
  if (printed.length > 0) {
    told(
      'Classes are compared without what Python prints around them: ' +
        `${shownClass(printed[0])} is ${shownClass(unprinted(printed[0]))}.`,
    );
  }
  if (united.pairs.length > 0) {
    const some = united.pairs
      .slice(0, MOST_SHOWN)
      .map(([from, to]) => `${shownClass(from)} is ${shownClass(to)}`);
    const more = united.pairs.length > MOST_SHOWN ? `, and ${united.pairs.length - MOST_SHOWN} more` : '';
    told(`Classes that files spell differently were made equal: ${some.join(', ')}${more}.`);
  }
  const seen = new Set(united.texts.flat());
  const isNumeric = [...seen].every((value) => /^\d+$/.test(value));
  const values = sorted([...seen], isNumeric);
  checkCount(columns, values.length);
  const index = new Map(values.map((value, position) => [`${value}`, position]));
  const classes = new Map(
    columns.map(({ categories }, at) => [
      categories,
      Uint16Array.from(united.texts[at], (text) => index.get(text)!),
    ]),
  );
  return { values, names: values.map(String), indices: (categories) => classes.get(categories)! };
}

/** The classes of columns whose values are given names, or indices into them. */
function indexed(columns: ClassColumn[], texts: string[][], names: string[]): Vocabulary {
  checkCount(columns, names.length);
  const byName = new Map(names.map((name, index) => [name, index]));
  const byFold = new Map(names.map((name, index) => [foldOf(name), index]));
  const areNames = texts.every((own) => own.every((text) => byName.has(text)));
  const classes = new Map(
    columns.map(({ file, column, categories }, at) => {
      const own = texts[at];
      const isIndex = !areNames && own.every((text) => /^\d+$/.test(text));
      const indices = Uint16Array.from(own, (text, code) => {
        const found = isIndex ? Number(text) : (byName.get(text) ?? byFold.get(foldOf(text)));
        if (found !== undefined && found < names.length) return found;
        throw new Error(
          `${file}: expected one of the ${names.length} given class names, or an index from 0 to ` +
            `${names.length - 1}, in column ${column}, row ${categories.firstRows[code]}, got ` +
            `${shownClass(categories.values[code])}.`,
        );
      });
      return [categories, indices];
    }),
  );
  const anyIndex = !areNames && texts.every((own) => own.every((text) => /^\d+$/.test(text)));
  return {
    values: anyIndex ? names.map((_, position) => position) : names,
    names,
    indices: (categories) => classes.get(categories)!,
  };
}

function composed(value: string): string {
  return value.trim().normalize('NFC');
}

function unprinted(value: string): string {
  return printedValue(composed(value));
}

/**
 * Values without padding, letters composed, numbers without zeros around them; negative numbers are refused.
 */
function plainTexts({ file, column, categories }: ClassColumn, given: Set<string> | null): string[] {
  // Two names that differ by what Python prints alone stay two.
  const own = new Set(categories.values.map(composed));
  const plain = new Set(categories.values.map(unprinted)).size < own.size ? composed : unprinted;
  return categories.values.map((value, code) => {
    if (given?.has(value)) return value;
    const text = plain(value);
    if (text === '') throw notClass(file, column, categories, code, '; fill it in, or take the row out');
    if (!/^-?\d+(\.0*)?$/.test(text)) return text;
    const whole = text.replace(/\.0*$/, '').replace(/^(-?)0+(?=\d)/, '$1');
    if (whole === '-0') return '0';
    if (!whole.startsWith('-')) return whole;
    const advice = '; a negative number mostly stands for no class: fill it in, or leave these images out';
    throw notClass(file, column, categories, code, advice);
  });
}

/** Spellings that mean the same, all as the first column has them; `pairs` are those that were changed. */
function unite(columns: ClassColumn[], texts: string[][]): { texts: string[][]; pairs: [string, string][] } {
  const spellings = new Map<string, Set<string>>();
  const truths = areTruths(texts);
  const key = (text: string) => (truths ? truthOf(text) : foldOf(text));
  const apart = new Set<string>();
  for (const own of texts) {
    const here = new Map<string, string>();
    for (const text of new Set(own)) {
      const fold = key(text);
      if (here.has(fold)) apart.add(fold);
      here.set(fold, text);
      const known = spellings.get(fold);
      if (known) known.add(text);
      else spellings.set(fold, new Set([text]));
    }
  }
  const firstOf = new Map<string, string>();
  for (const [fold, own] of spellings) {
    const [first, ...others] = [...own].sort((a, b) => Number(/^\d+$/.test(a)) - Number(/^\d+$/.test(b)));
    if (!apart.has(fold)) for (const other of others) firstOf.set(other, first);
  }
  const united = columns.map((_, at) => texts[at].map((text) => firstOf.get(text) ?? text));
  return { texts: united, pairs: [...firstOf] };
}

/**
 * Whether every value is true or false, in words in one column at least, in words or as 1 and 0 in the
 * others.
 */
function areTruths(texts: string[][]): boolean {
  const areWords = (own: string[]) => own.every((text) => /^(true|false)$/i.test(text));
  return (
    texts.some(areWords) && texts.every((own) => areWords(own) || own.every((text) => /^[01]$/.test(text)))
  );
}

function truthOf(text: string): string {
  return /^(true|1)$/i.test(text) ? 'true' : 'false';
}

/** A name without its capitals, and with one kind of separator. */
function foldOf(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, ' ');
}

function sorted(values: string[], numeric: boolean): (number | string)[] {
  if (!numeric) return values.sort(byCodeUnit);
  values.sort((a, b) => a.length - b.length || byCodeUnit(a, b));
  return values.map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value));
}

/** Orders texts by their code units. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
