import { archiveEntries } from '../archives/archive';
import { gunzipChunks, isGzip } from '../bytes/gzip';
import { type ByteSource, blobSource } from '../bytes/source';
import { named } from '../check';
import { fileKind } from '../kinds/formats';
import { isShown } from '../tables/shownFile';
import { npzHead, npzImages } from './arrayImages';
import { type CifarPart, cifarFolderImages, cifarImages, pickledCifar } from './cifar';
import type { DecodeImage } from './decodeImage';
import { folderLayout, isImagePath, partOfName, passedOver } from './folderLayout';
import { hfImages, readHfLayout } from './hfParquet';
import { idxFiles } from './idxFiles';
import { type FolderOptions, folderEntries, folderImages } from './imageFolder';
import type { LabelledImage } from './imageSet';
import type { ImageChoice, ImageFiles, ImageStream } from './openedImages';
import { transposedNote } from './transposed';

/** A file as a reader chose it, by its path where it is in a folder. */
type ChosenFile = { path: string; content: Blob };

/** The batches of an extracted archive, as published, and the files of its pickled version. */
const CIFAR_FILE = /(^|\/)(data_batch_\d+|test_batch|train|test)\.bin$/;
const CIFAR_PICKLE = /(^|\/)(data_batch_\d+|test_batch|batches\.meta|train|test|meta)$/;
const CIFAR_BATCH = /(^|\/)((data_batch_\d+|test_batch|train|test)\.bin|cifar-100?-(batches-py|python)\/.+)$/;
/** What a folder of images is told to do. */
const IN_FOLDERS = 'put each class in a folder of its own';

