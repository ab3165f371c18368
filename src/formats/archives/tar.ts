import { chunkReader } from '../bytes/chunkReader';
import { named } from '../check';
import { type ArchiveEntry, entryBytes, entryName } from './archiveEntry';

const BLOCK = 512;
/** Names and extended headers longer than this are refused. */
const LONGEST_HEADER = 1 << 20;
/** What pax headers say that is used here. */
const READ_KEYS = ['path', 'linkpath', 'size'];
/**
 * Devices, folders, pipes, lists of what was in a folder, and what Solaris says of rights and inodes. What is
 * of no known type is a file, as POSIX has it.
 */
const PASSED_OVER = '3456DAI';
/** A file with several names is held while it is given under each. */
const LARGEST_LINKED = 1 << 28;
const MOST_LINKS = 1 << 22;
/** Links may lead to links so many times. */
const MOST_STEPS = 40;

/** Whether a block is the header of a tar entry: by its checksum, since old archives have no magic. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && headerSum(bytes) === octal(bytes, 148, 8);
}

/** A hard or symbolic link: another name of what `target` is called. */
type Link = { name: string; target: string; symbolic: boolean };

/**
 * The regular files of a tar archive (POSIX ustar and pax, GNU long names, labels and large sizes) as they
 * stream by. An entry's content must be read before the next one is asked for; what is left of it is skipped.
 * Links stand for the files that they name, and come after all others: `open` is called again for those.
 * Directories and devices are passed over. Refuses names that lead out of the archive or come twice, and
 * links with the name of a file to what is not in it. Refuses also headers with a wrong checksum, sparse
 * files, parts of an archive of several volumes, and an archive that breaks off.
 */
