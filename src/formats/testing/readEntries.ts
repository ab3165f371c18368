import { archiveEntries } from '../archives/archive';
import { entryBytes } from '../archives/archiveEntry';
import type { ByteSource } from '../bytes/source';

/** The content of every file of an archive, by its name. */
export async function readEntries(source: ByteSource): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for await (const entry of archiveEntries(source)) {
    files[entry.name] = await entryBytes(entry, 1 << 20, source.file);
  }
  return files;
}