/**
 * Looks at files of images: a pair of IDX files (or two, of which one part is chosen), CIFAR in the binary
 * version, npz, Parquet as Hugging Face writes it (several files of one part are one after the other), an
 * archive or the files of a folder with one folder a class. Throws one sentence where they are none of these.
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
  const [first] = sources;
  if (sources.length === 1) {
    if (kinds[0] === 'zip' || kinds[0] === 'tar') return archiveFile(first, decode, signal);
    if (kinds[0] === 'pickle') {
      throw new Error(
        `${first.file}: expected images, got a Python pickle, which is never opened here; take the binary ` +
          'version, or save arrays with numpy.savez.',
      );
    }
    if (kinds[0] === 'matlab' || kinds[0] === 'matlab73') {
      throw new Error(
        `${first.file}: expected images, got a MATLAB file; take the data set's binary version, or save ` +
          'arrays: numpy.savez("images.npz", images=..., labels=...), images u8 [N, height, width]. MATLAB ' +
          "keeps columns first: EMNIST's rows of 784 are upright with reshape(-1, 28, 28, " +
          'order="F"), and on ' +
          'their side without.',
      );
    }
    if (!isImagePath(first.file)) {
      throw new Error(
        `${first.file}: expected IDX, CIFAR (binary), npz, Parquet, or an archive or folder of ` +
          `images, got a file of ${kinds[0] ? `kind ${kinds[0]}` : 'an unknown kind'}.`,
      );
    }
  }
  const folder = first.file.split('/')[0];
  return foldersOf(
    shown.map(({ path }) => path),
    { file: folder, kind: 'a folder of images' },
    (options) => folderImages(folderEntries(shown, folder), { file: folder, decode, ...options }),
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

/** Images in folders of their classes, by their paths. */
function foldersOf(
  paths: string[],
  { file, kind }: Pick<ImageFiles, 'file' | 'kind'>,
  read: (options: Pick<FolderOptions, 'split' | 'layout'>) => AsyncIterable<LabelledImage>,
): ImageFiles {
  const layout = folderLayout(paths);
  const counts: Record<string, number> = {};
  for (const path of paths) {
    if (!isImagePath(path)) continue;
    const part = layout.part(path) ?? '';
    counts[part] = (counts[part] ?? 0) + 1;
  }
  const left = passedOver(paths);
  if (Object.keys(counts).length === 0) {
    throw new Error(
      `${file}: expected PNG, JPEG, GIF or WebP images, got ` +
        `none${left ? ` (${left.replace(/ left out, because.*read/, '').replace(/\.$/, '')})` : ''}; ` +
        'convert them to PNG.',
    );
  }
  return {
    file,
    kind,
    counts,
    parts: inOrder(Object.keys(counts)),
    labels: [],
    notes: [...layout.notes, ...(left ? [left] : [])],
    advice: IN_FOLDERS,
    open: async ({ part }) => ({ images: read({ split: part ?? undefined, layout }), byName: true }),
  };
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

/**
 * The part that a file is of by its name (train-00000-of-00002.parquet) or by the folders above it; empty
 * where neither says one.
 */
function filePart(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const above = path
    .split('/')
    .slice(0, -1)
    .find((name) => partOfName(name));
  return above ?? partOfName(/^[a-z]+(?=[-_.\d])/i.exec(base)?.[0] ?? '') ?? '';
}

async function archiveFile(
  source: ByteSource,
  decode: DecodeImage,
  signal: AbortSignal | undefined,
): Promise<ImageFiles> {
  const { file } = source;
  const names: string[] = [];
  for await (const { name } of archiveEntries(source)) {
    signal?.throwIfAborted();
    names.push(name);
  }
  if (names.some((name) => name.endsWith('.npy'))) {
    const note = transposedNote([file, ...names.slice(0, 12)], ...(await npzHead(source)));
    return {
      file,
      kind: 'npz',
      counts: {},
      parts: [],
      labels: [],
      notes: note === null ? [] : [note],
      advice: 'add an array labels',
      open: () => npzImages(source),
    };
  }
  if (names.some((name) => CIFAR_BATCH.test(name))) {
    const isHundred = names.some((name) => /(^|\/)(train|test)\.bin$/.test(name));
    return cifarFiles([source], isHundred, cifarParts(names));
  }
  return foldersOf(names, { file, kind: 'an archive of images' }, (options) =>
    folderImages(archiveEntries(source), { file, decode, ...options }),
  );
}

/** Batches of other names are one after the other. */
function cifarBatches(sources: ByteSource[]): ImageFiles {
  return cifarFiles(sources, false, []);
}

/**
 * Batches named as published, the files of an extracted archive among others: batches for training and for
 * testing are parts.
 */
function cifarFolder(files: ChosenFile[]): ImageFiles {
  const batches = files.filter(({ path }) => CIFAR_FILE.test(path)).map(({ path }) => path);
  const there = cifarParts(batches);
  const isHundred = batches.some((path) => /(^|\/)(train|test)\.bin$/.test(path));
  const folder = files.length === 1 ? files[0].path : batches[0].split('/')[0];
  return cifarOf(folder, isHundred, there, (chosen) => {
    const { images, classes } = cifarFolderImages(folderEntries(files, folder), folder, chosen);
    return { images, names: classes, byName: false };
  });
}

/** Which parts batches are of, by their names. */
function cifarParts(paths: string[]): CifarPart['split'][] {
  const isTest = (path: string) => /(^|\/)test(_batch)?\.bin$/.test(path);
  const batches = paths.filter((path) => CIFAR_FILE.test(path));
  return (['test', 'train'] as const).filter((part) =>
    batches.some((path) => isTest(path) === (part === 'test')),
  );
}

function cifarFiles(sources: ByteSource[], isHundred: boolean, there: CifarPart['split'][]): ImageFiles {
  return cifarOf(sources[0].file, isHundred, there, (chosen) => {
    const all = sources.map((source) => cifarImages(source, chosen));
    async function* images() {
      for (const each of all) yield* each.images;
    }
    return { images: images(), names: () => all[0].classes(), byName: false };
  });
}

function cifarOf(
  file: string,
  isHundred: boolean,
  there: CifarPart['split'][],
  opened: (part: CifarPart) => ImageStream,
): ImageFiles {
  return {
    file,
    kind: isHundred ? 'CIFAR-100' : 'CIFAR-10',
    counts: {},
    parts: there.length > 1 ? there : [],
    labels: isHundred ? ['fine', 'coarse'] : [],
    notes: [],
    advice: IN_FOLDERS,
    open: async ({ part, labels }) =>
      opened({
        split: there.find((each) => each === part) ?? there[0] ?? 'test',
        labels: labels === 'coarse' ? 'coarse' : 'fine',
      }),
  };
}

/** The parts of which one is to be chosen, those for testing first; none where there is only one. */
function inOrder(found: string[]): string[] {
  const order = (part: string) => (/^test/i.test(part) ? 0 : /^(val|eval|dev)/i.test(part) ? 1 : 2);
  const parts = found.filter((part) => part !== '').sort((a, b) => order(a) - order(b));
  return parts.length > 1 ? parts : [];
}
