/**
 * Lists in the cells of a table: what they hold, decided from the first of them, and how they are written as
 * text.
 */

/**
 * What the lists of a column hold: a share or a logit for each class, the classes of one network in order, or
 * a class for each of several networks. `numbers` are those of which nothing says what they are. `uneven` are
 * of several lengths; `shortened` are texts in which numpy left values out.
 */
export type ListKind =
  | 'probabilities'
  | 'logits'
  | 'ranked'
  | 'networks'
  | 'numbers'
  | 'uneven'
  | 'shortened';

/** The lists of a column: all of one length, unless they are uneven. */
export type ListShape = {
  kind: ListKind;
  length: number;
  /** Whether their numbers never rise, as those of the likeliest classes do. */
  falls: boolean;
  /** The values of lists of classes, as far as they were looked at. */
  values: string[];
};

type List = ArrayLike<unknown>;

const SCORES = /(logit|score|output|pred|softmax|prob|confidence)/i;
const PROBABILITIES = /(prob|softmax|confidence)/i;
const RANKED = /(top|rank)/i;
/**
 * As many rows must have different classes in all places before they are taken for the classes of one network
 * in order.
 */
const FEWEST_ROWS = 5;
/** So far may shares of all classes be from adding up to 1. */
const ROUNDING = 0.01;

/** Whether a value of a cell is a list. */
export function isList(value: unknown): value is List {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof Uint8Array));
}

/** The only value of a list of one, and any other value as it is. */
export function withoutList(value: unknown): unknown {
  return isList(value) && value.length === 1 ? value[0] : value;
}

/** What lists hold, by the column's name and its first lists. */
export function listShape(column: string, lists: List[]): ListShape {
  const rows = lists.map((list) => Array.from(list));
  const [{ length }] = rows;
  if (length === 0 || rows.some((row) => row.length !== length)) return { ...UNREAD, kind: 'uneven', length };
  const kind = kindOf(column, rows);
  const areClasses = kind === 'ranked' || kind === 'networks';
  return {
    kind,
    length,
    falls: rows.every((row) => row.every((value, at) => at === 0 || Number(value) <= Number(row[at - 1]))),
    values: areClasses ? [...new Set(rows.flat().map(String))] : [],
  };
}

/** The shape of lists that cannot be read. */
export const UNREAD: ListShape = { kind: 'shortened', length: 0, falls: false, values: [] };

function kindOf(column: string, rows: unknown[][]): ListKind {
  const values = rows.flat();
  const areNumbers = values.every((value) => typeof value === 'number' || typeof value === 'bigint');
  const numbers = areNumbers ? rows.map((row) => row.map(Number)) : [];
  const areShares = areNumbers && numbers.every(addsUp);
  const areWhole = areNumbers && numbers.flat().every((value) => Number.isInteger(value) && value >= 0);
  if (areNumbers && (!areWhole || (areShares && PROBABILITIES.test(column)))) {
    if (areShares) return 'probabilities';
    if (PROBABILITIES.test(column) || !SCORES.test(column)) return 'numbers';
    return 'logits';
  }
  if (/logit/i.test(column) && areNumbers) return 'logits';
  const areApart = rows.every((row) => new Set(row).size === row.length);
  const [{ length }] = rows;
  if (areApart && (RANKED.test(column) || (rows.length >= FEWEST_ROWS && length > 2))) return 'ranked';
  return 'networks';
}

function addsUp(row: number[]): boolean {
  const sum = row.reduce((total, value) => total + value, 0);
  return row.length > 1 && row.every((value) => value >= 0) && Math.abs(sum - 1) <= ROUNDING;
}

const SCORE_WORDS = 'probabilities|probability|probs?|softmax|logits?|scores?|outputs?';
const ENDS_WITH_SCORES = new RegExp(`[\\s_\\-.]*(${SCORE_WORDS})$`, 'i');
const BEGINS_WITH_SCORES = new RegExp(`^(${SCORE_WORDS})[\\s_\\-.]+`, 'i');

/**
 * The name of a column of scores without the word for scores: that of its network, empty where it has no
 * other.
 */
export function networkOfScores(column: string): string {
  return column.replace(ENDS_WITH_SCORES, '').replace(BEGINS_WITH_SCORES, '');
}

const PART = /'[^']*'|"[^"]*"|[^\s,]+/g;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/**
 * A list as Python and numpy write it as text, `[0.1, 0.9]` or `[0.1 0.9]`, of numbers or quoted texts. Null
 * for any other text.
 */
export function parseList(text: string): (number | string)[] | null {
  const trimmed = text.trim();
  if (!isListText(trimmed)) return null;
  const body = trimmed.slice(1, -1).trim();
  if (body === '') return [];
  const parts = body.match(PART) ?? [];
  if (/,\s*,|^,|,$/.test(body.replace(PART, '0'))) return null;
  const values: (number | string)[] = [];
  for (const part of parts) {
    if (/^['"]/.test(part)) values.push(part.slice(1, -1));
    else if (NUMBER.test(part)) values.push(Number(part));
    else return null;
  }
  return values;
}

function isListText(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']');
}

/** Whether a text is a list of numbers in which numpy left some out. */
export function isShortened(text: string): boolean {
  const trimmed = text.trim();
  return isListText(trimmed) && trimmed.includes('...') && parseList(trimmed.replace('...', ' ')) !== null;
}
