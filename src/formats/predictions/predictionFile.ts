import type { NpyArray } from '../arrays/npy';
import { inflate } from '../bytes/gzip';
import { shown } from '../check';
import { ANSWERS } from '../columnNames';
import { formatOf } from '../kinds/formats';
import { LARGEST_TABLE } from '../limits';
import { guessColumns } from '../tables/columnGuess';
import { hiveOf } from '../tables/hive';
import { readMappedTable } from '../tables/mappedTable';
import type { TableMapping } from '../tables/mapping';
import { previewTable } from '../tables/tablePreview';
import { type GivenColumns, givenMapping } from './givenColumns';
import { refuseOtherFile } from './otherFiles';
import { type ArrayPopulation, readPredictionArrays } from './predictionArrays';
import { type FileReading, noPredictions, readingOf } from './reading';

/**
 * The populations of a file of predictions; a single one may have no name. `classes` are the names of the
 * classes that it has as indices, where it gives any. `reading` is what the file was taken for.
 */
export type PredictionFile = {
  populations: ArrayPopulation[];
  classes: string[] | null;
  reading: FileReading;
};

/**
 * Reads predictions from any format they come in (`kinds/formats.ts`), told apart by content, gzipped or not.
 * What the columns of a table are is guessed, unless `given` says it.
 */
export async function readPredictionFile(
  stored: Uint8Array<ArrayBuffer>,
  file: string,
  given: GivenColumns = {},
): Promise<PredictionFile> {
  const bytes = await inflate(stored, LARGEST_TABLE, file);
  refuseOtherFile(bytes, file);
  const arrays = await readArrays(bytes, file);
  if (arrays) return fromArrays(arrays, file);
  const preview = await previewTable(bytes, file);
  const guess = givenMapping(guessColumns(preview), preview.header, given);
  if (guess.mapping === null || guess.mapping.form === 'labels') throw noPredictions(file, guess);
  const populations = await readTablePopulations(bytes, file, guess.mapping);
  const answers = await tableAnswers(bytes, file);
  return { populations, classes: null, reading: { ...readingOf(file, guess, populations), answers } };
}

/** Who gave the answers in a table, on what; null where it does not say. */
export async function tableAnswers(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<string | null> {
  return (await formatOf(bytes)?.predictions?.answers?.(bytes, file)) ?? null;
}

/** Who gave the answers in arrays, on what; null where they do not say. */
export function arrayAnswers(arrays: Map<string, NpyArray>): string | null {
  const said = arrays.get(ANSWERS);
  return said?.kind === 'text' ? (said.texts[0] ?? null) : null;
}

/**
 * The populations of a table; one that has no name is called `predictions`. What the table does not say
 * itself, folders called `population=NAME` and `model=NAME` do.
 */
export async function readTablePopulations(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  mapping: TableMapping,
): Promise<ArrayPopulation[]> {
  const populations = await readMappedTable(bytes, file, mapping);
  const { model, population } = hiveOf(file);
  return populations.map(({ name, table }) => ({
    name: name ?? population ?? 'predictions',
    table:
      model !== null && table.isNamedByFile
        ? { ...table, model: { ...table.model, values: [model] }, isNamedByFile: false }
        : table,
  }));
}

/** The arrays of a file by name, where its format holds arrays; null of any other file. */
export async function readArrays(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
): Promise<Map<string, NpyArray> | null> {
  return (await formatOf(bytes)?.predictions?.arrays?.(bytes, file)) ?? null;
}

/**
 * The names of classes that files give, of indices into them. Throws where two files with indices give other
 * names, or the same in another order.
 */
export function sharedClasses(
  files: { file: string; classes: string[] | null; populations: ArrayPopulation[] }[],
): string[] | null {
  const [first, ...others] = files.filter(({ classes }) => classes !== null);
  if (!first) return null;
  for (const other of others) {
    if (!other.populations.some(({ table }) => table.prediction.numeric)) continue;
    const place = other.classes!.findIndex((name, at) => name !== first.classes![at]);
    if (place < 0 && other.classes!.length === first.classes!.length) continue;
    const at = place < 0 ? Math.min(other.classes!.length, first.classes!.length) : place;
    const [here, there] = [other, first].map(({ classes }) => shown(classes![at] ?? 'none'));
    throw new Error(
      `${other.file}: expected the names of classes that ${first.file} has, got ${here} for class ${at}, ` +
        `where that file has ${there}; write names in place of numbers, or one order of classes in ` +
        'all files.',
    );
  }
  return first.classes;
}

function fromArrays(all: Map<string, NpyArray>, file: string): PredictionFile {
  const arrays = new Map(all);
  const answers = arrayAnswers(arrays);
  arrays.delete(ANSWERS);
  const classes = arrays.get('classes');
  const { populations, columns } = readPredictionArrays(arrays, file);
  const guess = { mapping: null, problem: null, columns };
  return {
    populations,
    classes: classes?.kind === 'text' ? classes.texts : null,
    reading: { ...readingOf(file, guess, populations), answers },
  };
}
