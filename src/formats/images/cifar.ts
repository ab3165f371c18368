import { archiveEntries } from '../archives/archive';
import { type ArchiveEntry, entryBytes } from '../archives/archiveEntry';
import { type ByteSource, piecesOf } from '../bytes/source';
import { named } from '../check';
import { type CollectOptions, collectImages, type ImageSet, type LabelledImage } from './imageSet';

const PIXELS = 32 * 32;
const IMAGE = 3 * PIXELS;
const LARGEST_NAMES = 1 << 16;
const PAGE = 'https://www.cs.toronto.edu/~kriz/cifar.html';
/** The classes of CIFAR-10, in order (Krizhevsky 2009). */
const CIFAR_10 = 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ');

/** Which part, and of CIFAR-100 which of its two labels. */
export type CifarPart = { split: 'train' | 'test'; labels?: 'fine' | 'coarse' };

/** Options of `readCifar`. */
export type CifarOptions = Omit<CollectOptions, 'file' | 'classes'> & CifarPart;

/** What is learnt on the way. */
type Facts = { classes: number; names?: string[] };

type Kind = { classes: number; labelBytes: number; labelAt: number };

/**
 * Reads CIFAR-10 or CIFAR-100 in the binary version, as published: the archive (tar.gz, tar or zip), of which
 * `split` names the part, or one of its .bin files. The Python version is pickled, and pickles run code when
 * they are opened: it is refused.
 */
export async function readCifar(source: ByteSource, options: CifarOptions): Promise<ImageSet> {
  const { images, classes } = cifarImages(source, options);
  const set = await collectImages(images, { ...options, file: source.file });
  return { ...set, classes: classes() };
}

/**
 * The images that `readCifar` gathers, as they stream by, their classes by number; the names of these are
 * known once all have been seen.
 */
export function cifarImages(source: ByteSource, part: CifarPart): CifarImages {
  const facts: Facts = { classes: 0 };
  return withClasses(sourceImages(source, part, facts), facts, source.file);
}

/** The same from the files of a folder or from chosen ones; others beside them are passed over. */
export function cifarFolderImages(entries: ArchiveEntry[], folder: string, part: CifarPart): CifarImages {
  const facts: Facts = { classes: 0 };
  return withClasses(archiveImages(entries, folder, part, facts), facts, folder);
}

type CifarImages = { images: AsyncGenerator<LabelledImage>; classes: () => string[] };

function withClasses(images: CifarImages['images'], facts: Facts, file: string): CifarImages {
  return {
    images,
    classes() {
      const count = facts.classes;
      const names =
        facts.names ?? (count === 10 ? CIFAR_10 : Array.from({ length: count }, (_, i) => `class ${i}`));
      if (names.length !== count) {
        throw new Error(`${file}: expected names of ${count} classes, got ${names.length}.`);
      }
      return names;
    },
  };
}

async function* sourceImages(
  source: ByteSource,
  part: CifarPart,
  facts: Facts,
): AsyncGenerator<LabelledImage> {
  const { file, size } = source;
  if (isPickle(await source.read(0, Math.min(size, 512)))) throw pickledCifar(file, file);
  if (/\.bin$/i.test(file)) {
    yield* batchImages({ name: file, size, chunks: () => piecesOf(source) }, file, part, facts);
  } else yield* archiveImages(archiveEntries(source), file, part, facts);
}

