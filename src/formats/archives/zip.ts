import { crc32 } from '../bytes/crc32';
import { inflateChunks } from '../bytes/gzip';
import { type ByteSource, piecesOf } from '../bytes/source';
import { named } from '../check';
import { MOST_DEFLATION } from '../limits';
import { type ArchiveEntry, entryName } from './archiveEntry';

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
/** Of the directory, after its entries. */
const SIGNATURE = 0x05054b50;
const LOCAL_ENTRY = 0x04034b50;
const LARGEST_DIRECTORY = 1 << 28;
const STORED = 0;
const DEFLATED = 8;

type Found = { name: string; offset: number; packed: number; size: number; crc: number; method: number };
type View = DataView<ArrayBuffer>;

/** Whether bytes begin with the magic of zip. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 &&
    bytes[1] === 0x4b &&
    ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
  );
}

/**
 * The regular files of a zip archive (PKWARE's APPNOTE 6.3.10; zip64 too), by its central directory; contents
 * are read when asked for, in pieces, and checked against size and CRC-32. Refuses encryption, methods other
 * than stored and deflated, names that lead out of the archive or come twice, entries that overlap, and sizes
 * that deflation cannot give.
 */
export async function readZip(source: ByteSource): Promise<(ArchiveEntry & { isStored: boolean })[]> {
  const { file } = source;
  const end = await findEnd(source);
  const view = viewOf(await source.read(end.offset, end.offset + end.size));
  const found: Found[] = [];
  const names = new Set<string>();
  let at = 0;
  let number = 0;
  // Some writers count modulo 65,536: what is there counts.
  while (at < view.byteLength || number < end.entries) {
    if (at + 4 <= view.byteLength && view.getUint32(at, true) === SIGNATURE) break;
    number++;
    const { entry, next } = readDirectoryEntry(view, at, number, file);
    at = next;
    if (!entry) continue;
    if (names.has(entry.name)) {
      throw new Error(
        `${file}: expected one entry called ${JSON.stringify(named(entry.name))}, got another one as entry ` +
          `${number}.`,
      );
    }
    names.add(entry.name);
    found.push(entry);
  }
  if (number % 65_536 !== end.entries % 65_536) {
    throw new Error(
      `${file}: expected ${end.entries} entries in its directory, got ${number}; pack the files again.`,
    );
  }
  refuseOverlaps(found, end.offset, file);
  return found.map((entry) => ({
    name: entry.name,
    size: entry.size,
    isStored: entry.method === STORED,
    chunks: () => contentOf(source, entry, end.offset),
  }));
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): View {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Where the central directory lies: from the record at the end of the file, or the wider one of zip64 before
 * it.
 */
async function findEnd(source: ByteSource): Promise<{ offset: number; size: number; entries: number }> {
  const { file, size: fileSize } = source;
  const start = Math.max(0, fileSize - 65_557);
  const tail = viewOf(await source.read(start, fileSize));
  let at = tail.byteLength - 22;
  while (
    at >= 0 &&
    !(tail.getUint32(at, true) === END && at + 22 + tail.getUint16(at + 20, true) <= tail.byteLength)
  )
    at--;
  if (at < 0) {
    throw new Error(
      `${file}: expected a zip file with a directory at its end, got none in ${fileSize} bytes; the file ` +
        'may have been cut off.',
    );
  }
  let entries = tail.getUint16(at + 10, true);
  let size = tail.getUint32(at + 12, true);
  let offset = tail.getUint32(at + 16, true);
  let limit = start + at;
  if (at >= 20 && tail.getUint32(at - 20, true) === LOCATOR_64) {
    const place = uint64(tail, at - 12);
    if (place + 56 > start + at - 20) throw brokenDirectory(file, `a zip64 record at byte ${place}`);
    const wide = viewOf(await source.read(place, place + 56));
    if (wide.getUint32(0, true) !== END_64) throw brokenDirectory(file, `no zip64 record at byte ${place}`);
    [entries, size, offset, limit] = [uint64(wide, 32), uint64(wide, 40), uint64(wide, 48), place];
  }
  if (offset + size > limit || entries * 46 > size || size > LARGEST_DIRECTORY) {
    throw brokenDirectory(file, `${entries} entries in ${size} bytes from byte ${offset}`);
  }
  return { offset, size, entries };
}

function brokenDirectory(file: string, got: string): Error {
  return new Error(`${file}: expected a zip directory that fits into the file, got ${got}.`);
}

/** A whole number of 64 bits; past 2^53 it is rounded, which no check that follows lets pass. */
function uint64(view: View, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function readDirectoryEntry(
  view: View,
  at: number,
  number: number,
  file: string,
): { entry: Found | null; next: number } {
  const where = `entry ${number} of its directory`;
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== DIRECTORY_ENTRY) {
    throw new Error(`${file}: expected ${where} at byte ${at}, got other bytes; the file is damaged.`);
  }
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > view.byteLength) {
    throw new Error(
      `${file}: expected ${where} to end within the directory, got ${next} of ${view.byteLength} bytes.`,
    );
  }
  const raw = text(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameEnd - at - 46), where, file);
  const name = entryName(raw, file);
  if (/[\\/]$/.test(raw)) return { entry: null, next };
  let size = view.getUint32(at + 24, true);
  let packed = view.getUint32(at + 20, true);
  let offset = view.getUint32(at + 42, true);
  [size, packed, offset] = wideFields(view, nameEnd, extraEnd, [size, packed, offset]);
  const shown = JSON.stringify(named(name));
  if (flags & 1)
    throw new Error(`${file}: expected entries without a password, got ${shown}, which has one.`);
  if (method !== STORED && method !== DEFLATED) {
    throw new Error(
      `${file}: expected entries stored or deflated (methods 0 and 8), got ${shown} with method ${method}.`,
    );
  }
  if (method === STORED ? size !== packed : size > MOST_DEFLATION * packed) {
    throw new Error(
      `${file}: expected a size that the ${packed} bytes of ${shown} can hold, got a claim of ${size} bytes.`,
    );
  }
  return { entry: { name, offset, packed, size, crc: view.getUint32(at + 16, true), method }, next };
}

