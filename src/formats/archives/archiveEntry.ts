import { joinChunks } from '../bytes/joinChunks';
import { named } from '../check';

/** A regular file in an archive or a folder. `name` is a path with slashes that stays within the archive. */
export type ArchiveEntry = {
  name: string;
  size: number;
  /**
   * The content in pieces. Of a tar archive it must be read before the next entry is asked for, at most once.
   */
  chunks(): AsyncIterable<Uint8Array>;
};

/**
 * The name of an archive's entry with plain slashes and without `.` segments. Refuses names that lead out of
 * the archive (`..`, absolute paths, drive letters) and names with control characters.
 */
export function entryName(raw: string, file: string): string {
  const segments = raw.replaceAll('\\', '/').split('/');
  const refused =
    raw === '' ||
    raw.length > 4096 ||
    /\p{Cc}/u.test(raw) ||
    segments[0] === '' ||
    /^[a-z]:/i.test(segments[0]) ||
    segments.includes('..');
  if (refused) {
    throw new Error(
      `${file}: expected entries with names that stay within the archive, got ${JSON.stringify(named(raw))}.`,
    );
  }
  return segments.filter((segment) => segment !== '.' && segment !== '').join('/');
}

/**
 * The whole content of an entry of at most `limit` bytes. Memory grows with what arrives, not with what the
 * entry claims.
 */
export async function entryBytes(
  entry: ArchiveEntry,
  limit: number,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const tooMuch = (got: number | string) =>
    new Error(`${file}: expected at most ${limit} bytes in ${named(entry.name)}, got ${got}.`);
  if (entry.size > limit) throw tooMuch(entry.size);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of entry.chunks()) {
    length += chunk.length;
    if (length > limit) throw tooMuch('more');
    chunks.push(chunk);
  }
  return joinChunks(chunks, length);
}
