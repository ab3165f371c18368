import type { FileMetaData } from 'hyparquet';
import { inflationLimit } from '../bytes/gzip';
import type { ByteSource } from '../bytes/source';
import { named } from '../check';
import { LARGEST_IMAGE, MOST_CLASSES } from '../limits';
import { readFooter, topColumns } from '../parquet/footer';
import { readable, rowCount } from '../parquet/parquet';
import { codecsFor } from '../parquet/parquetCodecs';
import { checkChunk, chunkRange, leafOf, type PageBudget, type PageCodecs } from '../parquet/parquetPages';
import { checkLabelled, classOfNumber } from './classLabels';
import type { DecodeImage } from './decodeImage';
import { decodeTogether, type EncodedImage } from './decodeTogether';
import type { LabelledImage } from './imageSet';

/** Where images and classes stand in a Parquet file of the Hugging Face image layout. */
export type HfLayout = {
  metadata: FileMetaData;
  rows: number;
  /** The column of structs {bytes, path}. */
  image: string;
  /**
   * Columns of classes with their names in class order; `names` is null where the file does not say, `isText`
   * where it has the names themselves.
   */
  labels: { column: string; names: string[] | null; isText: boolean }[];
  /** All columns by name. */
  columns: string[];
};

/** No pages of a file inflate past this in all. */
const LARGEST_FILE = 2 ** 33;
const LARGEST_CHUNK = 1 << 29;
/**
 * The layout of a Parquet file as Hugging Face's `datasets` writes image data sets. It has a column of
 * structs {bytes, path} and columns of whole numbers, with the names of a `ClassLabel` in the file's metadata
 * (key `huggingface`).
 */
export async function readHfLayout(source: ByteSource): Promise<HfLayout> {
  const { file, size } = source;
  const metadata = await readable(file, () => readFooter(size, source.read, file));
  const rows = rowCount(metadata, size, file);
  const columns = await readable(file, () => topColumns(metadata));
  const isImage = (column: (typeof columns)[number]) =>
    ['bytes', 'path'].every((part) =>
      column.children.some(({ name, type }) => name === part && type === 'BYTE_ARRAY'),
    );
  const image = columns.find(isImage)?.element.name;
  if (image === undefined) {
    const there = columns.slice(0, 12).map(({ element }) => named(element.name));
    throw new Error(
      `${file}: expected a column of images (a struct of bytes and path, as Hugging Face's datasets write ` +
        `it), got ${there.join(', ') || 'no column'}.`,
    );
  }
  const whole = columns
    .filter(
      ({ element }) =>
        (element.type === 'INT64' || element.type === 'INT32') && element.repetition_type !== 'REPEATED',
    )
    .map(({ element }) => ({
      column: element.name,
      names: classNames(metadata, element.name),
      isText: false,
    }));
  const texts = columns
    .filter(({ element, children }) => element.type === 'BYTE_ARRAY' && children.length === 0)
    .map(({ element }) => ({ column: element.name, names: null, isText: true }));
  const withNames = whole.filter(({ names }) => names);
  const labels =
    withNames.length > 0
      ? withNames
      : [...whole, ...texts].filter(({ column }) => /label|class|target|categor/i.test(column));
  return { metadata, rows, image, labels, columns: columns.map(({ element }) => element.name) };
}

/**
 * The names of a ClassLabel, from {"info": {"features": {column: {"names": [...], "_type": "ClassLabel"}}}}.
 */
function classNames({ key_value_metadata: pairs }: FileMetaData, column: string): string[] | null {
  const text = pairs?.find(({ key }) => key === 'huggingface')?.value;
  if (!text) return null;
  const step = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? (value as Record<string, unknown>)[key]
      : undefined;
  try {
    const names = ['info', 'features', column, 'names'].reduce(step, JSON.parse(text));
    const good =
      Array.isArray(names) && names.length <= MOST_CLASSES && names.every((name) => typeof name === 'string');
    return good ? names : null;
  } catch {
    return null;
  }
}

/**
 * The images of such a file, a row group at a time, with the classes of `label` (one of the layout's
 * columns), or with none.
 */
export function hfImages(
  source: ByteSource,
  layout: HfLayout,
  label: string | null,
  decode: DecodeImage,
): AsyncGenerator<LabelledImage> {
  return decodeTogether(filesOf(source, layout, label), source.file, decode);
}

