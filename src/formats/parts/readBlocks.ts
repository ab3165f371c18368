/** The blocks of one file of predictions, by population. */

import type { NpyArray } from '../arrays/npy';
import { inflate } from '../bytes/gzip';
import { named } from '../check';
import { ANSWERS } from '../columnNames';
import { fileKind, formatOf, tableReader } from '../kinds/formats';
import { LARGEST_TABLE } from '../limits';
import { IMAGES, LABELS, MODELS } from '../predictions/arrayColumns';
import type { GivenColumns } from '../predictions/givenColumns';
import { arrayAnswers, readArrays, readPredictionFile } from '../predictions/predictionFile';
import type { FileReading } from '../predictions/reading';
import { hiveOf } from '../tables/hive';
import type { LongTable } from '../tables/longTable';
import { withoutPart } from '../tables/mergeTables';
import { roleOfName } from '../tables/populationNames';
import { type Block, blocksOfTable, codedNumbers, idsOf } from './block';

/**
 * What a file holds: blocks by population, names of classes and who gave the answers, where it says so, and
 * what it was taken for, where that was guessed.
 */
export type FileBlocks = {
  populations: { name: string; table: Block }[];
  classes: string[] | null;
  answers: string | null;
  reading: FileReading | null;
};

const SCORES = ['p_prediction', 'p_label', 'rank_label'];

/** Reads a part in any form predictions come in; matrices of numbers in npz files the short way. */
export async function readBlocks(
  stored: Uint8Array<ArrayBuffer>,
  file: string,
  given: GivenColumns = {},
): Promise<FileBlocks> {
  const bytes = await inflate(stored, LARGEST_TABLE, file);
  const own = populationOf(file);
  if (fileKind(bytes) === 'zip') {
    const found = matrixBlocks((await readArrays(bytes, file))!, file);
    if (found) return { ...found, populations: renamed(found.populations, own) };
  }
  const { populations, classes, reading } = await readPredictionFile(bytes, file, given);
  const blocks = populations.flatMap(({ name, table }) =>
    blocksOfTable(calledAsParts(table, file)).map((block) => ({ name, table: block })),
  );
  return { populations: renamed(blocks, own), classes, answers: reading.answers, reading };
}

/** Whether a file is a table without rows, as Spark and Dask leave of a partition that nothing fell into. */
export async function isWithoutRows(stored: Uint8Array<ArrayBuffer>, file: string): Promise<boolean> {
  const bytes = await inflate(stored, LARGEST_TABLE, file);
  if (bytes.length === 0) return true;
  const format = formatOf(bytes);
  if (format && !format.predictions?.table) return false;
  const unread = (header: string[]) => header.map(() => null);
  return (await tableReader(bytes)(bytes, file, unread, 1)) === 0;
}

/** A network that is called after its file is called without what numbers the part. */
function calledAsParts(table: LongTable, file: string): LongTable {
  if (!table.isNamedByFile) return { ...table, file };
  return { ...table, file, model: { ...table.model, values: [withoutPart(file)] } };
}

/**
 * What the folders of a path say a file's networks are: `population=NAME`, else the name of one that says
 * what they are, such as `dense`.
 */
function populationOf(file: string): string | null {
  const folders = file.split(/[\\/]/).slice(0, -1);
  return hiveOf(file).population ?? folders.findLast((folder) => roleOfName(folder) !== null) ?? null;
}

function renamed(populations: FileBlocks['populations'], name: string | null): FileBlocks['populations'] {
  const unnamed = name !== null && populations.every((each) => each.name === 'predictions');
  return unnamed ? populations.map((each) => ({ ...each, name })) : populations;
}

/**
 * The blocks of an npz file whose matrices are all of whole numbers, [networks, images]; null of any other.
 */
function matrixBlocks(arrays: Map<string, NpyArray>, file: string): FileBlocks | null {
  const pick = (names: string[]) => names.find((name) => arrays.has(name));
  const [labels, ids, models] = [pick(LABELS), pick(IMAGES), pick(MODELS)];
  const aside = new Set([labels, ids, models, 'classes', ANSWERS, ...SCORES]);
  const matrices = [...arrays].filter(([name]) => !aside.has(name));
  const classes = arrays.get('classes');
  const label = labels === undefined ? null : arrays.get(labels)!;
  const shapes = matrices.map(([, { shape }]) => shape);
  const areNumbers = [...matrices.map(([, array]) => array), ...(label ? [label] : [])].every(
    ({ kind }) => kind === 'numbers',
  );
  const [, images] = shapes[0] ?? [];
  if (
    matrices.length === 0 ||
    !areNumbers ||
    shapes.some((shape) => shape.length !== 2 || shape[1] !== images || shape[0] === 0 || images === 0) ||
    (label && (label.shape.length !== 1 || label.shape[0] !== images))
  )
    return null;
  const scored = matrices.length === 1 ? SCORES.map((name) => arrays.get(name)) : [];
  if (scored.some((array) => array && (array.kind !== 'numbers' || `${array.shape}` !== `${shapes[0]}`)))
    return null;
  const [pPrediction, pLabel, rankLabel] = scored.map((array) =>
    array?.kind === 'numbers' ? array.values : null,
  );
  const imageIds = ids === undefined ? null : idsIn(arrays.get(ids)!, ids, images, file);
  const truth = label?.kind === 'numbers' ? codedNumbers(label.values, labels!, file) : null;
  return {
    classes: classes?.kind === 'text' ? classes.texts : null,
    answers: arrayAnswers(arrays),
    reading: null,
    populations: matrices.map(([name, array]) => ({
      name,
      table: {
        file,
        model: { values: modelsIn(models === undefined ? null : arrays.get(models)!, array.shape[0], file) },
        ids: imageIds,
        images,
        said: codedNumbers(array.kind === 'numbers' ? array.values : [], name, file),
        label: truth,
        scores: {
          ...(pPrediction && { pPrediction: Float32Array.from(pPrediction) }),
          ...(pLabel && { pLabel: Float32Array.from(pLabel) }),
          ...(rankLabel && { rankLabel: Uint16Array.from(rankLabel) }),
        },
      },
    })),
  };
}

function idsIn(array: NpyArray, name: string, images: number, file: string): Block['ids'] {
  const count = array.kind === 'text' ? array.texts.length : array.values.length;
  if (count !== images || array.shape.length !== 1) {
    throw new Error(
      `${file}: expected ${images} ids in ${name}, one an image, got shape (${array.shape.join(', ')}).`,
    );
  }
  if (array.kind === 'text') return idsOf(array.texts);
  const ids = Float64Array.from(array.values);
  const wrong = ids.findIndex((id) => !Number.isSafeInteger(id) || id < 0);
  if (wrong >= 0) {
    throw new Error(
      `${file}: expected whole numbers or texts in ${name}, got ${ids[wrong]} at position ${wrong}.`,
    );
  }
  return ids;
}

function modelsIn(array: NpyArray | null, networks: number, file: string): string[] {
  if (!array) return Array.from({ length: networks }, (_, k) => `${k}`);
  const ids = array.kind === 'text' ? array.texts : Array.from(array.values, String);
  if (ids.length !== networks || new Set(ids).size < networks) {
    throw new Error(
      `${file}: expected ${networks} ids of networks of their own, got ` +
        `${ids.slice(0, 4).map(named).join(', ')}.`,
    );
  }
  return ids;
}