export async function* readTar(
  open: () => AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<ArchiveEntry> {
  const links: Link[] = [];
  const names = new Set<string>();
  for await (const entry of entriesFrom(open(), links, file)) {
    if (names.has(entry.name)) throw twice(entry.name, file);
    names.add(entry.name);
    yield entry;
  }
  if (links.length === 0) return;
  const wanted = namesByTarget(links, names, file);
  for await (const entry of entriesFrom(open(), [], file)) {
    const others = wanted.get(entry.name);
    if (!others) continue;
    const bytes = await entryBytes(entry, LARGEST_LINKED, file);
    for (const name of others) yield { name, size: bytes.length, chunks: () => once(bytes) };
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The names of links by the file that each leads to in the end. */
function namesByTarget(links: Link[], files: Set<string>, file: string): Map<string, string[]> {
  const targets = new Map(links.map(({ name, target }) => [name, target]));
  const wanted = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { name, symbolic } of links) {
    if (files.has(name) || seen.has(name)) throw twice(name, file);
    seen.add(name);
    let target = name;
    for (let steps = 0; targets.has(target) && steps <= MOST_STEPS; steps++) target = targets.get(target)!;
    if (!files.has(target)) {
      // A symbolic link to a folder, or out of the archive, has nothing of its own.
      if (symbolic && !/\.[a-z0-9]{1,8}$/i.test(name)) continue;
      throw new Error(
        `${file}: expected the file that the link ${named(name)} names, got ` +
          `${targets.has(target) ? 'a link that leads to itself' : `no ${named(target)} in the archive`}; ` +
          'pack the files again and follow links (tar -h).',
      );
    }
    wanted.set(target, [...(wanted.get(target) ?? []), name]);
  }
  return wanted;
}

function twice(name: string, file: string): Error {
  return new Error(
    `${file}: expected one entry called ${JSON.stringify(named(name))}, got another one; pack the files ` +
      'again.',
  );
}

async function* entriesFrom(
  chunks: AsyncIterable<Uint8Array>,
  links: Link[],
  file: string,
): AsyncGenerator<ArchiveEntry> {
  const reader = chunkReader(chunks, file);
  try {
    yield* entriesOf(reader, links, file);
  } finally {
    await reader.close();
  }
}

async function* entriesOf(
  reader: ReturnType<typeof chunkReader>,
  links: Link[],
  file: string,
): AsyncGenerator<ArchiveEntry> {
  let longName: string | undefined;
  let longTarget: string | undefined;
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
    // A label (tar -V) has a name alone; its size may be left out.
    if (type === 'V') continue;
    const size =
      extended.size === undefined ? sizeOf(header, at, file) : wholeNumber(extended.size, at, file);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if ('LKxXg'.includes(type)) {
      if (size > LONGEST_HEADER) {
        throw new Error(
          `${file}: expected an extended header of at most ${LONGEST_HEADER} bytes at byte ${at}, got ` +
            `${size}.`,
        );
      }
      const content = await reader.take(size);
      await reader.skip(padding);
      if (type === 'L') longName = decode(content, at, file).split('\0', 1)[0];
      if (type === 'K') longTarget = decode(content, at, file).split('\0', 1)[0];
      if (type === 'x' || type === 'X') extended = paxRecords(content, at, file);
      continue;
    }
    if (type === 'S' || extended['GNU.sparse'] !== undefined) {
      throw new Error(`${file}: expected no sparse files, got one at byte ${at}; pack the files again.`);
    }
    if (type === 'M') {
      throw new Error(
        `${file}: expected an archive in one volume, got one that goes on from another at byte ${at}; pack ` +
          'the files again.',
      );
    }
    const raw = extended.path ?? longName ?? ustarName(header, at, file);
    const target = extended.linkpath ?? longTarget ?? textField(header, 157, 100, at, file);
    [longName, longTarget, extended] = [undefined, undefined, {}];
    if (type === '1' || type === '2') {
      // A link has no content, whatever size its header says.
      const name = entryName(raw, file);
      const folder = type === '2' ? name.slice(0, name.lastIndexOf('/') + 1) : '';
      if (links.length === MOST_LINKS)
        throw new Error(`${file}: expected at most ${MOST_LINKS} links, got more.`);
      links.push({ name, target: resolved(folder + target), symbolic: type === '2' });
      continue;
    }
    const isFile = !PASSED_OVER.includes(type) && !raw.endsWith('/');
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

/**
 * A path without `.` and with `..` followed; what leads out of the archive keeps its `..` and is then not
 * found.
 */
function resolved(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..' && segments.length > 0) segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
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
  const name = textField(header, 0, 100, at, file);
  const isUstar = String.fromCharCode(...header.subarray(257, 263)) === 'ustar\0';
  const prefix = isUstar ? textField(header, 345, 155, at, file) : '';
  return prefix ? `${prefix}/${name}` : name;
}

function textField(header: Uint8Array, start: number, length: number, at: number, file: string): string {
  const bytes = header.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return decode(end < 0 ? bytes : bytes.subarray(0, end), at, file);
}

/**
 * Records `length key=value` + newline of a pax header: those that matter here; others may hold any bytes.
 */
function paxRecords(content: Uint8Array, at: number, file: string): Record<string, string> {
  const records: Record<string, string> = Object.create(null);
  for (let start = 0; start < content.length && content[start] !== 0; ) {
    const space = content.indexOf(0x20, start);
    const length = space < 0 ? Number.NaN : Number(decode(content.subarray(start, space), at, file));
    const end = start + length;
    const equals = content.indexOf(0x3d, space);
    if (!(Number.isInteger(length) && equals > space && equals < end && end <= content.length)) {
      throw new Error(
        `${file}: expected records of an extended header at byte ${at}, got other bytes; the file is ` +
          'damaged.',
      );
    }
    const key = decode(content.subarray(space + 1, equals), at, file);
    if (key.startsWith('GNU.sparse')) records['GNU.sparse'] = '';
    if (READ_KEYS.includes(key)) records[key] = decode(content.subarray(equals + 1, end - 1), at, file);
    start = end;
  }
  return records;
}

function decode(bytes: Uint8Array, at: number, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(
      `${file}: expected a name in UTF-8 in the tar entry at byte ${at}, got other bytes; pack the files ` +
        'again.',
    );
  }
}
