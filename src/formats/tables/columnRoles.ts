/** Which role each column of a table has by its name, and which column holds the ids of images. */
import { type ColumnRole, compactName, isIdName, isIndexName, ROLE_NAMES } from '../columnNames';
import { type ColumnSample, fitsClasses } from './columnSample';
import type { ListKind } from './lists';

/** What one column of a table was taken for, and why. */
export type ColumnMeaning = {
  column: string;
  role: ColumnRole | 'network' | 'ranked' | 'classScore' | 'unused';
  why: string;
  /** Its cells are lists, and `why` says what of. */
  isList?: true;
};

/** The columns of a table that have a role. */
export type Roles = Partial<Record<ColumnRole, ColumnSample>>;

/**
 * Takes a column of lists that its name makes the prediction away from the roles: what it is depends on its
 * lists.
 */
export function takeListed(roles: Roles, meanings: Map<string, ColumnMeaning>): ColumnSample | null {
  const { prediction } = roles;
  if (!prediction?.lists || !READ.includes(prediction.lists.kind)) return null;
  meanings.delete(prediction.column);
  delete roles.prediction;
  return prediction;
}

/** Lists from which a prediction follows. */
const READ: ListKind[] = ['networks', 'ranked', 'probabilities', 'logits'];
/** What a list in the place of one value is not refused for but passed over. */
const SCALAR_ROLES: ColumnRole[] = ['pPrediction', 'pLabel', 'rankLabel'];

/** The roles that names give, noted in `meanings`. */
export function rolesByName(samples: ColumnSample[], meanings: Map<string, ColumnMeaning>): Roles {
  const byName = new Map<string, ColumnSample[]>();
  for (const sample of samples) {
    const compact = compactName(sample.column);
    const same = byName.get(compact);
    if (same) same.push(sample);
    else byName.set(compact, [sample]);
  }
  const roles: Roles = {};
  for (const { role, names } of ROLE_NAMES) {
    const called = names.flatMap(({ name, isSure }) =>
      (byName.get(compactName(name)) ?? [])
        .filter(({ column }) => !meanings.has(column))
        .map((sample) => ({ sample, isSure })),
    );
    // What is surely meant and does not fit is refused when it is read, with its row.
    const [one] = [
      ...called.filter(({ sample }) => fits(role, sample)),
      ...called.filter(({ isSure, sample }) => isSure && !(sample.isLists && SCALAR_ROLES.includes(role))),
    ];
    if (!one) continue;
    roles[role] = one.sample;
    meanings.set(one.sample.column, { column: one.sample.column, role, why: 'by its name' });
  }
  return roles;
}

/** Whether first values may have a role at all. */
function fits(role: ColumnRole, sample: ColumnSample): boolean {
  if (sample.lists) return role === 'prediction' && READ.includes(sample.lists.kind);
  if (sample.isLists) return false;
  if (role === 'pPrediction' || role === 'pLabel') return sample.isShares;
  if (role === 'rankLabel') return sample.isClassNumbers;
  if (role === 'prediction' || role === 'label') return fitsClasses(sample);
  return true;
}

/**
 * The two levels of row names that pandas writes without names, the network and the image: together each pair
 * once.
 */
export function giveLevels(free: ColumnSample[], roles: Roles, meanings: Map<string, ColumnMeaning>): void {
  const levels = free.filter(({ column, isNumeric }) => isIndexName(column) && !isNumeric);
  if (roles.model || levels.length !== 2) return;
  const pairs = new Set(levels[0].values.map((value, row) => JSON.stringify([value, levels[1].values[row]])));
  if (pairs.size < levels[0].values.length) return;
  const [model, image] = levels.sort((a, b) => new Set(a.values).size - new Set(b.values).size);
  roles.model = model;
  roles.image = image;
  meanings.set(model.column, { column: model.column, role: 'model', why: 'the row names of fewer values' });
  meanings.set(image.column, { column: image.column, role: 'image', why: 'the row names of more values' });
}

/**
 * The column of ids where no name surely says it, each once within a network. It is row names of pandas or R,
 * else a text, else whole numbers under a name for ids. What numbers the rows one after the other says no
 * more than their order, and so comes last. It gives way even where its name is one for ids (`index`, `id`).
 */
export function giveImage(
  free: ColumnSample[],
  samples: ColumnSample[],
  roles: Roles,
  meanings: Map<string, ColumnMeaning>,
): void {
  const group = [roles.model, roles.population].filter((each) => each !== undefined);
  const isUnique = ({ values, empty, isLists }: ColumnSample) => {
    if (empty > 0 || values.length === 0 || isLists) return false;
    const keys = values.map((value, row) =>
      JSON.stringify([value, ...group.map((each) => each.values[row])]),
    );
    return new Set(keys).size === keys.length;
  };
  const give = (sample: ColumnSample, why: string) => {
    if (roles.image) meanings.delete(roles.image.column);
    roles.image = sample;
    meanings.set(sample.column, { column: sample.column, role: 'image', why });
  };
  const hasRows = samples.some(({ values }) => values.length > 1);
  const unique = hasRows || roles.image === undefined ? free.filter(isUnique) : [];
  const told = unique.filter((sample) => !numbersRows(sample));
  const index = told.find(({ column }) => isIndexName(column));
  const text = told.find(({ column, isNumeric }) => !isNumeric && isIdName(column));
  const number = told.find(({ column, isClassNumbers }) => isClassNumbers && isIdName(column));
  const names = 'row names of pandas or R, each one once';
  const own = 'its own in every row of a network, and called as ids are';
  const pick = (sample: ColumnSample) => give(sample, isIndexName(sample.column) ? names : own);
  if (roles.image) {
    const isRows = numbersRows(roles.image) && LIKELY.has(compactName(roles.image.column));
    const better = index ?? text ?? number;
    if (isRows && better) pick(better);
    return;
  }
  const any = hasRows ? (text ?? told.find(({ isNumeric }) => !isNumeric)) : undefined;
  // Rows of several networks are numbered on and on.
  const byName = group.length > 0 ? undefined : unique.find(({ column }) => isIdName(column));
  const rows = unique.find(({ column }) => isIndexName(column)) ?? byName;
  if (index) pick(index);
  else if (any) give(any, 'a text of its own in every row of a network');
  else if (number ?? rows) pick((number ?? rows)!);
}

/** Names of ids that may mean the number of a row as well. */
const LIKELY = new Set(
  ROLE_NAMES.find(({ role }) => role === 'image')
    ?.names.filter(({ isSure }) => !isSure)
    .map(({ name }) => compactName(name)),
);

/** Whether values are whole numbers that go up by one from row to row, from 0 or 1. */
function numbersRows({ values, isClassNumbers }: ColumnSample): boolean {
  if (!isClassNumbers || values.length < 2) return false;
  const first = Number(values[0]);
  return first <= 1 && values.every((value, row) => Number(value) === first + row);
}