function text(bytes: Uint8Array, where: string, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(`${file}: expected a name in UTF-8 in ${where}, got other bytes; pack the files again.`);
  }
}

/** Fields that are all ones stand in the zip64 extra field, in this order. */
function wideFields(view: View, start: number, end: number, fields: number[]): number[] {
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let value = at + 4;
    const last = Math.min(end, value + view.getUint16(at + 2, true));
    return fields.map((field) => {
      if (field !== 0xffffffff || value + 8 > last) return field;
      value += 8;
      return uint64(view, value - 8);
    });
  }
  return fields;
}

function refuseOverlaps(found: Found[], limit: number, file: string): void {
  const ordered = [...found].sort((a, b) => a.offset - b.offset);
  ordered.forEach(({ name, offset, packed }, index) => {
    const next = index + 1 < ordered.length ? ordered[index + 1].offset : limit;
    if (offset + 30 + packed > next) {
      throw new Error(
        `${file}: expected entries side by side, got ${JSON.stringify(named(name))} with ${packed} bytes ` +
          `from byte ${offset}, past byte ${next} where the next begins.`,
      );
    }
  });
}

async function* contentOf(source: ByteSource, entry: Found, limit: number): AsyncGenerator<Uint8Array> {
  const { file } = source;
  const where = `${file} (${named(entry.name)})`;
  const head = viewOf(await source.read(entry.offset, entry.offset + 30));
  const start = entry.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  if (head.getUint32(0, true) !== LOCAL_ENTRY || start + entry.packed > limit) {
    throw new Error(
      `${where}: expected the entry at byte ${entry.offset}, got other bytes; the file is damaged.`,
    );
  }
  const packed = piecesOf(source, start, start + entry.packed);
  const content = entry.method === STORED ? packed : inflateChunks(packed, entry.size, where);
  let crc = 0;
  let size = 0;
  for await (const chunk of content) {
    crc = crc32(chunk, crc);
    size += chunk.length;
    yield chunk;
  }
  if (size !== entry.size || crc !== entry.crc) {
    throw new Error(
      `${where}: expected ${entry.size} bytes with CRC-32 ${hex(entry.crc)}, got ${size} with ${hex(crc)}; ` +
        'the file is damaged.',
    );
  }
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
