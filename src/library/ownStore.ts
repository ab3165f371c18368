import type { Folders } from './folders';
import { checkOwn, MANIFEST, ownFiles, readOwn, readOwnManifest } from './ownFiles';
import type { OwnNetworks, OwnPopulation } from './ownNetworks';
import { isStoredId } from './stored';

/** What a list of them says of one. */
export type OwnEntry = Pick<OwnNetworks, 'id' | 'name' | 'created' | 'files'> & {
  /** Labelled test images, and their classes. */
  images: number;
  classes: number;
  populations: (Pick<OwnPopulation, 'kind' | 'level'> & { networks: number })[];
  /** Bytes in storage. */
  bytes: number;
};

/**
 * Keeps a reader's own networks; those of the same id are replaced. What could not be kept whole is taken away again. Throws one
 * sentence on what does not fit together, before anything is written.
 */
export async function saveOwnNetworks(folders: Folders, own: OwnNetworks): Promise<void> {
  checkOwn(own);
  await folders.remove(own.id);
  try {
    for (const [file, bytes] of ownFiles(own)) await folders.write(own.id, file, bytes);
  } catch (error) {
    await folders.remove(own.id);
    throw error;
  }
}

/** A reader's own networks by id, every size, label and weight checked; null when they are not here. Throws when they are damaged. */
export async function openOwnNetworks(folders: Folders, id: string): Promise<OwnNetworks | null> {
  if (!isStoredId(id)) return null;
  const sizes = await folders.files(id);
  if (!sizes.has(MANIFEST)) return null;
  return readOwn({ sizes, read: (file) => folders.read(id, file) }, id);
}

/** The networks that are here, the newest first. Damaged ones are listed by their id, so that they can be removed. */
export async function listOwnNetworks(folders: Folders): Promise<OwnEntry[]> {
  const entries: OwnEntry[] = [];
  for (const id of await folders.list()) {
    const sizes = await folders.files(id);
    const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    entries.push({ ...(await entryOf(folders, id, sizes)), id, bytes });
  }
  return entries.sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
}

async function entryOf(
  folders: Folders,
  id: string,
  sizes: Map<string, number>,
): Promise<Omit<OwnEntry, 'id' | 'bytes'>> {
  try {
    const manifest = await readOwnManifest({ sizes, read: (file) => folders.read(id, file) });
    const { name, created, files, classes, test, populations } = manifest;
    return {
      name,
      created,
      files,
      images: test.count,
      classes: classes.length,
      populations: populations.map(({ kind, level, members }) => ({ kind, level, networks: members.length })),
    };
  } catch {
    const name = `${id} (cannot be read)`;
    return { name, created: '', files: [], images: 0, classes: 0, populations: [] };
  }
}
