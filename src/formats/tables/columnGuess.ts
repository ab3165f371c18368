import { type ColumnRole, isUnnamed, plainName } from '../columnNames';
import {
  type ColumnMeaning,
  giveImage,
  giveLevels,
  type Roles,
  rolesByName,
  takeListed,
} from './columnRoles';
import { type ColumnSample, fitsClasses, sampleColumns } from './columnSample';
import { type ColumnSets, columnSets, LIKE_LABELS } from './columnSets';
import { confidenceColumns, rankColumns } from './confidenceColumns';
import { type ListColumns, listColumns } from './listColumns';
import type { LabelMapping, NetworkConfidences, TableMapping } from './mapping';
import type { TablePreview } from './tablePreview';
import { transposedMapping } from './transposed';

/** What the columns of a table may mean, and why. */
export type ColumnGuess = {
  /**
   * Null where neither predictions nor images with their labels were found; then `problem` says in a clause
   * what there is instead.
   */
  mapping: TableMapping | LabelMapping | null;
  problem: string | null;
  /** Every column, in the order of the table. */
  columns: ColumnMeaning[];
};

/**
 * Guesses what the columns of a table mean from their names and first values: shown or printed, and to be
 * changed.
 */
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
  const accuracies = accuraciesProblem(header);
  if (accuracies !== null) {
    const why = 'measures a network, over all images';
    return {
      mapping: null,
      problem: accuracies,
      columns: header.map((column) => ({ column, role: 'unused', why })),
    };
  }
  const count = new Map<string, number>();
  for (const name of header) count.set(name, (count.get(name) ?? 0) + 1);
  const samples = sampleColumns(preview).filter(({ column }) => count.get(column) === 1);
  const meanings = new Map<string, ColumnMeaning>();
  const roles = rolesByName(samples, meanings);
  const named = takeListed(roles, meanings);
  const free = () => samples.filter(({ column, lists }) => lists === null && !meanings.has(column));
  if (!roles.image) giveLevels(free(), roles, meanings);
  giveImage(free(), samples, roles, meanings);
  const ranks = new Set(rankColumns(free()));
  const classes = free().filter(({ column }) => !ranks.has(column));
  const sets = columnSets(classes, roles.label ?? null);
  const hasNetworks = sets.networks.length > 0;
  const lists = listColumns(samples, named, roles.label ?? null, {
    hasPrediction: roles.prediction !== undefined || (sets.ranked.length > 0 && !hasNetworks),
    hasNetworks,
    isLong: roles.model !== undefined,
  });
  const found = withPrediction(roles, sets, lists, free(), meanings);
  const columns = header.map((column): ColumnMeaning => {
    const twice = count.get(column) !== 1;
    const why = twice ? 'its name stands in the header more than once' : whyUnused(column, samples);
    return meanings.get(column) ?? { column, role: 'unused', why };
  });
  const told = columns.map((meaning) => withoutRole(meaning, found.mapping));
  if (!roles.prediction) {
    const problem = repeatedProblem(sampleColumns(preview), count, roles.label ?? null);
    if (problem) return { mapping: null, problem, columns: told };
  }
  return { ...found, columns: told };
}

