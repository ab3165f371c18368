import { type NpyArray, readNpy } from '../arrays/npy';
import { readNpz } from '../arrays/npz';
import { floatValues, integerValues, readSafetensors, safetensorsMetadata } from '../arrays/safetensors';
import { inflate } from '../bytes/gzip';
import { bytesSource } from '../bytes/source';
import { asList, asText, parseJson } from '../check';
import { fileKind } from '../fileKind';
import { guessColumns } from '../tables/columnGuess';
import { LARGEST_TABLE, readLongTable } from '../tables/longTable';
import { readMappedTable } from '../tables/mappedTable';
import { previewTable } from '../tables/tablePreview';
import { type ArrayPopulation, readPredictionArrays } from './predictionArrays';

/** The populations of a file of predictions; `classes` are the names of the classes that it has as indices, where it gives any. */
export type PredictionFile = { populations: ArrayPopulation[]; classes: string[] | null };

/**
 * Reads predictions from any format they come in, told apart by content: CSV or Parquet (long or wide; columns with other names are guessed),
 * npz, npy, safetensors; each gzipped or not.
 */
export async function readPredictionFile(
  stored: Uint8Array<ArrayBuffer>,
  file: string,
): Promise<PredictionFile> {
  const bytes = await inflate(stored, LARGEST_TABLE, file);
  const arrays = await readArrays(bytes, file);
  if (arrays) return fromArrays(arrays, file);
  const { mapping } = guessColumns(await previewTable(bytes, file));
  const table =
    mapping && mapping.form !== 'labels'
      ? await readMappedTable(bytes, file, mapping)
      : await readLongTable(bytes, file);
  return { populations: [{ name: 'predictions', table }], classes: null };
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
  return {
    populations: readPredictionArrays(arrays, file),
    classes: classes?.kind === 'text' ? classes.texts : null,
  };
}

/** The tensors of a safetensors file and the lists of texts in its metadata, as arrays. */
function tensorArrays(bytes: Uint8Array<ArrayBuffer>, file: string): Map<string, NpyArray> {
  const arrays = new Map<string, NpyArray>();
  for (const [name, tensor] of readSafetensors(bytes, file)) {
    const values = /^B?F/.test(tensor.dtype)
      ? floatValues(tensor, name, file)
      : integerValues(tensor, name, file);
    arrays.set(name, {
      kind: 'numbers',
      dtype: tensor.dtype,
      shape: tensor.shape,
      values: values as Extract<NpyArray, { kind: 'numbers' }>['values'],
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
