import { type ArchiveEntry, entryBytes } from '../archives/archiveEntry';
import { readZip } from '../archives/zip';
import { idxHeader, readIdxClasses, readIdxShape } from '../arrays/idx';
import { isNpy, npyDataStart, readNpy, readNpyHeader } from '../arrays/npy';
import { chunkReader } from '../bytes/chunkReader';
import { joinChunks } from '../bytes/gzip';
import { type ByteSource, inflatedPieces, joinPieces } from '../bytes/source';
import { named } from '../check';
import { LARGEST_IMAGE } from '../limits';
import { checkLabelled, classOfNumber } from './classLabels';
import type { RawImage } from './fit';
import type { LabelledImage } from './imageSet';

const IMAGES = ['images', 'x', 'x_test', 'test_images', 'data'];
const LABELS = ['labels', 'label', 'y', 'y_test', 'test_labels', 'targets', 'target'];
const NAMES = ['classes', 'class_names', 'names'];
const LARGEST_ARRAY = 1 << 30;
const LONGEST_HEADER = 1 << 16;

type Reader = ReturnType<typeof chunkReader>;

/**
 * Images of an IDX file as they stream by, with the labels of another (null: none); both may be gzipped. Ids
 * are positions, classes their numbers.
 */
export async function* idxImages(
  images: ByteSource,
  labels: ByteSource | null,
): AsyncGenerator<LabelledImage> {
  const { file } = images;
  const classes =
    labels && readIdxClasses(await joinPieces(inflatedPieces(labels, LARGEST_ARRAY)), labels.file);
  if (labels && classes) checkLabelled(classes, labels.file, (image) => `at position ${image}`);
  const reader = chunkReader(inflatedPieces(images, LARGEST_ARRAY), file);
  try {
    const [count, height, width] = readIdxShape(await reader.take(idxHeader(3)), 3, file);
    if (labels && classes?.length !== count) {
      throw new Error(
        `${labels.file}: expected ${count} labels, one for each image of ${file}, got ${classes?.length}.`,
      );
    }
    yield* rows(reader, count, { height, width, channels: 1 }, file, (image) =>
      classes && labels
        ? classOfNumber(classes[image], null, labels.file, () => `at position ${image}`)
        : null,
    );
    if (!(await reader.ended())) {
      throw new Error(
        `${file}: expected ${count} images of ${height} x ${width}, got more bytes after them.`,
      );
    }
  } finally {
    await reader.close();
  }
}

/**
 * Images of an npz file as they stream by: `images` u8 [N, height, width] or [N, height, width, channels],
 * and where there are any `labels` [N], numbers or text, and the names of the `classes`, in class order. Ids
 * are positions.
 */
export async function npzImages(
  source: ByteSource,
): Promise<{ images: AsyncGenerator<LabelledImage>; classes: string[] | undefined; byName: boolean }> {
  const { file } = source;
  const entries = await readZip(source);
  const find = (names: string[]) =>
    entries.find(({ name }) => names.includes(name.toLowerCase().replace(/\.npy$/, '')));
  const labelEntry = find(LABELS);
  const labels = labelEntry && (await wholeArray(labelEntry, file));
  const nameEntry = find(NAMES);
  const texts = nameEntry && (await wholeArray(nameEntry, file));
  const classes = texts?.kind === 'text' ? texts.texts : undefined;
  const title = withoutType(labelEntry?.name ?? '');
  const values = labels?.kind === 'numbers' ? labels.values : null;
  const names = labels?.kind === 'text' ? labels.texts : null;
  if (values) checkLabelled(values, file, (image) => `at position ${image} of ${title}`);
  const className = (image: number) => {
    if (names) return names[image];
    return values && classOfNumber(values[image], classes, file, () => `in ${title} at position ${image}`);
  };
  const shape = { file, entries, entry: find(IMAGES) };
  const checkCount = (count: number) => {
    const length = (values ?? names)?.length;
    if (labels && length !== count) {
      throw new Error(
        `${file}: expected ${count} labels in ${title}, one for each image, got ${length} ` +
          `(${labels.shape.join(' x ')}).`,
      );
    }
  };
  return { images: npzRows(shape, className, checkCount), classes, byName: names !== null && !classes };
}

