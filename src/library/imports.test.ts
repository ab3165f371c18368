import { expect, test } from 'vitest';
import { memoryFolders } from './folders';
import { NO_EXTRAS } from './importExtras';
import { importFiles, listImports, newImportId, openImport, saveImport } from './imports';
import { isStoredId, jsonBytes } from './stored';
import { imported, read, whole } from './testing/smallImport';

test('an import comes back as it was', async () => {
  expect(await read(importFiles(imported))).toEqual(whole);
  const bare = { ...whole, pictures: null, nulls: imported.dense, extras: NO_EXTRAS, origin: null };
  expect(await read(importFiles(bare))).toEqual(bare);
});

test('imports are kept, listed with their sizes, opened and removed', async () => {
  const folders = memoryFolders();
  await saveImport(folders, imported);
  await saveImport(folders, { ...imported, id: 'later', created: '2026-11-25T03:00:00.000Z' });
  const listed = await listImports(folders);
  expect(listed.map(({ id }) => id)).toEqual(['later', 'mine']);
  expect(listed[1]).toMatchObject({
    name: 'Dense against pruned',
    images: 3,
    classes: 2,
    networks: { dense: 2, compressed: 1, null: 0 },
    hasPictures: true,
  });
  const bytes = [...importFiles(imported).values()].reduce((sum, file) => sum + file.length, 0);
  expect(listed[1].bytes).toBe(bytes);
  expect(await openImport(folders, 'mine')).toEqual(whole);
  await folders.remove('mine');
  expect(await openImport(folders, 'mine')).toBeNull();
  expect(await openImport(folders, '../later')).toBeNull();
});

test('what cannot be kept whole is taken away again', async () => {
  const folders = memoryFolders();
  const full = {
    ...folders,
    write: async (folder: string, file: string, bytes: Uint8Array<ArrayBuffer>) => {
      if (file === 'manifest.json') throw new Error('No more room.');
      await folders.write(folder, file, bytes);
    },
  };
  await expect(saveImport(full, imported)).rejects.toThrow('No more room.');
  expect(await folders.list()).toEqual([]);
});

test('a damaged import is listed, so that it can be removed, and says what is wrong', async () => {
  const folders = memoryFolders();
  await saveImport(folders, imported);
  await folders.write('mine', 'manifest.json', jsonBytes({ format: 'lacuna-import' }));
  const [entry] = await listImports(folders);
  expect(entry).toMatchObject({ id: 'mine', images: 0 });
  await expect(openImport(folders, 'mine')).rejects.toThrow(/manifest.json: expected version/);
});

test('ids', () => {
  expect(isStoredId(newImportId())).toBe(true);
  expect(newImportId()).not.toBe(newImportId());
  for (const id of ['', '..', 'a/b', 'A', '-x', 'x'.repeat(41)]) expect(isStoredId(id)).toBe(false);
});
