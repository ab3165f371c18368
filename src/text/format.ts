import { fixed } from './fixed';

const MINUS = '\u2212';
const NONE = '\u2013';
const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

type Maybe = number | null | undefined;

function missing(value: Maybe): value is null | undefined {
  return value === null || value === undefined || !Number.isFinite(value);
}

/** A whole number with thousands separated, never a negative zero: 10,000. A dash where there is none. */
export function count(value: Maybe): string {
  if (missing(value)) return NONE;
  const text = grouped.format(Math.abs(value));
  return value < 0 && text !== '0' ? MINUS + text : text;
}

/**
 * A number with `digits` decimals and a true minus sign; never a negative zero. A dash where there is none.
 */
export function decimal(value: Maybe, digits = 1): string {
  if (missing(value)) return NONE;
  const text = fixed(Math.abs(value), digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** A change, with its sign: +0.6, \u22121.4, 0.0. */
export function signed(value: Maybe, digits = 1): string {
  const text = decimal(value, digits);
  return !missing(value) && value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/**
 * A count that is expected, not seen, or a mean of counts: 0.45, 12.3. Two decimals below ten: .45 is no 0.5.
 */
export function expected(value: Maybe): string {
  return decimal(value, !missing(value) && value < 9.995 ? 2 : 1);
}

/** A share 0..1 as a percentage: 90.4%. */
export function percent(value: Maybe, digits = 1): string {
  return missing(value) ? NONE : `${decimal(100 * value, digits)}%`;
}

/** A share 0..1 as a whole percentage: 90%. */
export function wholePercent(value: Maybe): string {
  return percent(value, 0);
}

/**
 * A share that somebody chose as a percentage without a needless decimal: 90%, 12.5%, 1.25%; with one where
 * two are not enough.
 */
export function level(share: number): string {
  const parts = [1, 10, 100].map((scale) => share * 100 * scale);
  const digits = parts.findIndex((part) => Math.abs(part - Math.round(part)) < 1e-6);
  return percent(share, digits < 0 ? 1 : digits);
}

/** A p-value as tables print it: .002, < .001, 1. A dash where no test was possible. */
export function pValue(p: Maybe): string {
  if (missing(p)) return NONE;
  if (p < 0.001) return '< .001';
  const text = fixed(p, 3);
  return text.startsWith('0') ? text.slice(1) : '1';
}

/** A p-value after the letter p: "= .002", "< .001". */
export function pPhrase(p: Maybe): string {
  const text = pValue(p);
  return text.startsWith('<') ? text : `= ${text}`;
}

/** The same of a test that allows no p below `least`, which is said where it could never be 5%. */
export function pBounded(p: Maybe, least: number): string {
  return pPhrase(p) + (least > 0.05 ? `, the least being ${pValue(least)} with so few networks` : '');
}

/** The interval of a share, cut at 0 and 1: Student's t over few networks reaches past them. */
export function cut(interval: [number, number] | null | undefined): [number, number] | null {
  return interval ? [Math.max(0, interval[0]), Math.min(1, interval[1])] : null;
}

/** Two ends as a range: "88.6 to 88.9". */
export function range(ends: [number, number] | null, show: (value: number) => string): string {
  return ends ? `${show(ends[0])} to ${show(ends[1])}` : NONE;
}

/**
 * A range in brackets after what it is of: " (88.6 to 88.9)", " (95%: 88.6 to 88.9)"; nothing without ends.
 */
export function bracketed(
  ends: [number, number] | null | undefined,
  show: (value: number) => string,
  lead = '',
): string {
  return ends ? ` (${lead}${range(ends, show)})` : '';
}

/** Bytes in powers of 1,000: 377 kB. */
export function bytes(value: number): string {
  if (value < 1000) return `${count(value)} B`;
  if (value < 1e6) return `${decimal(value / 1e3, value < 1e4 ? 1 : 0)} kB`;
  return value < 1e9 ? `${decimal(value / 1e6)} MB` : `${decimal(value / 1e9)} GB`;
}

/** A large count in short: 2.24 M, 9.5k, 640. */
export function short(value: number): string {
  if (value >= 1e6) return `${decimal(value / 1e6, 2)} M`;
  if (value >= 1e3) return `${decimal(value / 1e3, value < 1e4 ? 1 : 0)}k`;
  return count(value);
}

/** A small count as prose writes it, larger ones in figures: ten, 30. */
export function word(value: number): string {
  return words[value] ?? count(value);
}

/** The same where no noun follows: none, one, ten, 30. */
export function wordAlone(value: number): string {
  return value === 0 ? 'none' : word(value);
}

/** The noun that agrees with a count: 1 image, 2 images. */
export function noun(value: number, one: string, many = `${one}s`): string {
  return value === 1 ? one : many;
}

/** A class's name as it stands in a sentence: a bare number says what it is ("6", "class 6"). */
export function classNamed(name: string): string {
  return /^\d+$/.test(name) ? `class ${name}` : name;
}

/**
 * A class's name as it opens a sentence: words in lower case get a capital ("deer", "Deer"; "6", "Class 6").
 * What has digits or capitals of its own stays as it is ("n0144", "iPod").
 */
export function opening(name: string): string {
  const named = classNamed(name);
  return /^\p{Ll}[\p{Ll}\s/-]*( \d+)?$/u.test(named) ? capital(named) : named;
}

/** A count with its noun: 1 image, 2,000 images. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${noun(value, one, many)}`;
}

/** A text with its first letter in upper case. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
