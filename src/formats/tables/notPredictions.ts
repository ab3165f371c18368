/** Which columns are no predictions of a network although their values could be classes. */
import { plainName, ROLE_NAMES, roleOfColumn } from '../columnNames';
import type { ColumnSample } from './columnSample';
import { roleOfName } from './populationNames';

/** Words for what is counted or measured of a network, or made of several. */
const MEASURES = new RegExp(
  '^(correct|incorrect|correctness|wrong|errors?|errs?|hits?|miss|acc|accuracy|' +
    'top([2-9]|\\d\\d+)|second|runner|rank|ms|secs?|seconds?|times?|latency|loss|entropy|margin|' +
    'agree|agrees|agreement|disagree|disagreement|counts?|difficulty|' +
    'pie|pies|flag|is|has|width|height|area|size|age|bbox|box|attr|attribute)\\d*$',
);
/** Words for a number that goes on in another column; with a number they name networks: `n0`, `epoch_90`. */
const NUMBERED = /(?:^|_)(n|num|epochs?|steps?|batch)(?!_?\d|[a-z\d])/;
/** Words for classes that no network, or all of them together, gave; these count only beside networks. */
const OTHERS = new RegExp(
  '^(labels?|targets?|truth|true|gt|actual|names?|class|category|coarse|superclass|noisy|' +
    'humans?|annotators?|annot|raters?|workers?|experts?|readers?|' +
    'mode|modal|votes?|voted|majority|consensus|ensemble|mean|median)\\d*$',
);
/** A place of the likeliest classes that is not the first. */
const FURTHER = /\d.*_(top|rank)_([2-9]|\d\d+)$/;
/** Words for networks, which need not be right to be some. */
export const NETWORK_WORD = /(dense|prun|sparse|seed|net|model|pred|run|member|ckpt|fold)/;
const PREDICTIONS = ROLE_NAMES.filter(({ role }) => role === 'prediction').flatMap(({ names }) =>
  names.map(({ name }) => name),
);
/** Architectures by their names, as columns of one network each are called. */
const ARCHITECTURE =
  /(^|_)([a-z]*net(v?\d+[a-z]*)?|vgg|(v|de|be)it|swin|(conv|res)next|(in|x)ception|wrn|mlp|cnn|clip)\d*(_|$)/;
/** With so many networks a column is compared, where there are no labels: a table may have many thousands. */
const MOST_COMPARED = 10;
/** Fewer rows tell nothing of how often two columns agree. */
const FEWEST_ROWS = 8;
/** Nor do rows of which more have one value in the other, as where images are sorted by class. */
const MOST_ALIKE = 0.6;

/** What in a column's name says that a network gave its classes; null where nothing does. */
export function networkWord(column: string): 'prediction' | 'network' | null {
  const plain = plainName(column);
  if (words(plain).some((word) => PREDICTIONS.includes(word))) return 'prediction';
  return ARCHITECTURE.test(plain) ? 'network' : null;
}

/**
 * The columns among `samples`, all of which could be classes, that are no predictions, and why. Some are
 * named as true labels, as a measure (`dense_0_correct`), or as somebody else's answer beside networks
 * (`human_label`). Some are called as a network is with more words, but are no more like it than chance, and
 * never equal to it or of far fewer values. Others, beside networks, have no word for one and agree with the
 * true labels, or with the networks, no more than chance.
 */
