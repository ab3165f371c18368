import { archiveEntries } from '../archives/archive';
import { gunzipChunks, isGzip } from '../bytes/gzip';
import { type ByteSource, blobSource } from '../bytes/source';
import { named } from '../check';
import { fileKind } from '../fileKind';
import { isShown } from '../tables/shownFile';
import { idxImages, npzImages } from './arrayImages';
import { cifarFolderImages, cifarImages, pickledCifar } from './cifar';
import type { DecodeImage } from './decodeImage';
import { hfImages, readHfLayout } from './hfParquet';
import { folderEntries, folderImages, imagePart } from './imageFolder';
import type { LabelledImage } from './imageSet';

/** A file as a reader chose it, by its path where it is in a folder. */
type ChosenFile = { path: string; content: Blob };

/** Images as they stream by. */
type ImageStream = {
  images: AsyncIterable<LabelledImage>;
  /** The classes in their order, where the file says so before its images. */
  classes?: string[];
  /** Names of the classes that images give by number, known once all images have been seen. */
  names?: () => string[];
};

/** Which of the parts and of the columns of labels is read; null where there is nothing to choose. */
export type ImageChoice = { part: string | null; labels: string | null };

/** Chosen files of images, looked at and not yet read. */
export type ImageFiles = {
  /** The file, or the first of them, for sentences. */
  file: string;
  /** What they are, in words. */
  kind: string;
  /** How many images there are in each part, where that is known before reading. */
  counts: Record<string, number>;
  /** Parts of which one is read (train, test), the likeliest first; empty where there is one. */
  parts: string[];
  /** Labels of which one is read, the likeliest first; empty where there is one or none. */
  labels: string[];
  /** Whether classes stand in the order of their names, because nothing says another. */
  classesByName: boolean;
  open(choice: ImageChoice): Promise<ImageStream>;
};

/** The batches of an extracted archive, as published, and the files of its pickled version. */
const CIFAR_FILE = /(^|\/)(data_batch_\d+|test_batch|train|test)\.bin$/;
const CIFAR_PICKLE = /(^|\/)(data_batch_\d+|test_batch|batches\.meta|train|test|meta)$/;
const CIFAR_BATCH = /(^|\/)((data_batch_\d+|test_batch|train|test)\.bin|cifar-100?-(batches-py|python)\/.+)$/;
/** What tells a file of images from its labels in the names of MNIST's files. */
const IDX_NAME = /[-_.]*(images|labels)[-_.]*(idx[13])?[-_.]*(ubyte)?|\.gz$/gi;

/**
 * Looks at files of images: a pair of IDX files (or two, of which one part is chosen), CIFAR in the binary version, npz, Parquet as Hugging Face
 * writes it (several files of one part are one after the other), an archive or the files of a folder with one folder a class. Throws one sentence where
 * they are none of these.
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
  if (parquet.length > 0 && !shown.some(({ path }) => isImageName(path)))
    return parquetFiles(parquet, decode);
  const idx = sources.filter((_, at) => kinds[at] === 'idx');
  if (idx.length > 0) return idxFiles(idx);
  const pickle = sources.find(({ file }, at) => kinds[at] === 'pickle' && CIFAR_PICKLE.test(file));
  if (pickle) throw pickledCifar(pickle.file, pickle.file);
  if (shown.some(({ path }) => CIFAR_FILE.test(path))) return cifarFolder(shown);
  if (sources.every(({ file }) => /\.bin$/i.test(file))) return cifarBatches(sources);
  const [first] = sources;
  if (sources.length === 1) {
    if (kinds[0] === 'zip' || kinds[0] === 'tar') return archiveFile(first, decode, signal);
    if (kinds[0] === 'pickle') {
      throw new Error(
        `${first.file}: expected images, got a Python pickle, which is never opened here; take the binary version, or save arrays with numpy.savez.`,
      );
    }
    if (!isImageName(first.file)) {
      throw new Error(
        `${first.file}: expected IDX, CIFAR (binary), npz, Parquet, or an archive or folder of images, got a file of ${kinds[0] ? `kind ${kinds[0]}` : 'an unknown kind'}.`,
      );
    }
  }
  const folder = first.file.split('/')[0];
  const parts = partsOf(shown.map(({ path }) => path));
  return {
    file: folder,
    kind: 'a folder of images',
    ...parts,
    labels: [],
    classesByName: true,
    open: async ({ part }) => ({
      images: folderImages(folderEntries(shown, folder), { file: folder, decode, split: part ?? undefined }),
    }),
  };
}

/** The kind of a file, of what it holds where it is gzipped. */
async function kindOf(source: ByteSource): Promise<string | null> {
  const head = await source.read(0, Math.min(source.size, 1 << 16));
  if (!isGzip(head)) return fileKind(head.subarray(0, 512));
  // The file is cut off here: what comes before that is enough.
  for await (const chunk of gunzipChunks(() => [head], 2 ** 33, source.file)) {
    return fileKind(chunk.subarray(0, 512));
  }
  return null;
}

function isImageName(path: string): boolean {
  return /\.(png|jpe?g|gif|webp)$/i.test(path);
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
    classesByName: false,
    async open(choice) {
      const names = first.labels.find(({ column }) => column === label(choice))?.names;
      return { images: images(choice), ...(names && { classes: names }) };
    },
  };
}

/** The part that a file is of by its name (train-00000-of-00002.parquet) or by the folders above it; empty where neither says one. */
function filePart(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return imagePart(path) ?? /^(train|test|val|valid|validation)(?=[-_.\d])/i.exec(base)?.[1] ?? '';
}

