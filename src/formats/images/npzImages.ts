/** Images of npz files, with their labels. */
import { type ArchiveEntry, entryBytes } from '../archives/archiveEntry';
import { readZip } from '../archives/zip';
import { isNpy, npyDataStart, npyNumbers, readNpy, readNpyHeader } from '../arrays/npy';
import { chunkReader } from '../bytes/chunkReader';
import { joinChunks } from '../bytes/joinChunks';
import type { ByteSource } from '../bytes/source';
import { named } from '../check';
import { arrayLabels } from './arrayLabels';
import type { LabelledImage } from './imageSet';
import { arrayName, type NpzSet, npzSets, UNNAMED } from './npzSets';
import {
  byteRows,
  layoutNote,
  type NumberRows,
  type PictureLayout,
  pictureLayout,
  pictureSize,
  pictures,
  type Scale,
  scaleOf,
} from './pictureArray';

const LARGEST_ARRAY = 1 << 30;
/** Numbers of a CIFAR image in the pickled Python version: its three planes. */
const CIFAR_ROW = 3 * 32 * 32;
const LONGEST_HEADER = 1 << 16;
/** How far a float of 16 bits may be from the 255th that it was, in 255ths; and one of 32. */
const HALF_TOLERANCE = 0.07;
const TOLERANCE = 1e-3;

/** Images of one part of an npz file, looked at: how they are read, and what is taken for granted. */
export type NpzImages = {
  images: AsyncGenerator<LabelledImage>;
  classes: string[] | undefined;
  byName: boolean;
  notes: string[];
  layout: PictureLayout;
  /** Labels that are numbers, where they are. */
  numbers: ArrayLike<number> | null;
};

/** The parts of which one is read: one where no names of arrays tell more apart. */
export async function npzParts(source: ByteSource): Promise<string[]> {
  const { sets } = npzSets(await readZip(source));
  return sets.length > 0 ? sets.map(({ part }) => part) : [''];
}

/**
 * Images of an npz file as they stream by. `images` [N, height, width], [N, height, width, channels] or [N,
 * channels, height, width] are bytes, or numbers that are bytes or 255ths throughout. Where there are any,
 * `labels` [N], [N, 1] or one-hot [N, classes] are numbers or text. The names of the `classes` stand in class
 * order. Of several parts (x_train, x_test) the one called `part`, else the first. Ids are positions.
 */
export async function npzImages(source: ByteSource, part: string | null = null): Promise<NpzImages> {
  const { file } = source;
  const entries = await readZip(source);
  const { sets, names, others } = npzSets(entries);
  const set = sets.find((each) => each.part === part) ?? sets[0];
  const { images: entry } = set ?? { images: null };
  const header = entry && (await headerOf(entry, file));
  const layout = header && pictureLayout(header.shape);
  if (!layout) throw await unfit(entries, file);
  const texts = names && (await wholeArray(names, file));
  const classes = texts?.kind === 'text' ? texts.texts : undefined;
  const labels = await labelsOf(set, classes, layout.count, file);
  const notes = [layoutNote(layout), ...labels.notes];
  const where = `${file} (${named(entry.name)})`;
  const size = pictureSize(layout, where);
  const scale = await scaleIn(entry, { ...header, size, count: layout.count }, where, file);
  if (arrayName(entry) === UNNAMED[0]) {
    const second = set.labels && arrayName(set.labels) === UNNAMED[1] ? `, ${UNNAMED[1]} their labels` : '';
    notes.push(`Arrays have no names: ${UNNAMED[0]} is taken for the images${second}.`);
  }
  if (header.dtype !== '|u1') {
    const as = scale === 1 ? 'whole numbers from 0 to 255: bytes' : '0 to 1 in 255ths: 255 times them, bytes';
    notes.push(`The numbers of ${arrayName(entry)} (${header.dtype}) are ${as}.`);
  }
  if (others.length > 0) {
    const list = others.slice(0, 6).map(named).join(', ');
    notes.push(
      `Arrays that are not used: ${list}${others.length > 6 ? ` and ${others.length - 6} others` : ''}.`,
    );
  }
  return {
    images: pictures(
      numberRows(entry, { ...header, size, count: layout.count }, where, file),
      layout,
      scale,
      labels.className,
    ),
    classes,
    byName: labels.areTexts && !classes,
    notes: notes.filter((note) => note !== null),
    layout,
    numbers: labels.numbers,
  };
}

