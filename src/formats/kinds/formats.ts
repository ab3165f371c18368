/**
 * The table of formats. Whatever a file may be, who reads and writes it, and what docs/formats.md says of it
 * follow from here.
 */
import type { ScanTable } from '../columnReader';
import { hdf5, idx, npy, npz, safetensors } from './arrays';
import type { Format, PredictionFormat } from './format';
import { cifar, gzip, json, onnx, picture, tar } from './others';
import { refused } from './refused';
import { csv, parquet } from './tables';

/**
 * Every format, in the order in which people are told of them. Of those that a file begins as, the first
 * counts.
 */
const TABLE = [
  csv,
  parquet,
  npz,
  npy,
  safetensors,
  idx,
  cifar,
  picture,
  hdf5,
  onnx,
  json,
  tar,
  gzip,
  ...refused,
] as const;

/** The id of a format. A zip may be npz or an archive; text may be CSV. */
export type FileKind = (typeof TABLE)[number]['id'];

export const FORMATS: readonly Format<FileKind>[] = TABLE;

/** So many bytes tell what a file is. */
const HEAD = 512;

/** The format of a file by its first bytes, whatever its name; null for any other. */
export function formatOf(bytes: Uint8Array): Format<FileKind> | null {
  const head = bytes.subarray(0, HEAD);
  const found = FORMATS.find((format) => format.begins?.(head));
  if (found) return found;
  const isText =
    head.length > 0 && head.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
  if (!isText) return null;
  const text = new TextDecoder().decode(head).trimStart();
  return FORMATS.find((format) => format.isText?.(text)) ?? null;
}

/** The id of a file's format by its first bytes, whatever its name; null for any other. */
export function fileKind(bytes: Uint8Array): FileKind | null {
  return formatOf(bytes)?.id ?? null;
}

/** The formats that predictions come in. */
const PREDICTION_FORMATS: readonly PredictionFormat[] = FORMATS.flatMap(({ predictions }) =>
  predictions ? [predictions] : [],
);

/** Who reads the columns of a file: what no format of tables begins as is taken for CSV. */
export function tableReader(bytes: Uint8Array): ScanTable {
  return formatOf(bytes)?.predictions?.table ?? csv.predictions.table;
}

/**
 * The formats of predictions in words: "CSV, Parquet, npz, npy or safetensors"; `last` stands before the
 * last.
 */
export function predictionWords(last = ' or '): string {
  const words = PREDICTION_FORMATS.map((format) => format.words);
  return `${words.slice(0, -1).join(', ')}${last}${words.at(-1)}`;
}

/** Whether a file's name ends as those of predictions do, gzipped or not. */
export function isPredictionPath(path: string): boolean {
  const name = path.toLowerCase().replace(/\.gz$/, '');
  return PREDICTION_FORMATS.some(({ endings }) => endings.some((ending) => name.endsWith(ending)));
}

/** The writers of predictions, by how the names of their files end. */
export const PREDICTION_WRITERS = new Map(
  PREDICTION_FORMATS.flatMap(({ endings, write, keepsAnswers = false }) =>
    write ? [[endings[0], { write, keepsAnswers }] as const] : [],
  ),
);
