import { inflate, isGzip } from '../../../formats/bytes/gzip';
import { type ByteSource, blobSource, wholeSource } from '../../../formats/bytes/source';
import { formatOf } from '../../../formats/kinds/formats';
import { LARGEST_TABLE } from '../../../formats/limits';
import { labelsAmong } from '../../../formats/predictions/labelFile';
import { refuseOtherFile } from '../../../formats/predictions/otherFiles';
import { readArrays } from '../../../formats/predictions/predictionFile';
import { vectorNames } from '../../../formats/predictions/predictionVectors';
import { guessColumns } from '../../../formats/tables/columnGuess';
import { previewTable, SAMPLE, type TablePreview } from '../../../formats/tables/tablePreview';
import type { LookedFile, OwnFile } from '../protocol';

const NEWLINE = 0x0a;
/** Of a text that is more than twice as long, so much is read at first. */
const BEGINNING = 1 << 22;

/** What a file seems to hold. Throws one sentence where it holds no predictions. */
export async function lookAt({ path, content }: OwnFile): Promise<LookedFile> {
  const source = blobSource(content, path);
  const first = await firstRows(source);
  if (first) return lookedTable(path, first);
  const bytes = await wholeSource(source, LARGEST_TABLE);
  const inflated = isGzip(bytes) ? await inflate(bytes, LARGEST_TABLE, path) : bytes;
  refuseOtherFile(inflated, path);
  const arrays = await readArrays(inflated, path);
  if (arrays) {
    // A lone vector is the true labels; one of predictions has others beside it.
    const isPredictions = arrays.size > 1 && vectorNames(arrays).length > 0;
    return { kind: isPredictions || labelsAmong(arrays) === null ? 'arrays' : 'labels', file: path };
  }
  return lookedTable(path, await previewTable(inflated, path));
}

/** The first rows of a long text by its beginning alone; null where more has to be read to tell them. */
async function firstRows(source: ByteSource): Promise<TablePreview | null> {
  if (source.size <= 2 * BEGINNING || source.size > LARGEST_TABLE) return null;
  const bytes = await source.read(0, BEGINNING);
  if (formatOf(bytes)?.id !== 'text') return null;
  const lines = bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);
  const preview = await previewTable(lines, source.file).catch(() => null);
  return preview?.rows.length === SAMPLE ? preview : null;
}

function lookedTable(path: string, preview: TablePreview): LookedFile {
  const guess = guessColumns(preview);
  const hasLabels = preview.header.includes('image_id') && preview.header.includes('label');
  if (guess.mapping?.form === 'labels' && hasLabels) return { kind: 'labels', file: path };
  return { kind: 'table', file: path, preview, guess };
}