async function labelsOf(
  { labels: entry }: NpzSet,
  classes: string[] | undefined,
  count: number,
  file: string,
) {
  if (!entry) return { className: () => null, areTexts: false, numbers: null, notes: [] };
  return arrayLabels(await wholeArray(entry, file), { title: arrayName(entry), classes, count, file });
}

type Header = Awaited<ReturnType<typeof headerOf>> & { count: number; size: number };

/** What a number of the images stands for; refuses numbers that are no bytes. */
async function scaleIn(entry: ArchiveEntry, header: Header, where: string, file: string): Promise<Scale> {
  if (header.dtype === '|u1') return 1;
  const isFloat = header.dtype[1] === 'f';
  const tolerance = header.dtype === '<f2' ? HALF_TOLERANCE : TOLERANCE;
  const scale = await scaleOf(numberRows(entry, header, where, file), { isFloat, tolerance });
  if (typeof scale === 'number') return scale;
  throw new Error(
    `${where}: expected images of bytes, or of numbers that are bytes or 255ths, got ${scale}.`,
  );
}

async function* numberRows(
  entry: ArchiveEntry,
  { dtype, fortran, count, size }: Header,
  where: string,
  file: string,
): NumberRows & AsyncGenerator<ArrayLike<number>> {
  if (fortran) {
    const array = await wholeArray(entry, file);
    const values = array.kind === 'numbers' ? array.values : new Uint8Array(0);
    for (let image = 0; image < count; image++) yield values.subarray(image * size, (image + 1) * size);
    return;
  }
  const { width, read } = npyNumbers(dtype, where);
  const reader = chunkReader(entry.chunks(), where);
  try {
    await npyHeader(reader, where);
    for await (const bytes of byteRows(reader, count, size * width)) yield read(bytes);
    if (!(await reader.ended())) {
      throw new Error(
        `${where}: expected ${count} images of ${size * width} bytes, got more bytes after them; save the ` +
          'array again.',
      );
    }
  } finally {
    await reader.close();
  }
}

async function unfit(entries: ArchiveEntry[], file: string): Promise<Error> {
  const there = await Promise.all(
    entries.slice(0, 12).map(async (each) => ({
      name: arrayName(each),
      shape: (await headerOf(each, file)).shape,
    })),
  );
  const rows = there.find(({ shape }) => shape.length === 2 && shape[1] === CIFAR_ROW);
  const cifar = rows ? `, CIFAR's rows as ${rows.name}.reshape(-1, 3, 32, 32)` : '';
  const list = there.map(({ name, shape }) => `${name} (${shape.join(' x ')})`).join(', ');
  return new Error(
    `${file}: expected an array images, images x height x width x channels (1, 3 or 4), got ` +
      `${list || 'no array'}; save it as numpy.savez("images.npz", images=..., labels=...)${cifar}.`,
  );
}

async function headerOf(entry: ArchiveEntry, file: string) {
  const reader = chunkReader(entry.chunks(), file);
  try {
    return await npyHeader(reader, `${file} (${named(entry.name)})`);
  } finally {
    await reader.close();
  }
}

async function npyHeader(reader: ReturnType<typeof chunkReader>, file: string) {
  const first = await reader.take(12);
  const start = isNpy(first) ? npyDataStart(first) : 0;
  const rest = start > 12 && start <= LONGEST_HEADER ? await reader.take(start - 12) : new Uint8Array(0);
  return readNpyHeader(joinChunks([first, rest], 12 + rest.length), file);
}

async function wholeArray(entry: ArchiveEntry, file: string) {
  return readNpy(await entryBytes(entry, LARGEST_ARRAY, file), `${file} (${named(entry.name)})`);
}
