import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryFolders } from './folders';
import { NO_EXTRAS } from './importExtras';
import { DEFAULT_OPTIONS } from './importOrigin';
import { savePictures } from './importPictures';
import {
  type Import,
  importFiles,
  listImports,
  newImportId,
  openImport,
  readImport,
  saveImport,
} from './imports';
import { isStoredId } from './stored';

const imported: Import = {
  id: 'mine',
  name: 'Dense against pruned',
  created: '2026-11-25T02:00:00.000Z',
  files: ['dense.csv', 'pruned.csv'],
  dense: {
    members: ['a', 'b'],
    images: 3,
    classes: 2,
    labels: Uint16Array.of(0, 1, 1, 0, 0, 1),
    pLabel: Float32Array.of(0.5, 1, 0, 0.25, 0.75, 1),
    rankLabel: Uint16Array.of(0, 0, 1, 0, 1, 0),
  },
  compressed: { members: ['c'], images: 3, classes: 2, labels: Uint16Array.of(1, 1, 1) },
  nulls: null,
  paired: false,
  truth: Uint16Array.of(0, 1, 1),
  imageIds: ['x.png', 'y.png', 7],
  classNames: ['cat', 'dog'],
  pictures: {
    height: 1,
    width: 2,
    channels: 1,
    images: Uint8Array.of(1, 2, 3, 4, 5, 6),
    found: 3,
    fitted: 'as they are',
  },
  extras: {
    template: 'https://host.example/{index}.png',
    attributes: null,
    training: { file: 'training.csv', counts: [5, 7] },
  },
  options: { ties: 'smallest', alpha: 0.01, seed: 7 },
  origin: {
    compressed: '90% removed',
    query: 'data=fashion-mnist&row=1',
    provenance: 'Answers: shipped',
    created: '2026-11-24T20:00:00Z',
    agreement: {
      values: 9,
      differing: 1,
      first: [{ where: 'pies', claimed: '1', computed: '2' }],
      missing: ['newer'],
    },
    levels: { columns: ['Population', 'PIEs'], rows: [['Dense', '–']] },
  },
};