function withPrediction(
  roles: Roles,
  sets: ColumnSets,
  lists: ListColumns,
  free: ColumnSample[],
  meanings: Map<string, ColumnMeaning>,
): Pick<ColumnGuess, 'mapping' | 'problem'> {
  const note = (column: string, role: ColumnMeaning['role'], why: string) => {
    if (!meanings.has(column)) meanings.set(column, { column, role, why });
  };
  const noteList = (role: ColumnMeaning['role'], meant: { column: string; why: string } | null) => {
    if (meant) meanings.set(meant.column, { ...meant, role, isList: true });
    return meant?.column ?? null;
  };
  const columnOf = (role: ColumnRole) => roles[role]?.column ?? null;
  for (const { column, why } of lists.unused) note(column, 'unused', why);
  for (const { column, why } of sets.others) note(column, 'unused', why);
  let prediction = columnOf('prediction') ?? noteList('prediction', lists.prediction);
  let pPrediction = columnOf('pPrediction') ?? noteList('pPrediction', lists.pPrediction);
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
  const networks = prediction === null ? sets.networks.map(({ column }) => column) : [prediction];
  const beside = confidenceColumns(networks, free);
  const noteConfidences = (own: NetworkConfidences = {}) => {
    for (const [role, column] of Object.entries(own) as [keyof NetworkConfidences, string][]) {
      note(column, role, 'called as its network is');
    }
    return own;
  };
  if (prediction !== null) {
    for (const column of sets.ranked) note(column, 'ranked', 'a further one of the likeliest classes');
    const own = noteConfidences(
      Object.fromEntries(
        Object.entries(beside.confidences[prediction] ?? {}).filter(
          ([role]) =>
            columnOf(role as ColumnRole) === null && !(role === 'pPrediction' && pPrediction !== null),
        ),
      ),
    );
    for (const column of sets.scores) note(column, 'classScore', 'what a network says of one class');
    return {
      mapping: {
        form: 'long',
        prediction,
        image: columnOf('image'),
        model: columnOf('model'),
        seed: columnOf('seed'),
        population: columnOf('population'),
        label: columnOf('label'),
        pPrediction: pPrediction ?? own.pPrediction ?? null,
        pLabel: columnOf('pLabel') ?? own.pLabel ?? null,
        rankLabel: columnOf('rankLabel') ?? own.rankLabel ?? null,
        scores: noteList('scores', lists.scores),
      },
      problem: null,
    };
  }
  const [image, label] = [columnOf('image'), columnOf('label')];
  if (networks.length > 0) {
    for (const { column, why } of sets.networks) note(column, 'network', why);
    for (const own of Object.values(beside.confidences)) noteConfidences(own);
    for (const { column, why } of beside.unused) note(column, 'unused', why);
    for (const column of sets.scores) note(column, 'classScore', 'what a network says of one class');
    const { confidences } = beside;
    const own = Object.keys(confidences).length > 0 ? { confidences } : {};
    return { mapping: { form: 'wide', image, label, models: networks, ...own }, problem: null };
  }
  for (const column of sets.scores) note(column, 'classScore', 'what a network says of one class');
  if (lists.networks.length > 0) {
    for (const meant of lists.networks) noteList('network', meant);
    const models = lists.networks.map(({ column }) => column);
    return { mapping: { form: 'wide', image, label, models }, problem: null };
  }
  if (sets.scores.length > 0) return { mapping: null, problem: scoresProblem(sets.scores) };
  if (image !== null && label !== null) return { mapping: { form: 'labels', image, label }, problem: null };
  return { mapping: null, problem: null };
}

/**
 * What is said of a table in which several columns of classes have one name, so that they might be networks
 * of which none can be named.
 */
function repeatedProblem(
  samples: ColumnSample[],
  count: Map<string, number>,
  label: ColumnSample | null,
): string | null {
  const known = new Set(label?.values);
  const names = samples
    .filter(
      (sample) =>
        (count.get(sample.column) ?? 0) > 1 &&
        !/^\d+$/.test(sample.column) &&
        sample.values.length > 0 &&
        fitsClasses(sample),
    )
    .filter(({ values }) => known.size === 0 || values.some((value) => known.has(value)))
    .map(({ column }) => column);
  if (names.length === 0) return null;
  const some = [...new Set(names)].slice(0, 3).map((name) => `"${name}"`);
  return (
    `got several columns of classes called ${some.join(', ')}; give each a name of its own, in pandas ` +
    'as df.columns = ["_".join(map(str, c)) for c in df.columns]'
  );
}

/** What is said of a table with a row a network and its accuracy, as timm's results.csv; null of others. */
function accuraciesProblem(header: string[]): string | null {
  const plain = header.map((column) => ({ column, name: plainName(column) }));
  const measures = plain.filter(({ name }) => /^(top_?[15]|acc_?[15]?|accuracy)(_err)?$/.test(name));
  const ofNetworks = plain.some(({ name }) =>
    /^(top_?[15]_err|param_count|params|g?macs|gmacts|macts|flops|crop_pct|img_size)$/.test(name),
  );
  if (
    measures.length === 0 ||
    !ofNetworks ||
    plain.some(({ name }) => /^(image|img|sample)_?(id|idx)$/.test(name))
  )
    return null;
  const some = measures.slice(0, 3).map(({ column }) => column);
  return (
    `got the accuracy of each network in a row of its own (${some.join(', ')}), as timm's results.csv; ` +
    "save what each network answers to each image, as timm's inference.py does"
  );
}

function scoresProblem(scores: string[]): string {
  const some = scores.slice(0, 3).join(', ');
  return (
    `got what one network says of each class (${some}${scores.length > 3 ? ', ...' : ''}); add a ` +
    'column prediction with the class of the largest, as df["prediction"] = ' +
    'df[columns].to_numpy().argmax(1)'
  );
}

/** Roles that a table of its form has no place for. */
function withoutRole(meaning: ColumnMeaning, mapping: ColumnGuess['mapping']): ColumnMeaning {
  const kept: ColumnMeaning['role'][] =
    mapping === null || mapping.form === 'long'
      ? [meaning.role]
      : mapping.form === 'wide'
        ? ['image', 'label', 'network', 'classScore', 'ranked']
        : ['image', 'label'];
  const isConfidence =
    mapping?.form === 'wide' &&
    Object.values(mapping.confidences ?? {}).some((own) => Object.values(own).includes(meaning.column));
  if (kept.includes(meaning.role) || meaning.role === 'unused' || isConfidence) return meaning;
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
  if (samples.find((sample) => sample.column === column)?.isLists)
    return 'it holds structs or lists within lists';
  return 'nothing in its name or values says what it is';
}
