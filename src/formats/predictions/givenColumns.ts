import { named } from '../check';
import { COLUMN_ROLES, type ColumnRole } from '../columnNames';
import type { ColumnGuess } from '../tables/columnGuess';
import type { ColumnMeaning } from '../tables/columnRoles';
import type { LongMapping, NetworkConfidences, WideMapping } from '../tables/mapping';
import type { FileReading } from './reading';

/**
 * Columns by what somebody says they are; several predictions are a column a network. No column: there is
 * none.
 */
export type GivenColumns = Partial<Record<ColumnRole, string[]>>;

/** Names of roles as they are written. */
const WRITTEN: Record<string, ColumnRole> = {
  ...Object.fromEntries(COLUMN_ROLES.map((role) => [role, role])),
  p_prediction: 'pPrediction',
  p_label: 'pLabel',
  rank_label: 'rankLabel',
};

/**
 * Reads `image=NAME,model=NAME,prediction=NAME`; `none` is no column, and a role that comes again has
 * several. Throws one sentence.
 */
export function parseGivenColumns(text: string): GivenColumns {
  const given: GivenColumns = {};
  for (const part of text.split(/,(?=[a-z_]+=)/i)) {
    const [, role, column] = /^([a-z_]+)=(.+)$/is.exec(part.trim()) ?? [];
    const known = role === undefined ? undefined : WRITTEN[role];
    if (known === undefined || column === undefined) {
      const roles = Object.keys(WRITTEN).filter((name) => name.toLowerCase() === name);
      throw new Error(
        `Expected --columns to be ROLE=NAME, separated by commas, with a role of ${roles.join(', ')}, got ` +
          `"${part.trim()}".`,
      );
    }
    given[known] = column === 'none' ? [] : [...(given[known] ?? []), column];
  }
  return given;
}

/** A guess with what somebody says of the columns that the file has in its place. */
export function givenMapping(guess: ColumnGuess, header: string[], given: GivenColumns): ColumnGuess {
  const known = Object.entries(given).filter(
    ([, columns]) => columns.length === 0 || columns.every((column) => header.includes(column)),
  ) as [ColumnRole, string[]][];
  if (known.length === 0) return guess;
  const said = new Set(known.flatMap(([, columns]) => columns));
  const is = Object.fromEntries(known) as GivenColumns;
  const { mapping } = guess;
  const before = (role: ColumnRole): string | null => {
    const own = is[role];
    if (own) return own[0] ?? null;
    const old = mapping && role in mapping ? (mapping[role as keyof typeof mapping] as string | null) : null;
    return old !== null && said.has(old) ? null : old;
  };
  const [image, label] = [before('image'), before('label')];
  const models =
    is.prediction ?? (mapping?.form === 'wide' ? mapping.models.filter((each) => !said.has(each)) : []);
  const isWide = models.length > 1 || (is.prediction === undefined && models.length > 0);
  const prediction = models[0] ?? (mapping?.form === 'long' ? mapping.prediction : undefined);
  let next: ColumnGuess['mapping'] = mapping;
  if (isWide) next = { form: 'wide', image, label, models, ...givenConfidences(is, models, mapping) };
  else if (prediction !== undefined && !(said.has(prediction) && !models.includes(prediction))) {
    next = { form: 'long', prediction, image, label, ...longRoles(before) };
  } else if (label !== null) next = { form: 'labels', image, label };
  const columns = guess.columns.map((meaning): ColumnMeaning => {
    const [role] = known.find(([, own]) => own.includes(meaning.column)) ?? [];
    if (role) {
      return { ...meaning, role: isWide && role === 'prediction' ? 'network' : role, why: 'as it was said' };
    }
    const isTaken = next !== null && Object.values(next).flat().includes(meaning.column);
    return isTaken || meaning.role === 'unused'
      ? meaning
      : { ...meaning, role: 'unused', why: 'others were named' };
  });
  return { mapping: next, problem: null, columns };
}

/**
 * Confidences of the networks of a wide table: as many columns as networks, in their order; else those that
 * were found of the same networks.
 */
function givenConfidences(
  is: GivenColumns,
  models: string[],
  mapping: ColumnGuess['mapping'],
): Pick<WideMapping, 'confidences'> {
  const found = mapping?.form === 'wide' ? (mapping.confidences ?? {}) : {};
  const hasAll = models.every((model) => Object.hasOwn(found, model));
  const confidences: Record<string, NetworkConfidences> = {};
  for (const [at, model] of models.entries()) {
    const own: NetworkConfidences = hasAll ? { ...found[model] } : {};
    for (const role of ['pPrediction', 'pLabel', 'rankLabel'] as const) {
      const columns = is[role];
      if (columns === undefined) continue;
      if (columns.length !== 0 && columns.length !== models.length) {
        throw new Error(
          `Expected a column ${role} for each of the ${models.length} networks that --columns names, in ` +
            `their order, got ${columns.length}.`,
        );
      }
      own[role] = columns[at] ?? null;
    }
    confidences[model] = own;
  }
  const hasAny = Object.values(confidences).some((own) =>
    Object.values(own).some((column) => column !== null),
  );
  return hasAny ? { confidences } : {};
}

function longRoles(
  of: (role: ColumnRole) => string | null,
): Pick<LongMapping, 'model' | 'seed' | 'population' | 'pPrediction' | 'pLabel' | 'rankLabel' | 'scores'> {
  return {
    model: of('model'),
    seed: of('seed'),
    population: of('population'),
    pPrediction: of('pPrediction'),
    pLabel: of('pLabel'),
    rankLabel: of('rankLabel'),
    scores: of('scores'),
  };
}

/** Refuses columns that somebody named and no file has. */
export function checkGiven(given: GivenColumns, files: FileReading[]): void {
  const known = new Set(
    files.flatMap(({ columns, unused }) => [...columns, ...unused]).map(({ column }) => column),
  );
  for (const column of Object.values(given).flat()) {
    if (known.has(column)) continue;
    const some = [...known].slice(0, 12).map(named).join(', ');
    throw new Error(
      `${files[0]?.file}: expected the columns that --columns names (the files have ${some}), got no ` +
        `${named(column)}.`,
    );
  }
}
