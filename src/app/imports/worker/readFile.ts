/** Reads one chosen file: predictions or true labels. */
import { blobSource, wholeSource } from '../../../formats/bytes/source';
import { LARGEST_TABLE } from '../../../formats/limits';
import { readLabelFile } from '../../../formats/predictions/labelFile';
import type { ArrayPopulation } from '../../../formats/predictions/predictionArrays';
import {
  readPredictionFile,
  readTablePopulations,
  tableAnswers,
} from '../../../formats/predictions/predictionFile';
import type { LabelTable } from '../../../formats/tables/longTable';
import { readMappedLabels } from '../../../formats/tables/mappedTable';
import type { FileMapping, OwnFile } from '../protocol';
import { lookAt } from './lookAt';

/** A file with what its columns mean; null where it says so itself. */
export type FileToRead = OwnFile & { mapping: FileMapping | null };

/** What a file held: true labels, or populations of predictions with the names of classes that it gives. */
export type FileRead =
  | { labels: LabelTable }
  | { labels: null; populations: ArrayPopulation[]; classes: string[] | null; answers: string | null };

export async function readFile({ path, content, mapping }: FileToRead): Promise<FileRead> {
  const bytes = await wholeSource(blobSource(content, path), LARGEST_TABLE);
  if (mapping?.form === 'labels') return { labels: await readMappedLabels(bytes, path, mapping) };
  if (mapping) {
    const populations = await readTablePopulations(bytes, path, mapping);
    return { labels: null, populations, classes: null, answers: await tableAnswers(bytes, path) };
  }
  if ((await lookAt({ path, content })).kind === 'labels') return await readLabelFile(bytes, path);
  const { populations, classes, reading } = await readPredictionFile(bytes, path);
  return { labels: null, populations, classes, answers: reading.answers };
}

/** The buffers of what was read: handed over by a worker, and not copied. */
export function buffersOf(read: FileRead): ArrayBuffer[] {
  const columns = read.labels
    ? [read.labels.image.codes, read.labels.label.codes]
    : read.populations.flatMap(({ table }) => [
        ...[table.image, table.model, table.prediction, table.label].map((column) => column?.codes),
        ...[table.pPrediction, table.pLabel, table.rankLabel],
      ]);
  const buffers = columns.flatMap((column) => (column ? [column.buffer] : []));
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}
