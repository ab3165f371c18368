import { gunzipChunks, isGzip } from '../bytes/gzip';
import { type ByteSource, blobSource } from '../bytes/source';
import { named } from '../check';
import { fileKind } from '../kinds/formats';
import { whatItIs } from '../kinds/whatItIs';
import { isShown } from '../tables/shownFile';
import { archiveFiles } from './archiveFiles';
import { pickledCifar } from './cifar';
import { CIFAR_FILE, CIFAR_PICKLE, cifarBatches, cifarFolder } from './cifarFiles';
import type { DecodeImage } from './decodeImage';
import { filePart, isImagePath } from './folderLayout';
import { foldersOf } from './foldersOf';
import { hfImages, readHfLayout } from './hfParquet';
import { idxFiles } from './idxFiles';
import { folderEntries } from './imageFolder';
import { matlabImages, noImages } from './noImages';
import type { ChosenFile, ImageChoice, ImageFiles } from './openedImages';
import { inOrder } from './parts';

/**
 * Looks at files of images. They are a pair of IDX files (or two, of which one part is chosen), CIFAR in the
 * binary version, npz, or Parquet as Hugging Face writes it. Several Parquet files of one part are one after
 * the other. Else they are archives or the files of a folder, with one folder a class. Throws one sentence
 * where they are none of these.
 */
export async function openImageFiles(
  files: ChosenFile[],
  decode: DecodeImage,
  signal?: AbortSignal,
): Promise<ImageFiles> {
  const shown = files.filter(({ path }) => isShown(path));
  if (shown.length === 0) throw new Error('Expected files of images, got none; choose some.');
  const sources = shown.map(({ path, content }) => blobSource(content, path));
  const kinds = await Promise.all(sources.map(kindOf));
  const parquet = sources.filter((_, at) => kinds[at] === 'parquet');
  if (parquet.length > 0 && !shown.some(({ path }) => isImagePath(path)))
    return parquetFiles(parquet, decode);
  const idx = sources.filter((_, at) => kinds[at] === 'idx');
  if (idx.length > 0) {
    const others = sources.flatMap(({ file }, at) =>
      kinds[at] === 'idx' ? [] : [{ file, kind: kinds[at] }],
    );
    return idxFiles(idx, others);
  }
  const pickle = sources.find(({ file }, at) => kinds[at] === 'pickle' && CIFAR_PICKLE.test(file));
  if (pickle) throw pickledCifar(pickle.file, pickle.file);
  if (shown.some(({ path }) => CIFAR_FILE.test(path))) return cifarFolder(shown);
  if (sources.every(({ file }) => /\.bin$/i.test(file))) return cifarBatches(sources);
  const archives = sources.filter((_, at) => kinds[at] === 'zip' || kinds[at] === 'tar');
  if (archives.length > 0 && !shown.some(({ path }) => isImagePath(path))) {
    const beside = sources.filter((source) => !archives.includes(source)).map(({ file }) => file);
    return archiveFiles(archives, beside, decode, signal);
  }
  const [first] = sources;
  if (sources.length === 1) {
    if (kinds[0] === 'matlab' || kinds[0] === 'matlab73') throw matlabImages(first.file);
    if (!isImagePath(first.file)) {
      throw noImages(first.file, whatItIs(await first.read(0, Math.min(first.size, 1 << 10))));
    }
  }
  const folder = first.file.split('/')[0];
  return foldersOf(
    shown.map(({ path }) => path),
    { file: folder, kind: 'a folder of images', decode, signal },
    () => folderEntries(shown, folder),
  );
}

/** The kind of a file, of what it holds where it is gzipped. */
async function kindOf(source: ByteSource): Promise<string | null> {
  const head = await source.read(0, Math.min(source.size, 1 << 16));
  if (!isGzip(head)) return fileKind(head);
  // The file is cut off here: what comes before that is enough.
  for await (const chunk of gunzipChunks(() => [head], 2 ** 33, source.file)) {
    return fileKind(chunk);
  }
  return null;
}

async function parquetFiles(sources: ByteSource[], decode: DecodeImage): Promise<ImageFiles> {
  const layouts = await Promise.all(sources.map(readHfLayout));
  const [first] = layouts;
  const partAt = sources.map(({ file }) => filePart(file));
  const counts: Record<string, number> = {};
  layouts.forEach(({ rows }, at) => {
    counts[partAt[at]] = (counts[partAt[at]] ?? 0) + rows;
  });
  const parts = inOrder(Object.keys(counts));
  const columns = first.labels.map(({ column }) => column);
  const label = ({ labels }: ImageChoice) => labels ?? columns[0] ?? null;
  async function* images(choice: ImageChoice) {
    for (const [at, source] of sources.entries()) {
      if (parts.length > 0 && partAt[at] !== (choice.part ?? parts[0])) continue;
      yield* hfImages(source, layouts[at], label(choice), decode);
    }
  }
  return {
    file: sources[0].file,
    kind: 'Parquet',
    counts: parts.length > 0 ? counts : { '': layouts.reduce((sum, { rows }) => sum + rows, 0) },
    parts,
    labels: columns.length > 1 ? columns : [],
    notes: [],
    advice: `name the column of classes label (columns: ${first.columns.slice(0, 12).map(named).join(', ')})`,
    async open(choice) {
      const found = first.labels.find(({ column }) => column === label(choice));
      return {
        images: images(choice),
        byName: found?.isText ?? false,
        ...(found?.names && { classes: found.names }),
      };
    },
  };
}
