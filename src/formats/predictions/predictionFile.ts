import { type NpyArray, readNpy } from '../arrays/npy';
import { readNpz } from '../arrays/npz';
import { numberValues, readSafetensors, safetensorsMetadata } from '../arrays/safetensors';
import { inflate } from '../bytes/gzip';
import { bytesSource } from '../bytes/source';
import { asList, asText, parseJson } from '../check';
import { fileKind } from '../fileKind';
import { guessColumns } from '../tables/columnGuess';
import { hiveOf } from '../tables/hive';
import { LARGEST_TABLE } from '../tables/longTable';
import { readMappedTable } from '../tables/mappedTable';
import type { TableMapping } from '../tables/mapping';
import { previewTable } from '../tables/tablePreview';
import { type GivenColumns, givenMapping } from './givenColumns';
import { refuseOtherFile } from './otherFiles';
import { type ArrayPopulation, readPredictionArrays } from './predictionArrays';
import { type FileReading, noPredictions, readingOf } from './reading';

/**
 * The populations of a file of predictions, of which one alone may have no name; `classes` are the names of the classes that it has as indices,
 * where it gives any; `reading` is what the file was taken for.
 */
export type PredictionFile = {
  populations: ArrayPopulation[];
  classes: string[] | null;
  reading: FileReading;
};

/**
 * Reads predictions from any format they come in, told apart by content: CSV or Parquet (long, wide or a row a network; what columns are is
 * guessed, unless `given` says it), npz, npy, safetensors; each gzipped or not.
 */
export async function readPredictionFile(
  stored: Uint8Array<ArrayBuffer>,
  file: string,
  given: GivenColumns = {},
): Promise<PredictionFile> {
  const bytes = await inflate(stored, LARGEST_TABLE, file);
  refuseOtherFile(bytes, fileKind(bytes.subarray(0, 512)), file);
  const arrays = await readArrays(bytes, file);
  if (arrays) return fromArrays(arrays, file);
  const preview = await previewTable(bytes, file);
  const guess = givenMapping(guessColumns(preview), preview.header, given);
  if (guess.mapping === null || guess.mapping.form === 'labels') throw noPredictions(file, guess);
  const populations = await readTablePopulations(bytes, file, guess.mapping);
  return { populations, classes: null, reading: readingOf(file, guess, populations) };
}

/**
 * The populations of a table; one that has no name is called `predictions`. What the table does not say itself, folders called `population=NAME` and
 * `model=NAME` do.
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

/** The arrays of an npz, npy or safetensors file by name, that of an npy file as `predictions`; null of any other file. */
export async function readArrays(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
): Promise<Map<string, NpyArray> | null> {
  switch (fileKind(bytes.subarray(0, 512))) {
    case 'zip':
      return readNpz(bytesSource(bytes, file));
    case 'npy':
      return new Map([['predictions', readNpy(bytes, file)]]);
    case 'safetensors':
      return tensorArrays(bytes, file);
    default:
      return null;
  }
}

function fromArrays(arrays: Map<string, NpyArray>, file: string): PredictionFile {
  const classes = arrays.get('classes');
  const { populations, columns } = readPredictionArrays(arrays, file);
  const guess = { mapping: null, problem: null, columns };
  return {
    populations,
    classes: classes?.kind === 'text' ? classes.texts : null,
    reading: readingOf(file, guess, populations),
  };
}

/** The tensors of a safetensors file and the lists of texts in its metadata, as arrays. */
function tensorArrays(bytes: Uint8Array<ArrayBuffer>, file: string): Map<string, NpyArray> {
  const arrays = new Map<string, NpyArray>();
  for (const [name, tensor] of readSafetensors(bytes, file)) {
    arrays.set(name, {
      kind: 'numbers',
      dtype: tensor.dtype,
      shape: tensor.shape,
      values: numberValues(tensor, name, file) as Extract<NpyArray, { kind: 'numbers' }>['values'],
    });
  }
  for (const [name, text] of Object.entries(safetensorsMetadata(bytes, file))) {
    if (!text.startsWith('[')) continue;
    const where = `${file} (${name.slice(0, 80)})`;
    const texts = asList(parseJson(text, where), { file: where, path: 'the list' }, asText);
    arrays.set(name, { kind: 'text', shape: [texts.length], texts });
  }
  return arrays;
}