async function* filesOf(
  source: ByteSource,
  { metadata, image, labels }: HfLayout,
  label: string | null,
): AsyncGenerator<EncodedImage> {
  const { file, size } = source;
  const { parquetScan } = await import('hyparquet');
  const { names = null, isText = false } = labels.find(({ column }) => column === label) ?? {};
  const columns = label === null ? [image] : [image, label];
  let held: { start: number; bytes: Uint8Array<ArrayBuffer> }[] = [];
  const buffer = {
    byteLength: size,
    async slice(start: number, end = size) {
      const found = held.find((each) => each.start <= start && end <= each.start + each.bytes.length);
      return found
        ? found.bytes.slice(start - found.start, end - found.start).buffer
        : (await copy(source, start, end)).buffer;
    },
  };
  const compressors = await codecsFor(metadata, columns, file);
  const budget = { left: inflationLimit(size, LARGEST_FILE) };
  const scan = await readable(file, () =>
    parquetScan({
      file: buffer,
      metadata,
      columns,
      compressors,
      utf8: false,
      useOffsetIndex: false,
    }),
  );
  for (const [group, { rowStart, rowEnd }] of scan.ranges.entries()) {
    held = await readable(file, () => loadGroup(source, metadata, group, columns, compressors, budget));
    const read = (column: string) => readable(file, () => scan.readColumn({ column, rowStart, rowEnd }));
    const images = await read(image);
    const classes = label === null ? null : Array.from(await read(label));
    if (classes && !isText) {
      const numbers = classes.map((value) => (typeof value === 'bigint' ? Number(value) : value));
      checkLabelled(
        numbers as number[],
        file,
        (i) => `in column ${named(label ?? '')}, row ${rowStart + i + 1}`,
      );
    }
    held = [];
    for (let i = 0; i < rowEnd - rowStart; i++) {
      const row = rowStart + i;
      const { bytes, path } = (images[i] ?? {}) as { bytes?: unknown; path?: unknown };
      if (!(bytes instanceof Uint8Array) || bytes.length > LARGEST_IMAGE) {
        throw new Error(
          `${file}: expected the bytes of an image in column ${named(image)}, row ${row + 1}, got none.`,
        );
      }
      const text = path instanceof Uint8Array ? new TextDecoder().decode(path.subarray(0, 4096)) : path;
      const id = typeof text === 'string' && text !== '' ? text.slice(0, 4096) : `${row}`;
      yield {
        id,
        className:
          classes &&
          className(classes[i], names, isText, () => `in column ${named(label ?? '')}, row ${row + 1}`, file),
        bytes: bytes.slice(),
      };
    }
  }
}

async function copy(
  { file, read }: ByteSource,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!(start >= 0 && end >= start))
    throw new Error(`${file}: expected a range of bytes, got ${start} to ${end}.`);
  return (await read(start, end)).slice();
}

/** Reads the chunks of a row group and checks their pages before anything is decoded. */
async function loadGroup(
  source: ByteSource,
  metadata: FileMetaData,
  group: number,
  columns: string[],
  codecs: PageCodecs,
  budget: PageBudget,
) {
  const { columns: chunks, num_rows: rows } = metadata.row_groups[group];
  const loaded: { start: number; bytes: Uint8Array<ArrayBuffer> }[] = [];
  for (const { meta_data: chunk } of chunks) {
    if (!chunk) throw new Error('a column chunk without metadata');
    if (!columns.includes(chunk.path_in_schema[0])) continue;
    const { start, end } = chunkRange(chunk, source.size);
    if (end - start > LARGEST_CHUNK) throw new Error(`a column chunk of ${end - start} bytes`);
    const bytes = await copy(source, start, end);
    checkChunk(bytes, start, chunk, Number(rows), leafOf(metadata, chunk), codecs, budget);
    loaded.push({ start, bytes });
  }
  return loaded;
}

function className(
  value: unknown,
  names: string[] | null,
  isText: boolean,
  where: () => string,
  file: string,
): string {
  if (isText) {
    const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : `${value ?? ''}`;
    if (text === '') throw new Error(`${file}: expected a class ${where()}, got none.`);
    return text;
  }
  const label = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : Number.NaN;
  if (value == null || Number.isNaN(label))
    throw new Error(`${file}: expected a class ${where()}, got none.`);
  return classOfNumber(label, names, file, where);
}
