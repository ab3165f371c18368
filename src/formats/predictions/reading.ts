import { noun } from '../../text/format';
import { named, shortened } from '../check';
import type { ColumnGuess } from '../tables/columnGuess';
import type { ColumnMeaning } from '../tables/columnRoles';
import type { LongTable } from '../tables/longTable';
import { TABLE_FORMS } from '../tables/tableForms';

/** What a file was taken for. */
export type FileReading = {
  file: string;
  form: Exclude<keyof typeof TABLE_FORMS, 'lists'> | 'arrays';
  /** The columns, or arrays, that are used, in their order. */
  columns: ColumnMeaning[];
  unused: { column: string; why: string }[];
  /** Where images are paired by row or position for want of ids. */
  hasIds: boolean;
  images: number;
  populations: { name: string; networks: string[] }[];
  /** Who gave the answers, on what; null where the file does not say. */
  answers: string | null;
};

/** So much is told of who gave the answers. */
const LONGEST_ANSWERS = 200;

/** Who gave the answers in files, on what, in a line; null where none says so. */
export function answersIn(said: (string | null)[]): string | null {
  const lines = said.flatMap((answers) => (answers === null ? [] : [answers.trim().replace(/\s+/g, ' ')]));
  return lines.length === 0 ? null : shortened([...new Set(lines)].join(' and '), LONGEST_ANSWERS);
}

/** The sentence for a file whose form has no place for who gave the answers. */
export function answersLost(file: string, answers: string): string {
  const ending = /\.[^./\\]+$/.exec(file)?.[0] ?? file;
  return `${file}: who gave the answers has no place in ${ending} and is lost: ${answersIn([answers])}.`;
}

const CALLED: Record<ColumnMeaning['role'], string> = {
  image: 'image',
  model: 'network',
  seed: 'network, together with it',
  population: 'population',
  label: 'true label',
  prediction: 'prediction',
  network: 'networks',
  pPrediction: 'probability of the prediction',
  pLabel: 'probability of the label',
  rankLabel: 'rank of the label',
  ranked: 'further classes of a network',
  scores: 'scores of all classes',
  classScore: 'scores of classes',
  unused: 'unused',
};

/** Roles that are recognised and not used. */
const SET_ASIDE: ColumnMeaning['role'][] = ['unused', 'ranked', 'classScore'];
const MOST_NAMED = 6;

/** The reading of a file, of its columns and the populations that came of them. */
export function readingOf(
  file: string,
  { mapping, columns }: Pick<ColumnGuess, 'mapping' | 'columns'>,
  populations: { name: string; table: LongTable }[],
): FileReading {
  const isUsed = ({ role }: ColumnMeaning) => !SET_ASIDE.includes(role);
  return {
    file,
    form: mapping?.form ?? 'arrays',
    columns: columns.filter(isUsed),
    unused: columns.filter((meaning) => !isUsed(meaning)).map(({ column, why }) => ({ column, why })),
    hasIds: populations.every(({ table }) => table.isNumbered === undefined),
    images: populations[0]?.table.image.values.length ?? 0,
    populations: populations.map(({ name, table }) => ({ name, networks: table.model.values })),
    answers: null,
  };
}

/** What a file was taken for, in a line. */
export function readingSentence({
  file,
  form,
  columns,
  unused,
  hasIds,
  images,
  populations,
  answers,
}: FileReading): string {
  const roles = [...new Set(columns.map(({ role }) => role))];
  const parts = roles.map((role) => {
    const own = columns.filter((column) => column.role === role);
    const names = own.map(({ column, isList, why }) =>
      isList ? `${named(column)} (${why})` : named(column),
    );
    return form === 'transposed' && role === 'network' ? null : `${CALLED[role]} ${list(names)}`;
  });
  const networks = populations.map(({ name, networks: own }) =>
    populations.length > 1
      ? `${named(name)}: ${own.length} (${list(own.map(named))})`
      : `${own.length} (${list(own.map(named))})`,
  );
  const counted = [
    `${images} ${noun(images, 'image')}${hasIds ? '' : ' numbered by row, as no column has ids'}`,
    ...(networks.length > 0 ? [`networks ${networks.join(', ')}`] : []),
  ];
  const rest =
    unused.length > 0
      ? ` Not used: ${unused.length} (${list(unused.map(({ column }) => named(column)))}).`
      : '';
  return (
    `${file}: ${form === 'arrays' ? form : TABLE_FORMS[form].row}; ` +
    `${[...parts.filter((part) => part !== null), ...counted].join('; ')}.${rest}` +
    (answers === null ? '' : ` Answers: ${answersIn([answers])}.`)
  );
}

function list(names: string[]): string {
  const some = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? `${some} and ${names.length - MOST_NAMED} more` : some;
}

/** The sentence for a table in which no predictions were found. */
export function noPredictions(file: string, { mapping, problem, columns }: ColumnGuess): Error {
  if (problem !== null) {
    return new Error(`${file}: expected predicted classes, ${problem}.`);
  }
  const lists = columns.filter(({ why }) => why.startsWith('it holds '));
  if (lists.length > 0) {
    const reasons = lists.slice(0, MOST_NAMED).map(({ column, why }) => `${named(column)}: ${why}`);
    return new Error(
      `${file}: expected classes, or lists from which they follow, got ${reasons.join('; ')}; name the ` +
        'column with --columns prediction=NAME, or on the page.',
    );
  }
  const known = columns.slice(0, 12).map(({ column }) => named(column));
  const what = mapping === null ? 'the columns' : 'true labels alone, with the columns';
  return new Error(
    `${file}: expected a column of predictions, or one a network, got ${what} ${known.join(', ')}; name ` +
      'them with --columns prediction=NAME, or on the page.',
  );
}
