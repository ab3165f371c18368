import { sizeOf } from '../../model/sizeOf';
import type { NpyArray } from '../arrays/npy';
import { inflate } from '../bytes/gzip';
import { named } from '../check';
import { ANSWERS } from '../columnNames';
import { LARGEST_TABLE } from '../limits';
import { type ColumnGuess, guessColumns } from '../tables/columnGuess';
import type { ColumnMeaning } from '../tables/columnRoles';
import { type LabelTable, readLabelTable } from '../tables/longTable';
import { readMappedLabels } from '../tables/mappedTable';
import type { LabelMapping } from '../tables/mapping';
import { previewTable } from '../tables/tablePreview';
import { IMAGES, LABELS, labelCategories, namesOf, numbered } from './arrayColumns';
import { type GivenColumns, givenMapping } from './givenColumns';
import { refuseOtherFile } from './otherFiles';
import { readArrays } from './predictionFile';
import { type FileReading, readingOf } from './reading';

/**
 * Reads true labels from any format they come in, told apart by content. CSV and Parquet have columns, of
 * which those with other names are guessed, unless `given` says it. An npy, npz or safetensors file has them
 * as its only vector; its images are then numbered from 0 unless it names them. `reading` is what the file
 * was taken for.
 */
export async function readLabelFile(
  stored: Uint8Array<ArrayBuffer>,
  file: string,
  given: GivenColumns = {},
): Promise<{ labels: LabelTable; reading: FileReading }> {
  const bytes = await inflate(stored, LARGEST_TABLE, file);
  refuseOtherFile(bytes, file);
  const arrays = await readArrays(bytes, file);
  if (arrays) {
    const name = labelsAmong(arrays);
    if (name) {
      const labels = labelTable(name, arrays, file);
      const columns = [...arrays.keys()].map((column): ColumnMeaning => {
        const role = column === name ? 'label' : IMAGES.includes(column) ? 'image' : 'unused';
        return { column, role, why: 'by its name and shape' };
      });
      return { labels, reading: labelReading(labels, { mapping: null, columns }) };
    }
    const there = [...arrays].map(([own, { shape }]) => `${named(own)} (${shape.join(' x ')})`);
    throw new Error(
      `${file}: expected one array of true labels, one an image, got ` +
        `${there.slice(0, 12).join(', ') || 'no array'}.`,
    );
  }
  const preview = await previewTable(bytes, file);
  const guess = givenMapping(guessColumns(preview), preview.header, given);
  const mapping = asLabels(guess);
  const labels = mapping ? await readMappedLabels(bytes, file, mapping) : await readLabelTable(bytes, file);
  return { labels, reading: labelReading(labels, { mapping, columns: guess.columns }) };
}

/** Of a table that has more than true labels, those alone. */
function asLabels({ mapping }: ColumnGuess): LabelMapping | null {
  if (mapping === null || mapping.form === 'transposed' || mapping.label === null) return null;
  if (mapping.form === 'labels') return mapping;
  return { form: 'labels', image: mapping.image, label: mapping.label };
}

function labelReading(labels: LabelTable, guess: Pick<ColumnGuess, 'mapping' | 'columns'>): FileReading {
  const columns = guess.columns.map((meaning): ColumnMeaning => {
    const isUsed = ['image', 'label', 'unused'].includes(meaning.role);
    return isUsed
      ? meaning
      : { ...meaning, role: 'unused', why: 'a file of true labels is asked for its labels' };
  });
  return {
    ...readingOf(labels.file, { mapping: null, columns }, []),
    form: 'labels',
    hasIds: !labels.isNumbered,
    images: labels.image.values.length,
  };
}

/**
 * The name of the array of true labels in a file that holds no predictions: no array in it has several axes.
 * Null where it is none.
 */
export function labelsAmong(arrays: Map<string, NpyArray>): string | null {
  if ([...arrays.values()].some(({ shape }) => shape.length !== 1 && !isColumn(shape))) return null;
  const vectors = [...arrays.keys()].filter((name) => ![ANSWERS, 'classes', ...IMAGES].includes(name));
  return vectors.find((name) => LABELS.includes(name)) ?? (vectors.length === 1 ? vectors[0] : null);
}

function isColumn(shape: number[]): boolean {
  return shape.length === 2 && shape[1] === 1;
}

function labelTable(name: string, arrays: Map<string, NpyArray>, file: string): LabelTable {
  const array = arrays.get(name)!;
  const rows = sizeOf(array.shape);
  if (rows === 0) throw new Error(`${file}: expected at least one true label, got none.`);
  const label = labelCategories(array, named(name), rows, file);
  const ids = IMAGES.find((each) => arrays.has(each));
  if (ids === undefined) return { file, rows, image: numbered(rows), label, isNumbered: true };
  return { file, rows, image: namesOf(arrays, ids, rows, file), label };
}
