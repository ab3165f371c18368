import { type ColumnRole, isIndexName, isUnnamed, plainName, ROLE_NAMES } from './columnNames';
import { type ColumnSample, fitsClasses, sampleColumns } from './columnSample';
import { type ColumnSets, columnSets, LIKE_LABELS } from './columnSets';
import type { LabelMapping, TableMapping } from './mappedTable';
import type { TablePreview } from './tablePreview';
import { transposedMapping } from './transposed';

/** What one column of a table was taken for, and why. */
export type ColumnMeaning = {
  column: string;
  role: ColumnRole | 'network' | 'ranked' | 'classScore' | 'unused';
  why: string;
};

/** What the columns of a table may mean, and why. */
export type ColumnGuess = {
  /** Null where neither predictions nor images with their labels were found; then `problem` says in a clause what there is instead. */
  mapping: TableMapping | LabelMapping | null;
  problem: string | null;
  /** Every column, in the order of the table. */
  columns: ColumnMeaning[];
};

/** Guesses what the columns of a table mean from their names and first values: shown or printed, and to be changed. */
export function guessColumns(preview: TablePreview): ColumnGuess {
  const { header } = preview;
  const transposed = transposedMapping(preview);
  if (transposed) {
    const columns = header.map((column): ColumnMeaning => {
      if (column === transposed.model) return { column, role: 'model', why: 'a row a network' };
      return { column, role: 'network', why: 'a column an image' };
    });
    return { mapping: transposed, problem: null, columns };
  }
  const count = new Map<string, number>();
  for (const name of header) count.set(name, (count.get(name) ?? 0) + 1);
  const samples = sampleColumns(preview).filter(({ column }) => count.get(column) === 1);
  const meanings = new Map<string, ColumnMeaning>();
  const roles = rolesByName(samples, meanings);
  const free = () => samples.filter(({ column }) => !meanings.has(column));
  if (!roles.image) giveLevels(free(), roles, meanings);
  if (!roles.image) giveImage(free(), samples, roles, meanings);
  const sets = columnSets(free(), roles.label ?? null);
  const found = withPrediction(roles, sets, meanings);
  const columns = header.map((column): ColumnMeaning => {
    const twice = count.get(column) !== 1;
    const why = twice ? 'its name stands in the header more than once' : whyUnused(column, samples);
    return meanings.get(column) ?? { column, role: 'unused', why };
  });
  const told = columns.map((meaning) => withoutRole(meaning, found.mapping));
  return { ...found, columns: told };
}

type Roles = Partial<Record<ColumnRole, ColumnSample>>;

function rolesByName(samples: ColumnSample[], meanings: Map<string, ColumnMeaning>): Roles {
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
      ...called.filter(({ isSure }) => isSure),
    ];
    if (!one) continue;
    roles[role] = one.sample;
    meanings.set(one.sample.column, { column: one.sample.column, role, why: 'by its name' });
  }
  return roles;
}

/** Whether first values may have a role at all. */
function fits(role: ColumnRole, sample: ColumnSample): boolean {
  if (sample.isLists) return false;
  if (role === 'pPrediction' || role === 'pLabel') return sample.isShares;
  if (role === 'rankLabel') return sample.isClassNumbers;
  if (role === 'prediction' || role === 'label') return fitsClasses(sample);
  return true;
}

/** The two levels of row names that pandas writes without names, the network and the image: together each pair once. */
function giveLevels(free: ColumnSample[], roles: Roles, meanings: Map<string, ColumnMeaning>): void {
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
function giveImage(
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

function withPrediction(
  roles: Roles,
  sets: ColumnSets,
  meanings: Map<string, ColumnMeaning>,
): Pick<ColumnGuess, 'mapping' | 'problem'> {
  const note = (column: string, role: ColumnMeaning['role'], why: string) => {
    if (!meanings.has(column)) meanings.set(column, { column, role, why });
  };
  const of = (role: ColumnRole) => roles[role]?.column ?? null;
  for (const column of sets.scores) note(column, 'classScore', 'what a network says of one class');
  for (const { column, why } of sets.others) note(column, 'unused', why);
  let prediction = of('prediction');
  let pPrediction = of('pPrediction');
  const [only, ...more] = sets.networks;
  if (prediction === null && sets.ranked.length > 0 && sets.networks.length === 0) {
    const [first, ...rest] = sets.ranked;
    prediction = first;
    note(first, 'prediction', 'the first of the likeliest classes of one network');
    for (const column of rest)
      note(column, 'ranked', 'a further one of the likeliest classes of one network');
    const [share] = sets.scores;
    if (pPrediction === null && share !== undefined && sets.scores.length === sets.ranked.length) {
      pPrediction = share;
      meanings.set(share, { column: share, role: 'pPrediction', why: 'stands first beside the first class' });
    }
  }
  if (prediction === null && only && more.length === 0 && only.why === LIKE_LABELS) {
    prediction = only.column;
    note(only.column, 'prediction', only.why);
  }
  if (prediction !== null) {
    for (const column of sets.ranked) note(column, 'ranked', 'a further one of the likeliest classes');
    return {
      mapping: {
        form: 'long',
        prediction,
        image: of('image'),
        model: of('model'),
        population: of('population'),
        label: of('label'),
        pPrediction,
        pLabel: of('pLabel'),
        rankLabel: of('rankLabel'),
      },
      problem: null,
    };
  }
  const [image, label] = [of('image'), of('label')];
  if (sets.networks.length > 0) {
    for (const { column, why } of sets.networks) note(column, 'network', why);
    const models = sets.networks.map(({ column }) => column);
    return { mapping: { form: 'wide', image, label, models }, problem: null };
  }
  if (sets.scores.length > 0) return { mapping: null, problem: scoresProblem(sets.scores) };
  if (image !== null && label !== null) return { mapping: { form: 'labels', image, label }, problem: null };
  return { mapping: null, problem: null };
}

function scoresProblem(scores: string[]): string {
  const some = scores.slice(0, 3).join(', ');
  return `got what one network says of each class (${some}${scores.length > 3 ? ', ...' : ''}); add a column prediction with the class of the largest, as df["prediction"] = df[columns].to_numpy().argmax(1)`;
}

/** Roles that a table of its form has no place for. */
function withoutRole(meaning: ColumnMeaning, mapping: ColumnGuess['mapping']): ColumnMeaning {
  const kept: ColumnMeaning['role'][] =
    mapping === null || mapping.form === 'long'
      ? [meaning.role]
      : mapping.form === 'wide'
        ? ['image', 'label', 'network', 'classScore', 'ranked']
        : ['image', 'label'];
  if (kept.includes(meaning.role) || meaning.role === 'unused') return meaning;
  return {
    ...meaning,
    role: 'unused',
    why: `no place for it in a table with ${PLACE[mapping?.form ?? 'long']}`,
  };
}

const PLACE = {
  long: 'a row a network and image',
  wide: 'a column a network',
  transposed: 'a row a network',
  labels: 'true labels alone',
};

function whyUnused(column: string, samples: ColumnSample[]): string {
  if (isUnnamed(column)) return 'it has no name';
  if (samples.find((sample) => sample.column === column)?.isLists) return 'it holds lists';
  return 'nothing in its name or values says what it is';
}
