/**
 * Checksums of what is kept: the manifest holds those of all other files and ends in its own, so that damage
 * is noticed on reading.
 */

import { crc32 } from '../formats/bytes/crc32';
import { asRecord, asText, inside, type Place, parseJson } from '../formats/check';
import { jsonBytes, type StoredFiles, storedText } from './stored';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * CRC-32 of each file in eight hex digits; two, with a space between, while one content takes the place of
 * another.
 */
export type Checksums = Record<string, string>;

/** The checksum of a file's content. */
export function checksumOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

/** The checksum of a file that may as well not be there. */
export const ABSENT = 'absent';

/**
 * The bytes of a manifest that holds `checksums` and, as its last key, the CRC-32 of all that stands before
 * that key. Where they are null, it is one that is kept without.
 */
export function manifestBytes(document: object, checksums: Checksums | null): Bytes {
  if (!checksums) return jsonBytes(document);
  const open = JSON.stringify({ ...document, checksums }).slice(0, -1);
  return new TextEncoder().encode(`${open}${sealOf(open)}`) as Bytes;
}

function sealOf(open: string): string {
  return `,"seal":"${checksumOf(new TextEncoder().encode(open))}"}`;
}

/**
 * Files in their order with their checksums in `manifest`, which is the last of them; none is held longer
 * than until the next.
 */
export function* sealed(
  files: Iterable<[string, Bytes]>,
  manifest: { file: string; document: object },
): Generator<[string, Bytes]> {
  const checksums: Checksums = {};
  for (const [file, bytes] of files) {
    checksums[file] = checksumOf(bytes);
    yield [file, bytes];
  }
  yield [manifest.file, manifestBytes(manifest.document, checksums)];
}

/**
 * A manifest as it was kept, and the files it speaks of: read through `stored`, each is compared with its
 * checksum.
 */
export type OpenedSeal = {
  document: Record<string, unknown>;
  stored: StoredFiles;
  /** Null where it was kept without. */
  checksums: Checksums | null;
};

/**
 * Opens what `sealed` made. What was kept by a version before `since` has no checksums, and nothing is
 * compared. Throws one sentence where the manifest is not as it was kept.
 */
export async function openSealed(stored: StoredFiles, file: string, since: number): Promise<OpenedSeal> {
  const text = await storedText(stored, file);
  const root: Place = { file, path: '' };
  const document = asRecord(parseJson(text, file), root);
  const end = text.lastIndexOf(',"seal":"');
  if (end < 0 && !(typeof document.version === 'number' && document.version >= since)) {
    return { document, stored, checksums: null };
  }
  if (end < 0 || text.slice(end) !== sealOf(text.slice(0, end))) {
    throw new Error(`${file}: expected ${AS_KEPT}, got another; bring the files again.`);
  }
  const { seal: _, checksums: found, ...rest } = document;
  const place = inside(root, 'checksums');
  const checksums: Checksums = {};
  for (const [name, value] of Object.entries(asRecord(found, place))) {
    checksums[name] = asText(value, inside(place, name));
  }
  return { document: rest, stored: compared(stored, checksums), checksums };
}

const AS_KEPT = 'the content that was kept, by its checksum';

function compared({ sizes, read }: StoredFiles, checksums: Checksums): StoredFiles {
  // A file that is gone is damage too: it is asked for, and not found.
  const expected = Object.keys(checksums).filter((file) => !checksums[file].startsWith(ABSENT));
  return {
    sizes: new Map([...expected.map((file) => [file, 0] as const), ...sizes]),
    async read(file) {
      const bytes = await read(file);
      const kept = checksums[file]?.split(' ') ?? [];
      const found = checksumOf(bytes);
      if (!kept.includes(found)) {
        throw new Error(
          `${file}: expected ${AS_KEPT} (CRC-32 ${kept.join(' or ') || 'none'}), got ${found}; ` +
            "this browser's storage changed it.",
        );
      }
      return bytes;
    },
  };
}
