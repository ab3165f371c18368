import { gunzipChunks, inflationLimit, isGzip } from '../bytes/gzip';
import { type ByteSource, piecesOf } from '../bytes/source';
import { LARGEST_ARCHIVE } from '../limits';
import type { ArchiveEntry } from './archiveEntry';
import { isTar, readTar } from './tar';
import { isZip, readZip } from './zip';

/**
 * The regular files of a zip, tar or gzipped tar archive, told apart by content, in the archive's order. An
 * entry's content is to be read before the next one is asked for. Nothing is held but what is being read.
 */
export async function* archiveEntries(source: ByteSource): AsyncGenerator<ArchiveEntry> {
  const { file, size } = source;
  const head = await source.read(0, Math.min(size, 512));
  if (isZip(head)) yield* await readZip(source);
  else if (isTar(head)) yield* readTar(() => piecesOf(source), file);
  else if (isGzip(head)) {
    const limit = inflationLimit(size, LARGEST_ARCHIVE);
    yield* readTar(() => gunzipChunks(() => piecesOf(source), limit, file), file);
  } else {
    throw new Error(
      `${file}: expected a zip, tar or tar.gz archive, got a file that begins with bytes ` +
        `${head.subarray(0, 4).join(' ') || 'none'}.`,
    );
  }
}