/** The extent of the images of an npz file and their labels, as far as they are there and in order. */
export async function npzHead(
  source: ByteSource,
): Promise<[extent: { height: number; width: number } | null, labels: ArrayLike<number> | null]> {
  const { file } = source;
  try {
    const entries = await readZip(source);
    const find = (names: string[]) =>
      entries.find(({ name }) => names.includes(name.toLowerCase().replace(/\.npy$/, '')));
    const [images, labels] = [find(IMAGES), find(LABELS)];
    const [, height = 0, width = 0] = images ? await arrayShape(images, file) : [];
    const values = labels && (await wholeArray(labels, file));
    return [{ height, width }, values?.kind === 'numbers' ? values.values : null];
  } catch {
    // What is wrong with it is told when its images are read.
    return [null, null];
  }
}

async function* npzRows(
  { file, entries, entry }: { file: string; entries: ArchiveEntry[]; entry: ArchiveEntry | undefined },
  className: (image: number) => string | null,
  checkCount: (count: number) => void,
): AsyncGenerator<LabelledImage> {
  const unfit = async () => {
    const there = await Promise.all(
      entries
        .slice(0, 12)
        .map(async (each) => `${withoutType(each.name)} (${(await arrayShape(each, file)).join(' x ')})`),
    );
    return new Error(
      `${file}: expected an array images of bytes, images x height x width x channels (1, 3 or 4), got ` +
        `${there.join(', ') || 'no array'}.`,
    );
  };
  if (!entry) throw await unfit();
  const where = `${file} (${named(entry.name)})`;
  const reader = chunkReader(entry.chunks(), where);
  try {
    const { dtype, fortran, shape } = await npyHeader(reader, where);
    const [count, height, width, channels = 1] = shape;
    const isPicture =
      shape.length === 3 || (shape.length === 4 && (channels === 1 || channels === 3 || channels === 4));
    if (!isPicture || dtype !== '|u1') throw await unfit();
    checkCount(count);
    const extent = { height, width, channels: channels as RawImage['channels'] };
    if (!fortran) {
      yield* rows(reader, count, extent, where, className);
      return;
    }
    const array = await wholeArray(entry, file);
    const pixels = array.kind === 'numbers' && array.values instanceof Uint8Array ? array.values : null;
    if (pixels) yield* rows(chunkReader(onePiece(pixels), where), count, extent, where, className);
  } finally {
    await reader.close();
  }
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function npyHeader(reader: Reader, file: string) {
  const first = await reader.take(12);
  const start = isNpy(first) ? npyDataStart(first) : 0;
  const rest = start > 12 && start <= LONGEST_HEADER ? await reader.take(start - 12) : new Uint8Array(0);
  return readNpyHeader(joinChunks([first, rest], 12 + rest.length), file);
}

async function arrayShape(entry: ArchiveEntry, file: string): Promise<number[]> {
  const reader = chunkReader(entry.chunks(), file);
  try {
    return (await npyHeader(reader, `${file} (${named(entry.name)})`)).shape;
  } finally {
    await reader.close();
  }
}

async function wholeArray(entry: ArchiveEntry, file: string) {
  return readNpy(await entryBytes(entry, LARGEST_ARRAY, file), `${file} (${named(entry.name)})`);
}

function withoutType(name: string): string {
  return name.replace(/\.npy$/, '');
}

async function* rows(
  reader: Reader,
  count: number,
  extent: Omit<RawImage, 'data'>,
  file: string,
  className: (image: number) => string | null,
): AsyncGenerator<LabelledImage> {
  const size = extent.height * extent.width * extent.channels;
  if (size < 1 || size > LARGEST_IMAGE) {
    throw new Error(
      `${file}: expected images of 1 to ${LARGEST_IMAGE} bytes, got ${extent.height} x ${extent.width} x ` +
        `${extent.channels}.`,
    );
  }
  for (let image = 0; image < count; image++) {
    const data = await reader.take(size);
    yield { id: `${image}`, className: className(image), image: { ...extent, data } };
  }
}
