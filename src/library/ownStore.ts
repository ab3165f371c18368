import type { Folders } from './folders';
import { checkOwn, ownFiles } from './ownFiles';
import { MANIFEST, readOwnManifest } from './ownManifest';
import type { OwnNetworks, OwnPopulation } from './ownNetworks';
import { readOwn, type StoredNetworks } from './readOwn';
import { filesOf, listStored, type StoredFiles, saveStored } from './stored';

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
 * Keeps a reader's own networks; those of the same id are replaced. What could not be kept whole is taken
 * away again. Throws one sentence on what does not fit together, before anything is written.
 */
export async function saveOwnNetworks(folders: Folders, own: OwnNetworks): Promise<void> {
  checkOwn(own);
  await saveStored(folders, own.id, ownFiles(own));
}

/**
 * A reader's own networks by id, every size, checksum, label and weight checked; null when they are not here.
 * Throws when too much of them is damaged.
 */
export async function openOwnNetworks(folders: Folders, id: string): Promise<StoredNetworks | null> {
  return folders.hold(id, 'shared', async () => {
    const stored = await filesOf(folders, id, MANIFEST);
    return stored && readOwn(stored, id);
  });
}

/**
 * The networks that are here, the newest first. Damaged ones are listed by their id, so that they can be
 * removed.
 */
export function listOwnNetworks(folders: Folders): Promise<OwnEntry[]> {
  return listStored(folders, entryOf);
}

async function entryOf(stored: StoredFiles, id: string): Promise<Omit<OwnEntry, 'id' | 'bytes'>> {
  try {
    const { manifest } = await readOwnManifest(stored);
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
