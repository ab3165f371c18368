import { plainName } from '../columnNames';
import { type ColumnSample, fitsClasses } from './columnSample';
import { NETWORK_WORD, networkWord, notPredictions } from './notPredictions';
import { roleOfName } from './populationNames';

/** Columns that belong together by their names and values. */
export type ColumnSets = {
  /** A column of predictions a network. */
  networks: { column: string; why: string }[];
  /** The classes of one network in order, the first of which is its prediction. */
  ranked: string[];
  /** What one network says of each class: probabilities or logits. */
  scores: string[];
  /** Columns that might have been networks, and why they are not. */
  others: { column: string; why: string }[];
};

const SCORE_WORD =
  /(^|_)(probs?|proba|probability|probabilities|logits?|scores?|softmax|p|conf|confidence)(_|\d|#|$)/;
const SHARE_WORD = /(^|_)(probs?|proba|probability|probabilities|softmax|p|conf|confidence)(_|\d|#|$)/;
const RANK_WORD = /^(top|rank|index|idx)_?#/;
/**
 * As many rows must have different classes in all columns before they are taken for the classes of one
 * network in order.
 */
const FEWEST_ROWS = 5;
/** Two columns that name networks rather than places differ in all of so few rows by chance. */
const FEWEST_ROWS_OF_TWO = 20;
/**
 * The share of a column's first values that are true labels somewhere, if it is one of classes that has no
 * telling name.
 */
const SHARED = 0.3;

/** Why a column without a telling name is one of predictions. */
export const LIKE_LABELS = 'its values are classes of the label';

/** What the columns that have no role by their names are, as sets; `label` is the column of true labels. */
export function columnSets(free: ColumnSample[], label: ColumnSample | null): ColumnSets {
  const sets: ColumnSets = { networks: [], ranked: [], scores: [], others: [] };
  const groups = groupsOf(free);
  const scores = groups.filter(([stem, group]) => areScores(stem, group));
  sets.scores = scores.flatMap(([, group]) => group.map(({ column }) => column));
  const taken = new Set(sets.scores);
  for (const [stem, group] of groups) {
    if (taken.has(group[0].column) || !group.every(fitsClasses) || !areRanked(stem, group, scores)) continue;
    if (sets.ranked.length === 0) sets.ranked = group.map(({ column }) => column);
    for (const { column } of group) taken.add(column);
  }
  const classes = free.filter(
    (sample) => !taken.has(sample.column) && fitsClasses(sample) && sample.values.length > 0,
  );
  const not = notPredictions(classes, label);
  sets.others = [...not].map(([column, why]) => ({ column, why }));
  const left = free.filter(({ column }) => !taken.has(column) && !not.has(column));
  for (const [stem, group] of groupsOf(left)) {
    if (!group.every(fitsClasses)) continue;
    const why = notNetworks(stem, group, label);
    for (const { column } of group) {
      if (why === null) sets.networks.push({ column, why: 'one of several columns numbered alike' });
      else sets.others.push({ column, why });
    }
  }
  const known = new Set([...sets.networks, ...sets.others].map(({ column }) => column));
  const rest = classes.filter(({ column }) => !known.has(column));
  sets.networks.push(...loneNetworks(rest, new Set(label?.values)));
  return sets;
}

/** Columns whose names differ by their numbers alone, or by the class behind a word for a score. */
function groupsOf(free: ColumnSample[]): [string, ColumnSample[]][] {
  const stems = new Map<string, ColumnSample[]>();
  for (const sample of free) {
    const plain = plainName(sample.column);
    const stem = /\d/.test(plain) ? plain.replace(/\d+/g, '#') : scoreStem(plain);
    if (stem === null) continue;
    const group = stems.get(stem);
    if (group) group.push(sample);
    else stems.set(stem, [sample]);
  }
  return [...stems].filter(([, { length }]) => length > 1);
}

/**
 * Columns of their own that are networks. Every value is a true label, or a word in the name says which
 * population, or that it is a prediction or an architecture.
 */
function loneNetworks(rest: ColumnSample[], vocabulary: Set<string>): ColumnSets['networks'] {
  const shared = ({ values }: ColumnSample) => values.filter((value) => vocabulary.has(value)).length;
  const called = rest.filter(
    ({ column }) => roleOfName(column) !== null && !/_(id|name|path|file|size)$/.test(plainName(column)),
  );
  return rest.flatMap((sample) => {
    const { column, values } = sample;
    if (vocabulary.size > 0 && shared(sample) === values.length) return [{ column, why: LIKE_LABELS }];
    const word = networkWord(column);
    const areFlags = values.every((value) => /^(true|false)$/i.test(value)) && shared(sample) === 0;
    if (word !== null && !(areFlags && vocabulary.size > 0))
      return [{ column, why: `by the word for a ${word} in its name` }];
    const isAlone = rest.length === 1 && !values.every((value) => /^(true|false)$/i.test(value));
    const fits =
      vocabulary.size > 0 ? shared(sample) >= SHARED * values.length : called.length > 1 || isAlone;
    if (!fits || !called.includes(sample)) return [];
    return [{ column, why: 'by the word for a population in its name' }];
  });
}

/** `prob_cat` and `prob_dog` belong together, as `prob_0` and `prob_1` do. */
function scoreStem(plain: string): string | null {
  const [, word] = /^(prob|proba|probability|p|logit|logits|score|softmax|conf)_./.exec(plain) ?? [];
  return word === undefined ? null : `${word}_#`;
}

function areScores(stem: string, group: ColumnSample[]): boolean {
  if (!group.every(({ isNumeric }) => isNumeric)) return false;
  // A number of a class is no probability, whatever its column is called: p0 to p4 may be five networks.
  if (SCORE_WORD.test(stem) && !(SHARE_WORD.test(stem) && areClassNumbers(group))) return true;
  if (group.some(({ hasFractions }) => hasFractions)) return true;
  return (
    group.length > 2 && rowsOf(group).every((row) => row.reduce((sum, value) => sum + Number(value), 0) === 1)
  );
}

/** Whether values are whole numbers, some above 1, that do not add up to 100 either. */
function areClassNumbers(group: ColumnSample[]): boolean {
  if (!group.every(({ isClassNumbers }) => isClassNumbers)) return false;
  const rows = rowsOf(group).map((row) => row.map(Number));
  const isPercent = rows.every((row) => Math.abs(row.reduce((sum, value) => sum + value, 0) - 100) <= 2);
  return !isPercent && rows.some((row) => row.some((value) => value > 1));
}

function rowsOf(group: ColumnSample[]): string[][] {
  const rows = Math.min(...group.map(({ values }) => values.length));
  return Array.from({ length: rows }, (_, row) => group.map(({ values }) => values[row]));
}

/** The k likeliest classes of one network differ in every row; networks agree on most images. */
function areRanked(stem: string, group: ColumnSample[], scores: [string, ColumnSample[]][]): boolean {
  const rows = rowsOf(group);
  if (!rows.every((row) => new Set(row).size === row.length)) return false;
  if (RANK_WORD.test(stem)) return true;
  const beside = scores.find(([, { length }]) => length === group.length)?.[1];
  const descend =
    beside && rowsOf(beside).every((row) => row.every((value, at) => at === 0 || +value <= +row[at - 1]));
  if (group.length === 2 && rows.length >= FEWEST_ROWS_OF_TWO && /^(pred|guess|choice|class)/.test(stem))
    return true;
  return rows.length >= FEWEST_ROWS && (group.length > 2 || descend === true);
}

/** Why numbered columns of whole numbers or names are no networks; null where they are. */
function notNetworks(stem: string, group: ColumnSample[], label: ColumnSample | null): string | null {
  if (stem === '#') {
    const numbers = group.map(({ column }) => Number(column));
    const ascend = numbers.every((number, at) => at === 0 || number > numbers[at - 1]);
    if (!ascend) return 'its name is a number out of order, as if the first row were no header';
  }
  if (NETWORK_WORD.test(stem)) return null;
  if (roleOfName(stem) !== null || label === null || label.values.length === 0) return null;
  const vocabulary = new Set(label.values);
  const values = group.flatMap((each) => each.values);
  const shared = values.filter((value) => vocabulary.has(value)).length;
  return shared < SHARED * values.length ? 'few of its values are classes of the label' : null;
}