/** Files of IDX, told apart by their headers, in pairs of images and labels with the same name otherwise. */
async function idxFiles(sources: ByteSource[]): Promise<ImageFiles> {
  const key = ({ file }: ByteSource) => file.replace(IDX_NAME, '');
  const isLabels = await Promise.all(
    sources.map(async (source) => {
      for await (const chunk of inflatedHead(source)) return chunk[3] === 1;
      return false;
    }),
  );
  const labels = sources.filter((_, at) => isLabels[at]);
  const images = sources.filter((_, at) => !isLabels[at]);
  const pairs = images.map((own) => ({
    images: own,
    labels:
      images.length === 1 && labels.length === 1 ? labels[0] : labels.find((each) => key(each) === key(own)),
    part: named(key(own)) || named(own.file),
  }));
  const [lone] = pairs.filter((pair) => !pair.labels);
  if (pairs.length === 0 || lone) {
    throw new Error(
      `${(lone?.images ?? labels[0]).file}: expected an IDX file of images and one of labels, got only the ${lone ? 'images' : 'labels'}; choose both.`,
    );
  }
  pairs.sort((a, b) => Number(/train/i.test(a.part)) - Number(/train/i.test(b.part)));
  return {
    file: pairs[0].images.file,
    kind: 'IDX',
    counts: {},
    parts: pairs.length > 1 ? pairs.map(({ part }) => part) : [],
    labels: [],
    classesByName: false,
    async open({ part }) {
      const pair = pairs.find((each) => each.part === part) ?? pairs[0];
      return { images: idxImages(pair.images, pair.labels ?? null) };
    },
  };
}

async function* inflatedHead(source: ByteSource): AsyncGenerator<Uint8Array> {
  const head = await source.read(0, Math.min(source.size, 1 << 16));
  if (isGzip(head)) yield* gunzipChunks(() => [head], 2 ** 33, source.file);
  else yield head;
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
    return {
      file,
      kind: 'npz',
      counts: {},
      parts: [],
      labels: [],
      classesByName: false,
      open: () => npzImages(source),
    };
  }
  if (names.some((name) => CIFAR_BATCH.test(name))) {
    const isHundred = names.some((name) => /(^|\/)(train|test)\.bin$/.test(name));
    return cifarFiles([source], isHundred, ['test', 'train']);
  }
  return {
    file,
    kind: 'an archive of images',
    ...partsOf(names),
    labels: [],
    classesByName: true,
    open: async ({ part }) => ({
      images: folderImages(archiveEntries(source), { file, decode, split: part ?? undefined }),
    }),
  };
}

/** Batches of other names are one after the other. */
function cifarBatches(sources: ByteSource[]): ImageFiles {
  return cifarFiles(sources, false, []);
}

/** Batches named as published, the files of an extracted archive among others: batches for training and for testing are parts. */
function cifarFolder(files: ChosenFile[]): ImageFiles {
  const batches = files.filter(({ path }) => CIFAR_FILE.test(path)).map(({ path }) => path);
  const isTest = (path: string) => /(^|\/)test(_batch)?\.bin$/.test(path);
  const there = (['test', 'train'] as const).filter((part) =>
    batches.some((path) => isTest(path) === (part === 'test')),
  );
  const isHundred = batches.some((path) => /(^|\/)(train|test)\.bin$/.test(path));
  const folder = files.length === 1 ? files[0].path : batches[0].split('/')[0];
  return {
    file: folder,
    kind: isHundred ? 'CIFAR-100' : 'CIFAR-10',
    counts: {},
    parts: there.length > 1 ? there : [],
    labels: isHundred ? ['fine', 'coarse'] : [],
    classesByName: false,
    async open({ part, labels }) {
      const { images, classes } = cifarFolderImages(folderEntries(files, folder), folder, {
        split: there.find((each) => each === part) ?? there[0],
        labels: labels === 'coarse' ? 'coarse' : 'fine',
      });
      return { images, names: classes };
    },
  };
}

function cifarFiles(sources: ByteSource[], isHundred: boolean, parts: string[]): ImageFiles {
  return {
    file: sources[0].file,
    kind: isHundred ? 'CIFAR-100' : 'CIFAR-10',
    counts: {},
    parts,
    labels: isHundred ? ['fine', 'coarse'] : [],
    classesByName: false,
    async open({ part, labels }) {
      const split = part === 'train' ? 'train' : 'test';
      const all = sources.map((source) =>
        cifarImages(source, { split, labels: labels === 'coarse' ? 'coarse' : 'fine' }),
      );
      async function* images() {
        for (const each of all) yield* each.images;
      }
      return { images: images(), names: () => all[0].classes() };
    },
  };
}

/** The parts among paths of images, those for testing first, with how many images each has. */
function partsOf(paths: string[]): Pick<ImageFiles, 'counts' | 'parts'> {
  const counts: Record<string, number> = {};
  for (const path of paths) {
    if (!isImageName(path) || !isShown(path)) continue;
    const part = imagePart(path) ?? '';
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return { counts, parts: inOrder(Object.keys(counts)) };
}

/** The parts of which one is to be chosen, those for testing first; none where there is only one. */
function inOrder(found: string[]): string[] {
  const order = (part: string) => (/^test/i.test(part) ? 0 : /^val/i.test(part) ? 1 : 2);
  const parts = found.filter((part) => part !== '').sort((a, b) => order(a) - order(b));
  return parts.length > 1 ? parts : [];
}
