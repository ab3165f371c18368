import type { NpyArray } from '../arrays/npy';
import { inflate } from '../bytes/gzip';
import { named } from '../check';
import { guessColumns } from '../tables/columnGuess';
import type { Categories } from '../tables/columns';
import { LARGEST_TABLE, type LabelTable, readLabelTable } from '../tables/longTable';
import { readMappedLabels } from '../tables/mappedTable';
import { previewTable } from '../tables/tablePreview';
import { arrayCategories, IMAGES, LABELS, namesOf, numbered } from './predictionArrays';
import { readArrays } from './predictionFile';

/**
 * Reads true labels from any format they come in, told apart by content: CSV or Parquet (columns with other names are guessed), or the only
 * vector of an npy, npz or safetensors file, whose images are then numbered from 0 unless it names them.
 */
export async function readLabelFile(stored: Uint8Array<ArrayBuffer>, file: string): Promise<LabelTable> {
  const bytes = await inflate(stored, LARGEST_TABLE, file);
  const arrays = await readArrays(bytes, file);
  if (arrays) {
    const labels = labelsAmong(arrays);
    if (labels) return labelTable(labels, arrays, file);
    const there = [...arrays].map(([name, { shape }]) => `${named(name)} (${shape.join(' x ')})`);
    throw new Error(
      `${file}: expected one array of true labels, one an image, got ${there.slice(0, 12).join(', ') || 'no array'}.`,
    );
  }
  const { mapping } = guessColumns(await previewTable(bytes, file));
  return mapping?.form === 'labels' ? readMappedLabels(bytes, file, mapping) : readLabelTable(bytes, file);
}

/** The name of the array of true labels in a file that holds no predictions: no array in it has several axes. Null where it is none. */
export function labelsAmong(arrays: Map<string, NpyArray>): string | null {
  if ([...arrays.values()].some(({ shape }) => shape.length !== 1)) return null;
  const vectors = [...arrays.keys()].filter((name) => name !== 'classes' && !IMAGES.includes(name));
  return vectors.find((name) => LABELS.includes(name)) ?? (vectors.length === 1 ? vectors[0] : null);
}

function labelTable(name: string, arrays: Map<string, NpyArray>, file: string): LabelTable {
  const array = arrays.get(name)!;
  const rows = array.shape[0];
  if (rows === 0) throw new Error(`${file}: expected at least one true label, got none.`);
  const label = array.kind === 'text' ? texts(array.texts) : arrayCategories(array.values, named(name), file);
  const ids = IMAGES.find((each) => arrays.has(each));
  if (ids === undefined) return { file, rows, image: numbered(rows), label, isNumbered: true };
  return { file, rows, image: namesOf(arrays, ids, rows, file), label };
}

function texts(all: string[]): Categories {
  const codeOf = new Map<string, number>();
  const firstRows: number[] = [];
  const codes = Uint32Array.from(all, (text, row) => {
    const code = codeOf.get(text) ?? firstRows.push(row + 1) - 1;
    codeOf.set(text, code);
    return code;
  });
  return { values: [...codeOf.keys()], codes, firstRows, numeric: false };
}