function read(files: Map<string, Uint8Array<ArrayBuffer>>): Promise<Import> {
  const sizes = new Map([...files].map(([name, bytes]) => [name, bytes.length]));
  return readImport(sizes, async (name) => files.get(name)!.slice());
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>;

function withManifest(change: (manifest: Record<string, unknown>) => void) {
  const files = importFiles(imported);
  const manifest = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
  change(manifest);
  return files.set('manifest.json', json(manifest));
}

test('an import comes back as it was', async () => {
  expect(await read(importFiles(imported))).toEqual(imported);
  const bare = { ...imported, pictures: null, nulls: imported.dense, extras: NO_EXTRAS, origin: null };
  expect(await read(importFiles(bare))).toEqual(bare);
});

test('an import that an earlier release kept opens with the settings of then, and no bundle', async () => {
  const files = withManifest((manifest) => {
    Object.assign(manifest, { version: 1 });
    delete manifest.options;
    delete manifest.origin;
  });
  expect(await read(files)).toEqual({ ...imported, options: DEFAULT_OPTIONS, origin: null });
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['a later version', { version: 3 }, /version to be 1 to 2, the versions/],
  ['no settings', { options: undefined }, /expected options to be an object/],
  ['a tie rule of its own', { options: { ties: 'coin', alpha: 0.05, seed: 0 } }, /options.ties/],
  ['an alpha past 1', { options: { ties: 'largest', alpha: 2, seed: 0 } }, /options.alpha/],
  ['an address for a query', { origin: { ...imported.origin, query: '//evil.test' } }, /origin.query/],
  ['a table of levels that is none', { origin: { ...imported.origin, levels: [1] } }, /origin.levels/],
  ['half an agreement', { origin: { ...imported.origin, agreement: { values: 1 } } }, /origin.agreement/],
])('a manifest with %s is refused', async (_, change, sentence) => {
  const files = withManifest((manifest) => Object.assign(manifest, change));
  await expect(read(files)).rejects.toThrow(sentence);
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
  expect(await openImport(folders, 'mine')).toEqual(imported);
  await folders.remove('mine');
  expect(await openImport(folders, 'mine')).toBeNull();
  expect(await openImport(folders, '../later')).toBeNull();
});

test('pictures of a kept import are replaced and removed, and it stays readable whenever that breaks off', async () => {
  const folders = memoryFolders();
  await saveImport(folders, imported);
  const images = Uint8Array.of(9, 8, 7, 6, 5, 4, 3, 2, 1);
  const pictures = { height: 1, width: 1, channels: 3, images, found: 2, fitted: 'resized' };
  await savePictures(folders, 'mine', pictures);
  expect(await openImport(folders, 'mine')).toEqual({ ...imported, pictures });
  let left = 2;
  const failing = {
    ...folders,
    write: async (folder: string, file: string, bytes: Uint8Array<ArrayBuffer>) => {
      if (left-- === 0) throw new Error('No more room.');
      await folders.write(folder, file, bytes);
    },
  };
  await expect(savePictures(failing, 'mine', imported.pictures)).rejects.toThrow('No more room.');
  expect(await openImport(folders, 'mine')).toEqual({ ...imported, pictures: null });
  await savePictures(folders, 'mine', imported.pictures);
  await savePictures(folders, 'mine', null);
  expect(await openImport(folders, 'mine')).toEqual({ ...imported, pictures: null });
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
  await folders.write('mine', 'manifest.json', json({ format: 'lacuna-import' }));
  const [entry] = await listImports(folders);
  expect(entry).toMatchObject({ id: 'mine', images: 0 });
  await expect(openImport(folders, 'mine')).rejects.toThrow(/manifest.json: expected version/);
});

test.each([
  ['another format', (m: Record<string, unknown>) => (m.format = 'zip'), /expected format/],
  ['images by the billion', (m) => (m.images = 4e9), /expected images to be a whole number/],
  ['more images than there are', (m) => (m.images = 4), /truth.u16: expected 8 bytes, got 6/],
  ['fewer classes', (m) => (m.classNames = ['cat']), /truth.u16: expected numbers below 1.*got 1/],
  ['pairs of unequal numbers', (m) => (m.paired = true), /expected paired populations.*got 2 and 1/],
  ['no population', (m) => (m.populations = {}), /expected the populations dense and compressed/],
  [
    'an unknown matrix',
    (m) => (m.populations = { dense: { members: ['a'], matrices: ['../x'] } }),
    /one of labels/,
  ],
  ['huge pictures', (m) => (m.pictures = { ...imported.pictures, height: 1e6 }), /pictures.height/],
] as [string, (manifest: Record<string, unknown>) => void, RegExp][])(
  'refuses a manifest with %s',
  async (_, change, sentence) => {
    await expect(read(withManifest(change))).rejects.toThrow(sentence);
  },
);

test('refuses probabilities and ranks that are none', async () => {
  const broken = importFiles(imported);
  broken.set('dense.pLabel.f32', new Uint8Array(Float32Array.of(0, 0, 0, 0, 0, Number.NaN).buffer));
  await expect(read(broken)).rejects.toThrow(/dense.pLabel.f32: expected probabilities.*NaN at position 5/);
});

test('whatever is cut off or changed, an import is whole or one sentence', async () => {
  const names = [...importFiles(imported).keys()];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.nat(400),
      fc.nat(255),
      fc.boolean(),
      async (name, place, byte, cut) => {
        const files = importFiles(imported);
        const bytes = files.get(name)!.slice();
        if (cut) files.set(name, bytes.slice(0, place % bytes.length));
        else bytes[place % bytes.length] = byte;
        if (!cut) files.set(name, bytes);
        try {
          const found = await read(files);
          expect(found.truth.every((label) => label < found.classNames.length)).toBe(true);
          expect(found.dense.labels.length).toBe(found.dense.members.length * found.truth.length);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect((error as Error).message).toMatch(/^\S+: expected .*\.$/s);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('ids', () => {
  expect(isStoredId(newImportId())).toBe(true);
  expect(newImportId()).not.toBe(newImportId());
  for (const id of ['', '..', 'a/b', 'A', '-x', 'x'.repeat(41)]) expect(isStoredId(id)).toBe(false);
});
