/** Columns that say how sure each network of a wide table was, by their names. */
import { plainName, ROLE_NAMES } from '../columnNames';
import type { ColumnSample } from './columnSample';
import type { NetworkConfidences } from './mapping';

type ConfidenceRole = keyof NetworkConfidences;

const ROLES: ConfidenceRole[] = ['pPrediction', 'pLabel', 'rankLabel'];

/**
 * Words for a prediction beside which a column says how sure it was, `resnet_0_pred` beside `resnet_0_conf`.
 */
const PREDICTIONS = ROLE_NAMES.filter(({ role }) => role === 'prediction').flatMap(({ names }) => names);

/**
 * The columns of confidences of networks, and columns that might have been some and are not used, with the
 * reason.
 */
export type ConfidenceColumns = {
  confidences: Record<string, NetworkConfidences>;
  unused: { column: string; why: string }[];
};

/**
 * The columns that are called as the networks are, with a word for a probability or a rank before or behind:
 * `resnet_0_confidence`, `conf_resnet_0`. They count where every network has one of a kind; the likeliest
 * word wins.
 */
export function confidenceColumns(networks: string[], free: ColumnSample[]): ConfidenceColumns {
  const bases = new Map<string, string>();
  for (const network of networks) {
    const plain = plainName(network);
    bases.set(plain, network);
    for (const { name } of PREDICTIONS) {
      const base = withoutWord(plain, name);
      if (base !== null && !bases.has(base)) bases.set(base, network);
    }
  }
  const found = ROLES.map((role) => ({ role, ...ofRole(role, bases, free) }));
  const confidences: Record<string, NetworkConfidences> = {};
  const unused: ConfidenceColumns['unused'] = [];
  for (const { role, columns, others } of found) {
    const isWhole = networks.every((network) => columns.has(network));
    for (const [network, column] of columns) {
      if (isWhole) confidences[network] = { ...confidences[network], [role]: column };
      else {
        const without = networks.find((each) => !columns.has(each));
        unused.push({ column, why: `not every network has such a column: ${without} has none` });
      }
    }
    for (const column of others)
      unused.push({ column, why: 'another column was taken for the same of its network' });
  }
  return { confidences, unused };
}

/**
 * Columns that are called as another is, with a word for the rank of the true label: their whole numbers are
 * no classes.
 */
export function rankColumns(free: ColumnSample[]): string[] {
  const names = new Set(free.map(({ column }) => plainName(column)));
  const words = ROLE_NAMES.find(({ role }) => role === 'rankLabel')?.names ?? [];
  const isNamed = (base: string) =>
    names.has(base) || PREDICTIONS.some(({ name }) => names.has(`${base}_${name}`));
  return free
    .filter(({ column }) =>
      words.some(({ name }) => {
        const base = withoutWord(plainName(column), name);
        return base !== null && isNamed(base);
      }),
    )
    .map(({ column }) => column);
}

function ofRole(role: ConfidenceRole, bases: Map<string, string>, free: ColumnSample[]) {
  const words = ROLE_NAMES.find((each) => each.role === role)?.names ?? [];
  const columns = new Map<string, string>();
  const others = new Set<string>();
  const taken = new Set<string>();
  for (const { name, isSure } of words) {
    for (const sample of free) {
      const base = withoutWord(plainName(sample.column), name);
      const network = base === null ? undefined : bases.get(base);
      if (network === undefined || network === sample.column) continue;
      const fits = role === 'rankLabel' ? sample.isClassNumbers : sample.isShares;
      // A word that surely means it and values that do not fit are refused when they are read, with the row.
      if (!fits && !(isSure && sample.isNumeric)) continue;
      if (others.has(sample.column) || taken.has(sample.column)) continue;
      if (columns.has(network)) others.add(sample.column);
      else {
        columns.set(network, sample.column);
        taken.add(sample.column);
      }
    }
  }
  return { columns, others };
}

/** A name without a word before or behind it; null where it has none, or nothing else. */
function withoutWord(plain: string, word: string): string | null {
  if (plain.endsWith(`_${word}`)) return plain.slice(0, -word.length - 1);
  if (plain.startsWith(`${word}_`)) return plain.slice(word.length + 1);
  return null;
}
