import { chunkReader } from '../bytes/chunkReader';
import { named } from '../check';
import { type ArchiveEntry, entryName } from './archiveEntry';

const BLOCK = 512;
/** Names and extended headers longer than this are refused. */
const LONGEST_HEADER = 1 << 20;

/** Whether a block is the header of a tar entry: by its checksum, since old archives have no magic. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && headerSum(bytes) === octal(bytes, 148, 8);
}

/**
 * The regular files of a tar archive (POSIX ustar and pax, GNU long names and large sizes) as they stream by: an entry's content must be
 * read before the next one is asked for; what is left of it is skipped. Directories, links and devices are passed over. Refuses names that
 * lead out of the archive, headers with a wrong checksum, sparse files, and an archive that breaks off.
 */
export async function* readTar(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<ArchiveEntry> {
  const reader = chunkReader(chunks, file);
  try {
    yield* entriesOf(reader, file);
  } finally {
    await reader.close();
  }
}

async function* entriesOf(
  reader: ReturnType<typeof chunkReader>,
  file: string,
): AsyncGenerator<ArchiveEntry> {
  let longName: string | undefined;
  let extended: Record<string, string> = {};
  for (;;) {
    const at = reader.offset();
    const header = await reader.take(BLOCK);
    if (header.every((byte) => byte === 0)) {
      // What follows is padding; a gzipped archive ends with its checksum.
      await reader.drain();
      return;
    }
    if (!isTar(header)) {
      throw new Error(
        `${file}: expected the header of a tar entry at byte ${at}, got other bytes; the file is damaged.`,
      );
    }
    const type = String.fromCharCode(header[156]);
    const size =
      extended.size === undefined ? sizeOf(header, at, file) : wholeNumber(extended.size, at, file);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (type === 'L' || type === 'x' || type === 'g' || type === 'K') {
      if (size > LONGEST_HEADER) {
        throw new Error(
          `${file}: expected an extended header of at most ${LONGEST_HEADER} bytes at byte ${at}, got ${size}.`,
        );
      }
      const content = await reader.take(size);
      await reader.skip(padding);
      if (type === 'L') longName = decode(content, at, file).split('\0', 1)[0];
      if (type === 'x') extended = paxRecords(content, at, file);
      continue;
    }
    if (type === 'S' || Object.keys(extended).some((key) => key.startsWith('GNU.sparse'))) {
      throw new Error(`${file}: expected no sparse files, got one at byte ${at}; pack the files again.`);
    }
    const raw = extended.path ?? longName ?? ustarName(header, at, file);
    longName = undefined;
    extended = {};
    const isFile = (type === '0' || type === '\0' || type === '7') && !raw.endsWith('/');
    if (type === '1' || type === '2') {
      // A link has no content, whatever size its header says.
      continue;
    }
    const name = entryName(raw, file);
    let left = size;
    let started = false;
    async function* content(): AsyncGenerator<Uint8Array> {
      if (started)
        throw new Error(`${file}: expected ${named(name)} to be read once, and before the next entry.`);
      started = true;
      while (left > 0) {
        const piece = await reader.some(left);
        left -= piece.length;
        yield piece;
      }
    }
    if (isFile) yield { name, size, chunks: content };
    started = true;
    await reader.skip(left + padding);
    left = 0;
  }
}

function headerSum(header: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : header[i];
  return sum;
}

/** A number in octal digits, NaN when it is none. */
function octal(bytes: Uint8Array, start: number, length: number): number {
  const digits = String.fromCharCode(...bytes.subarray(start, start + length))
    .replace(/[\0 ]+$/, '')
    .trimStart();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function sizeOf(header: Uint8Array, at: number, file: string): number {
  let size = octal(header, 124, 12);
  // GNU: sizes past 8 GiB are whole numbers of 95 bits, big-endian, behind a set bit.
  if (header[124] === 0x80) size = header.subarray(125, 136).reduce((value, byte) => value * 256 + byte, 0);
  return wholeNumber(size, at, file);
}

function wholeNumber(value: number | string, at: number, file: string): number {
  const size = typeof value === 'string' && !/^\d+$/.test(value) ? Number.NaN : Number(value);
  if (!Number.isSafeInteger(size)) {
    throw new Error(`${file}: expected the size of the tar entry at byte ${at}, got ${named(value)}.`);
  }
  return size;
}

function ustarName(header: Uint8Array, at: number, file: string): string {
  const field = (start: number, length: number) => {
    const bytes = header.subarray(start, start + length);
    const end = bytes.indexOf(0);
    return decode(end < 0 ? bytes : bytes.subarray(0, end), at, file);
  };
  const name = field(0, 100);
  const isUstar = String.fromCharCode(...header.subarray(257, 263)) === 'ustar\0';
  const prefix = isUstar ? field(345, 155) : '';
  return prefix ? `${prefix}/${name}` : name;
}

/** Records `length key=value` + newline of a pax header. */
function paxRecords(content: Uint8Array, at: number, file: string): Record<string, string> {
  const records: Record<string, string> = Object.create(null);
  for (let start = 0; start < content.length && content[start] !== 0; ) {
    const space = content.indexOf(0x20, start);
    const length = space < 0 ? Number.NaN : Number(decode(content.subarray(start, space), at, file));
    const end = start + length;
    const equals = content.indexOf(0x3d, space);
    if (!(Number.isInteger(length) && equals > space && equals < end && end <= content.length)) {
      throw new Error(
        `${file}: expected records of an extended header at byte ${at}, got other bytes; the file is damaged.`,
      );
    }
    records[decode(content.subarray(space + 1, equals), at, file)] = decode(
      content.subarray(equals + 1, end - 1),
      at,
      file,
    );
    start = end;
  }
  return records;
}

function decode(bytes: Uint8Array, at: number, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(
      `${file}: expected a name in UTF-8 in the tar entry at byte ${at}, got other bytes; pack the files again.`,
    );
  }
}