async function* archiveImages(
  entries: AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>,
  file: string,
  { split, labels = 'fine' }: CifarPart,
  facts: Facts,
): AsyncGenerator<LabelledImage> {
  const wanted = split === 'train' ? /^(data_batch_\d+|train)\.bin$/ : /^test(_batch)?\.bin$/;
  const naming = ['batches.meta.txt', `${labels}_label_names.txt`];
  let found = false;
  for await (const entry of entries) {
    const base = entry.name.slice(entry.name.lastIndexOf('/') + 1);
    if (
      /cifar-100?-(batches-py|python)\//.test(entry.name) ||
      /^(data_batch_\d|test_batch|batches\.meta)$/.test(base)
    ) {
      throw pickledCifar(file, entry.name);
    }
    if (naming.includes(base)) {
      const text = new TextDecoder().decode(await entryBytes(entry, LARGEST_NAMES, file));
      facts.names = text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    }
    if (!wanted.test(base)) continue;
    found = true;
    yield* batchImages(entry, file, { split, labels }, facts);
  }
  if (!found) {
    throw new Error(
      `${file}: expected the binary version of CIFAR-10 or CIFAR-100, with ` +
        `${split === 'train' ? 'data_batch_1.bin or train.bin' : 'test_batch.bin or test.bin'}, got none; ` +
        `see ${PAGE}.`,
    );
  }
}

/**
 * The records of a batch: one label byte (CIFAR-10) or a coarse and a fine one (CIFAR-100), then 1,024 bytes
 * each of red, green and blue.
 */
async function* batchImages(
  { name, size, chunks }: ArchiveEntry,
  file: string,
  { labels = 'fine' }: CifarPart,
  facts: Facts,
): AsyncGenerator<LabelledImage> {
  const kind = kindOf(name, size, labels);
  if (!kind) {
    throw new Error(
      `${file}: expected whole records of 3073 bytes (CIFAR-10) or 3074 (CIFAR-100) in ${named(name)}, got ` +
        `${size} bytes.`,
    );
  }
  if (facts.classes !== 0 && facts.classes !== kind.classes) {
    throw new Error(
      `${file}: expected batches of CIFAR-10 or of CIFAR-100, got both, ${named(name)} being of ` +
        `${kind.classes} classes; choose one of them.`,
    );
  }
  facts.classes = kind.classes;
  const record = new Uint8Array(kind.labelBytes + IMAGE);
  let filled = 0;
  let number = 0;
  for await (const chunk of chunks()) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + record.length - filled);
      record.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < record.length) break;
      filled = 0;
      const label = record[kind.labelAt];
      if (label >= kind.classes) {
        throw new Error(
          `${file}: expected a class from 0 to ${kind.classes - 1} in record ${number} of ${named(name)}, ` +
            `got ${label}.`,
        );
      }
      const image = {
        width: 32,
        height: 32,
        channels: 3 as const,
        data: interleaved(record, kind.labelBytes),
      };
      yield { id: `${name}#${number++}`, className: `${label}`, image };
    }
  }
}

function kindOf(name: string, size: number, labels: 'fine' | 'coarse'): Kind | null {
  const ten: Kind = { classes: 10, labelBytes: 1, labelAt: 0 };
  const hundred: Kind =
    labels === 'fine'
      ? { classes: 100, labelBytes: 2, labelAt: 1 }
      : { classes: 20, labelBytes: 2, labelAt: 0 };
  const fits = ({ labelBytes }: Kind) => size > 0 && size % (labelBytes + IMAGE) === 0;
  // A size that both divide is told by the name.
  const order = /(^|\/)(train|test)\.bin$/.test(name) ? [hundred, ten] : [ten, hundred];
  return order.find(fits) ?? null;
}

/** How many images a batch of a name and a size in bytes holds; null where these are no whole records. */
export function recordsIn(name: string, size: number): number | null {
  const kind = kindOf(name, size, 'fine');
  return kind && size / (kind.labelBytes + IMAGE);
}

function interleaved(record: Uint8Array, start: number): Uint8Array {
  const data = new Uint8Array(IMAGE);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      data[3 * pixel + channel] = record[start + channel * PIXELS + pixel];
  }
  return data;
}

/** A pickle of protocol 2 to 5 begins with its version. */
function isPickle(bytes: Uint8Array): boolean {
  return bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5 && bytes.length > 2;
}

/** The sentence for the Python version of CIFAR. */
export function pickledCifar(file: string, name: string): Error {
  return new Error(
    `${file}: expected the binary version of CIFAR, got the pickled Python version (${named(name)}), which ` +
      `only Python can open safely; take "binary version" from ${PAGE}.`,
  );
}
