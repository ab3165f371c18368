import type { Folders } from './folders';
import type { Pictures } from './importData';
import { EXTRAS_FILE, extrasBytes, type ImportExtras, NO_EXTRAS, readExtras } from './importExtras';
import { MANIFEST, openManifest, PICTURES, picturesHead } from './importManifest';
import { ABSENT, type Checksums, checksumOf, manifestBytes } from './sealed';
import { filesOf, storedArray } from './stored';

/** What changes of a kept import; what is not named stays as it is kept, whoever kept it. */
export type ImportChange = { pictures?: Pictures | null; extras: Partial<ImportExtras> };

/**
 * Changes a kept import, one tab after the other: what another tab has kept meanwhile stays. Whenever it
 * breaks off, the import stays readable: with what was added before or now, and without pictures while they
 * are replaced. Gives all that is added to it now and how often it was changed; null where it is not kept any
 * more.
 */
export async function changeImport(
  folders: Folders,
  id: string,
  { pictures, extras: change }: ImportChange,
): Promise<{ extras: ImportExtras; revision: number } | null> {
  return folders.hold(id, 'exclusive', async () => {
    const files = await filesOf(folders, id, MANIFEST);
    if (!files) return null;
    const { manifest, document, stored, checksums } = await openManifest(files);
    const { images, classNames } = manifest;
    const before = await readExtras(stored, images, classNames.length).catch(() => NO_EXTRAS);
    const extras = { ...before, ...change };
    const bytes = extrasBytes(extras);
    const revision = manifest.revision + 1;
    const next: Checksums = { ...checksums, [EXTRAS_FILE]: checksumOf(bytes) };
    const between: Checksums = {
      ...next,
      [EXTRAS_FILE]: `${checksums?.[EXTRAS_FILE] ?? ABSENT} ${next[EXTRAS_FILE]}`,
    };
    const write = (head: typeof manifest.pictures, sums: Checksums) =>
      folders.write(
        id,
        MANIFEST,
        manifestBytes({ ...document, pictures: head, revision }, checksums && sums),
      );
    if (pictures !== undefined) delete between[PICTURES];
    await write(pictures === undefined ? manifest.pictures : null, between);
    await folders.write(id, EXTRAS_FILE, bytes);
    if (pictures === undefined) await write(manifest.pictures, next);
    else {
      const content = pictures?.images ?? new Uint8Array();
      await folders.write(id, PICTURES, content);
      await write(pictures && picturesHead(pictures), { ...next, [PICTURES]: checksumOf(content) });
    }
    return { extras, revision };
  });
}

/**
 * The bytes of a kept import's pictures, compared with their checksum. Throws one sentence where there are
 * none.
 */
export async function keptPixels(folders: Folders, id: string): Promise<Uint8Array<ArrayBuffer>> {
  return folders.hold(id, 'shared', async () => {
    const files = await filesOf(folders, id, MANIFEST);
    if (!files) throw new Error('Expected this import in this browser, got none; bring its files again.');
    const { manifest, stored } = await openManifest(files);
    const { images, pictures } = manifest;
    const size = pictures ? images * pictures.height * pictures.width * pictures.channels : 0;
    return new Uint8Array(await storedArray(stored, PICTURES, size));
  });
}
