/** Which role each column of a table has by its name, and which column holds the ids of images. */
import { type ColumnRole, isIndexName, plainName, ROLE_NAMES } from '../columnNames';
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
    const plain = plainName(sample.column);
    const same = byName.get(plain);
    if (same) same.push(sample);
    else byName.set(plain, [sample]);
  }
  const roles: Roles = {};
  for (const { role, names } of ROLE_NAMES) {
    const called = names.flatMap(({ name, isSure }) =>
      (byName.get(name) ?? [])
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

/** Row names that pandas or R wrote, or texts of which no two are equal within a network, are ids. */
export function giveImage(
  free: ColumnSample[],
  samples: ColumnSample[],
  roles: Roles,
  meanings: Map<string, ColumnMeaning>,
): void {
  const group = [roles.model, roles.population].filter((each) => each !== undefined);
  const isUnique = ({ values, empty }: ColumnSample) => {
    if (empty > 0 || values.length === 0) return false;
    const keys = values.map((value, row) =>
      JSON.stringify([value, ...group.map((each) => each.values[row])]),
    );
    return new Set(keys).size === keys.length;
  };
  const give = (sample: ColumnSample, why: string) => {
    roles.image = sample;
    meanings.set(sample.column, { column: sample.column, role: 'image', why });
  };
  const index = free.find((sample) => isIndexName(sample.column) && isUnique(sample));
  if (index) {
    give(index, 'row names of pandas or R, each one once');
    return;
  }
  const hasRows = samples.some(({ values }) => values.length > 1);
  const text = free.find((sample) => !sample.isNumeric && !sample.isLists && hasRows && isUnique(sample));
  if (text) give(text, 'a text of its own in every row of a network');
}
