import { expect, test } from 'vitest';
import { memoryFolders } from './folders';
import { changeImport, keptPixels } from './importChanges';
import { NO_EXTRAS } from './importExtras';
import { openImport, saveImport } from './imports';
import { UNSEALED } from './stored';
import { imported, whole, withManifest } from './testing/smallImport';

const extras = {};

test('pictures of an import are replaced and removed; it stays readable when that breaks off', async () => {
  const folders = memoryFolders();
  await saveImport(folders, imported);
  const images = Uint8Array.of(9, 8, 7, 6, 5, 4, 3, 2, 1);
  const pictures = { height: 1, width: 1, channels: 3, images, found: 2, fitted: 'resized' };
  await changeImport(folders, 'mine', { pictures, extras });
  expect(await openImport(folders, 'mine')).toEqual({ ...whole, pictures, revision: 1 });
  expect(await keptPixels(folders, 'mine')).toEqual(images);
  for (const writes of [1, 2, 3]) {
    let left = writes;
    const failing = {
      ...folders,
      write: async (folder: string, file: string, bytes: Uint8Array<ArrayBuffer>) => {
        if (left-- === 0) throw new Error('No more room.');
        await folders.write(folder, file, bytes);
      },
    };
    const change = { pictures: imported.pictures, extras: { training: null } };
    await expect(changeImport(failing, 'mine', change)).rejects.toThrow('No more room.');
    const found = await openImport(folders, 'mine');
    expect(found).toMatchObject({ pictures: null, notices: [] });
  }
  await changeImport(folders, 'mine', { pictures: imported.pictures, extras });
  expect(await openImport(folders, 'mine')).toMatchObject({ pictures: imported.pictures, notices: [] });
  await changeImport(folders, 'mine', { pictures: null, extras });
  expect(await openImport(folders, 'mine')).toMatchObject({ pictures: null, notices: [] });
  await expect(keptPixels(folders, 'mine')).resolves.toHaveLength(0);
});

test('what two tabs add to one import is all kept, whichever of them opened it first', async () => {
  const folders = memoryFolders();
  await saveImport(folders, { ...imported, extras: NO_EXTRAS });
  const template = 'https://other.example/{index}.png';
  const training = { file: 'counts.csv', counts: [1, 2] };
  const kept = await Promise.all([
    changeImport(folders, 'mine', { pictures: null, extras: { template } }),
    changeImport(folders, 'mine', { extras: { training } }),
  ]);
  expect(kept.map((one) => one?.revision)).toEqual([1, 2]);
  const found = await openImport(folders, 'mine');
  expect(found).toMatchObject({ extras: { template, training, attributes: null }, revision: 2, notices: [] });
  await folders.remove('mine');
  expect(await changeImport(folders, 'mine', { extras: { template: null } })).toBeNull();
  expect(await folders.list()).toEqual([]);
});

test('an import without checksums is changed and stays one', async () => {
  const folders = memoryFolders();
  const files = withManifest((manifest) => Object.assign(manifest, { version: 2 }));
  for (const [file, bytes] of files) await folders.write('mine', file, bytes);
  await changeImport(folders, 'mine', { pictures: null, extras: { training: null } });
  const found = await openImport(folders, 'mine');
  expect(found).toMatchObject({ pictures: null, extras: { training: null }, notices: [UNSEALED] });
});
