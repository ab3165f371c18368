import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryFolders } from './folders';
import { changeImport, keptPixels } from './importChanges';
import { NO_EXTRAS } from './importExtras';
import { DEFAULT_OPTIONS } from './importOrigin';
import {
  type Import,
  importFiles,
  listImports,
  newImportId,
  openImport,
  readImport,
  type StoredImport,
  saveImport,
} from './imports';
import { manifestBytes } from './sealed';
import { isStoredId, UNSEALED } from './stored';

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

/** As it is read again, whole and never changed. */
const whole = { ...imported, notices: [], revision: 0 };

function read(files: Map<string, Uint8Array<ArrayBuffer>>): Promise<StoredImport> {
  const sizes = new Map([...files].map(([name, bytes]) => [name, bytes.length]));
  return readImport(sizes, async (name) => {
    const bytes = files.get(name);
    if (!bytes) throw new Error(`${name}: expected a file, got none.`);
    return bytes.slice();
  });
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>;

function withManifest(change: (manifest: Record<string, unknown>) => void) {
  const files = importFiles(imported);
  const {
    seal: _,
    checksums,
    ...manifest
  } = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
  change(manifest);
  return files.set('manifest.json', manifestBytes(manifest, manifest.version < 3 ? null : checksums));
}

test('an import comes back as it was', async () => {
  expect(await read(importFiles(imported))).toEqual(whole);
  const bare = { ...whole, pictures: null, nulls: imported.dense, extras: NO_EXTRAS, origin: null };
  expect(await read(importFiles(bare))).toEqual(bare);
});

test('an import that an earlier release kept opens with the settings of then, and says that it has no checksums', async () => {
  const files = withManifest((manifest) => {
    Object.assign(manifest, { version: 1 });
    delete manifest.options;
    delete manifest.origin;
  });
  const notices = [UNSEALED];
  expect(await read(files)).toEqual({ ...whole, options: DEFAULT_OPTIONS, origin: null, notices });
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['a later version', { version: 4 }, /version to be 1 to 3, the versions/],
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
  expect(await openImport(folders, 'mine')).toEqual(whole);
  await folders.remove('mine');
  expect(await openImport(folders, 'mine')).toBeNull();
  expect(await openImport(folders, '../later')).toBeNull();
});

const extras = {};

test('pictures of a kept import are replaced and removed, and it stays readable whenever that breaks off', async () => {
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

const zeros = (files: Map<string, Uint8Array<ArrayBuffer>>, name: string) =>
  files.set(name, new Uint8Array(files.get(name)!.length));

test.each(['truth.u16', 'dense.labels.u16', 'compressed.labels.u16'])(
  'zeros in the place of %s, which are labels too, are noticed and end the opening',
  async (name) => {
    await expect(read(zeros(importFiles(imported), name))).rejects.toThrow(
      new RegExp(
        `^${name}: expected the content that was kept, by its checksum \\(CRC-32 [0-9a-f]{8}\\), got`,
      ),
    );
  },
);

test.each<[string, Partial<StoredImport>, RegExp]>([
  ['dense.pLabel.f32', { dense: { ...imported.dense, pLabel: undefined } }, /opens without them; the rest/],
  ['dense.rankLabel.u16', { dense: { ...imported.dense, rankLabel: undefined } }, /opens without them/],
  ['null.labels.u16', { nulls: null }, /opens without its retrained networks/],
  ['image-ids.json', { imageIds: [0, 1, 2] }, /^image-ids.json: .* numbered in their place/],
  ['pictures.u8', { pictures: null }, /opens without its pictures/],
  ['extras.json', { extras: NO_EXTRAS }, /opens without what was added to it/],
])('%s is left out where it is damaged or gone, and named; the rest stays', async (name, without, told) => {
  const all = { ...imported, nulls: imported.compressed };
  for (const damage of ['changed', 'gone']) {
    const files = importFiles(all);
    if (damage === 'gone') files.delete(name);
    else files.set(name, files.get(name)!.with(0, files.get(name)![0] ^ 1));
    const { notices, ...found } = await read(files);
    expect(notices).toEqual([expect.stringMatching(told)]);
    const expected = JSON.parse(JSON.stringify({ ...all, ...without, revision: 0 }));
    expect(JSON.parse(JSON.stringify(found))).toEqual(expected);
  }
});

test('a manifest of which one letter changed is refused, a version put back no less', async () => {
  for (const [from, to] of [
    ['"dog"', '"dig"'],
    ['"version":3', '"version":2'],
  ]) {
    const files = importFiles(imported);
    const text = new TextDecoder().decode(files.get('manifest.json')).replace(from, to);
    files.set('manifest.json', new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>);
    await expect(read(files)).rejects.toThrow(/^manifest.json: expected the content that was kept/);
  }
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

test('probabilities that are none are left out and named, where no checksum tells of them', async () => {
  const broken = withManifest((manifest) => Object.assign(manifest, { version: 2 }));
  broken.set('dense.pLabel.f32', new Uint8Array(Float32Array.of(0, 0, 0, 0, 0, Number.NaN).buffer));
  const { dense, notices } = await read(broken);
  expect(dense.pLabel).toBeUndefined();
  expect(notices[1]).toMatch(/dense.pLabel.f32: expected probabilities.*NaN at position 5/);
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
          if (found.notices.length === 0) expect(found).toEqual(whole);
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