export function notPredictions(samples: ColumnSample[], label: ColumnSample | null): Map<string, string> {
  const out = new Map<string, string>();
  const left = () => samples.filter(({ column }) => !out.has(column));
  for (const { column } of samples) {
    if (label !== null && roleOfColumn(column) === 'label')
      out.set(column, 'a further column of true labels');
    const word = measureIn(column);
    if (word !== null) out.set(column, `its name says that it is something else ("${word}")`);
  }
  const some = left().map((sample) => ({ sample, word: otherIn(sample.column) }));
  if (some.some(({ word }) => word === null)) {
    for (const { sample, word } of some)
      if (word !== null) out.set(sample.column, `its name says that no network gave it ("${word}")`);
  }
  const names = new Map(left().map((sample) => [plainName(sample.column), sample]));
  for (const sample of left()) {
    const base = shorterNames(plainName(sample.column)).find((name) => names.has(name));
    if (base === undefined) continue;
    const network = names.get(base)!;
    const isUnlike = agree(sample, network) === false && !isLike(sample, network);
    if (isUnlike && (label === null || agree(sample, label) !== true))
      out.set(sample.column, `called as ${network.column} is, but agrees with it no more than chance`);
  }
  const known = left().filter(
    ({ column }) => NETWORK_WORD.test(plainName(column)) || roleOfName(column) || networkWord(column),
  );
  const likeLabels = label === null ? [] : left().filter((sample) => agree(sample, label) === true);
  const stays = new Set([...known, ...likeLabels]);
  if (stays.size === 0) return out;
  // Columns numbered alike belong together: in few rows chance keeps one from looking like the labels.
  const alike = new Set(likeLabels.map(({ column }) => stemOf(column)));
  for (const sample of left()) {
    if (stays.has(sample) || (/\d/.test(sample.column) && alike.has(stemOf(sample.column)))) continue;
    const beside = label !== null && agree(sample, label) !== null ? [label] : known.slice(0, MOST_COMPARED);
    const answers = beside.map((other) => agree(sample, other));
    if (answers.length > 0 && answers.every((answer) => answer === false))
      out.set(sample.column, `agrees with ${label ? 'the true labels' : 'the networks'} no more than chance`);
  }
  return out;
}

function stemOf(column: string): string {
  return plainName(column).replace(/\d+/g, '#');
}

function measureIn(column: string): string | null {
  const plain = plainName(column);
  if (FURTHER.test(plain)) return plain.split('_').slice(-2).join('_');
  return words(plain).find((word) => MEASURES.test(word)) ?? NUMBERED.exec(plain)?.[1] ?? null;
}

function otherIn(column: string): string | null {
  const own = words(plainName(column));
  if (own.some((word) => PREDICTIONS.includes(word))) return null;
  return own.find((word) => OTHERS.test(word)) ?? null;
}

/** Numbers of networks count as no words. */
function words(plain: string): string[] {
  return plain.split('_').filter((word) => !/^\d*$/.test(word));
}

/** A name without one to three words behind or before it that have no number and name no population. */
function shorterNames(plain: string): string[] {
  const parts = plain.split('_');
  return [1, 2, 3]
    .filter((count) => count < parts.length)
    .flatMap((count) => [
      [parts.slice(0, -count), parts.slice(-count)],
      [parts.slice(count), parts.slice(0, count)],
    ])
    .filter(([, more]) => more.every((word) => !/\d/.test(word) && roleOfName(word) === null))
    .map(([rest]) => rest.join('_'));
}

/**
 * Whether two columns have equal values in more rows than chance explains, by three standard errors; null
 * where their rows tell nothing of it.
 */
function agree(one: ColumnSample, other: ColumnSample): boolean | null {
  const rows = one.values.length;
  if (rows < FEWEST_ROWS || one.empty > 0 || other.empty > 0) return null;
  const shares = [one, other].map(({ values }) => {
    const count = new Map<string, number>();
    for (const value of values) count.set(plainValue(value), (count.get(plainValue(value)) ?? 0) + 1 / rows);
    return count;
  });
  if (Math.max(...shares[1].values()) > MOST_ALIKE) return null;
  let chance = 0;
  for (const [value, share] of shares[0]) chance += share * (shares[1].get(value) ?? 0);
  const equal = one.values.filter((value, row) => plainValue(value) === plainValue(other.values[row])).length;
  return equal / rows > chance + 3 * Math.sqrt((chance * (1 - chance)) / rows);
}

/** Whether a column has about as many different values as another, and is equal to it in some row. */
function isLike(one: ColumnSample, other: ColumnSample): boolean {
  const [own, all] = [one, other].map(({ values }) => new Set(values.map(plainValue)).size);
  const isEqual = one.values.some((value, row) => plainValue(value) === plainValue(other.values[row] ?? ''));
  return isEqual && 2 * own > all;
}

function plainValue(value: string): string {
  const text = value.trim().toLowerCase();
  return /^\d+\.0*$/.test(text) ? text.replace(/\.0*$/, '') : text;
}
