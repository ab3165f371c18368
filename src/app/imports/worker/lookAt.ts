import { inflate, isGzip } from '../../../formats/bytes/gzip';
import { blobSource, wholeSource } from '../../../formats/bytes/source';
import { LARGEST_TABLE } from '../../../formats/limits';
import { labelsAmong } from '../../../formats/predictions/labelFile';
import { refuseOtherFile } from '../../../formats/predictions/otherFiles';
import { readArrays } from '../../../formats/predictions/predictionFile';
import { vectorNames } from '../../../formats/predictions/predictionVectors';
import { guessColumns } from '../../../formats/tables/columnGuess';
import { previewTable } from '../../../formats/tables/tablePreview';
import type { LookedFile, OwnFile } from '../protocol';

/** What a file seems to hold. Throws one sentence where it holds no predictions. */
export async function lookAt({ path, content }: OwnFile): Promise<LookedFile> {
  const source = blobSource(content, path);
  const bytes = await wholeSource(source, LARGEST_TABLE);
  const inflated = isGzip(bytes) ? await inflate(bytes, LARGEST_TABLE, path) : bytes;
  refuseOtherFile(inflated, path);
  const arrays = await readArrays(inflated, path);
  if (arrays) {
    // A lone vector is the true labels; one of predictions has others beside it.
    const isPredictions = arrays.size > 1 && vectorNames(arrays).length > 0;
    return { kind: isPredictions || labelsAmong(arrays) === null ? 'arrays' : 'labels', file: path };
  }
  const preview = await previewTable(inflated, path);
  const guess = guessColumns(preview);
  const hasLabels = preview.header.includes('image_id') && preview.header.includes('label');
  if (guess.mapping?.form === 'labels' && hasLabels) return { kind: 'labels', file: path };
  return { kind: 'table', file: path, preview, guess };
}
