import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryFolders } from './folders';
import { ownFiles } from './ownFiles';
import type { OwnNetworks } from './ownNetworks';
import { listOwnNetworks, openOwnNetworks, saveOwnNetworks } from './ownStore';
import { readOwn, type StoredNetworks } from './readOwn';
import { manifestBytes } from './sealed';
import { UNSEALED } from './stored';
import { ownTiny } from './testing/ownTiny';

const own = await ownTiny();

function read(files: Map<string, Uint8Array<ArrayBuffer>>): Promise<StoredNetworks> {
  const sizes = new Map([...files].map(([name, bytes]) => [name, bytes.length]));
  return readOwn(
    {
      sizes,
      read: async (name) => {
        const bytes = files.get(name);
        if (!bytes) throw new Error(`${name}: expected a file, got none.`);
        return bytes.slice();
      },
    },
    'mine',
  );
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>;

// biome-ignore lint/suspicious/noExplicitAny: what a stranger's manifest may hold
type Loose = any;

function withManifest(change: (manifest: Loose) => void) {
  const files = new Map(ownFiles(own));
  const {
    seal: _,
    checksums,
    ...manifest
  } = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
  change(manifest);
  return files.set('manifest.json', manifestBytes(manifest, manifest.version === 1 ? null : checksums));
}

/** Weights and answers as they are kept; what a population is called is made anew. */
const kept = ({ populations, notices: _, ...rest }: OwnNetworks & { notices?: string[] }) => ({
  ...rest,
  populations: populations.map(({ population: { key: _, ...population }, ...one }) => ({
    ...one,
    population,
  })),
});

test('networks come back as they were', async () => {
  const found = await read(new Map(ownFiles(own)));
  expect(kept(found)).toEqual(kept(own));
  expect(found.populations.map(({ population }) => population.key)).toEqual([
    'own-mine/2026-11-25T02:00:00.000Z/dense',
    'own-mine/2026-11-25T02:00:00.000Z/null',
    'own-mine/2026-11-25T02:00:00.000Z/sparse-90',
  ]);
  const bare = { ...own, populations: own.populations.slice(0, 1), test: own.calibration };
  expect((await read(new Map(ownFiles(bare)))).test.ids).toBeUndefined();
});

test('they are kept, listed with their sizes, opened and removed', async () => {
  const folders = memoryFolders();
  await saveOwnNetworks(folders, own);
  await saveOwnNetworks(folders, { ...own, id: 'later', created: '2026-11-25T03:00:00.000Z' });
  const listed = await listOwnNetworks(folders);
  expect(listed.map(({ id }) => id)).toEqual(['later', 'mine']);
  expect(listed[1]).toEqual({
    id: 'mine',
    name: 'Mine',
    created: own.created,
    files: own.files,
    images: 4,
    classes: 3,
    populations: [
      { kind: 'dense', level: 0, networks: 5 },
      { kind: 'null', level: 0, networks: 2 },
      { kind: 'sparse', level: 0.9, networks: 2 },
    ],
    bytes: [...ownFiles(own)].reduce((sum, [, bytes]) => sum + bytes.length, 0),
  });
  expect(kept((await openOwnNetworks(folders, 'mine'))!)).toEqual(kept(own));
  await folders.remove('mine');
  expect(await openOwnNetworks(folders, 'mine')).toBeNull();
  expect(await openOwnNetworks(folders, '../later')).toBeNull();
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
  await expect(saveOwnNetworks(full, own)).rejects.toThrow('No more room.');
  expect(await folders.list()).toEqual([]);
});

const [dense, nulls] = own.populations;
test.each([
  ['an id that leads elsewhere', { id: '../mine' }, /an id for the networks, got "..\/mine"/],
  ['no dense networks', { populations: [nulls] }, /populations to be a list with dense networks among it/],
  ['two of a kind', { populations: [dense, nulls, nulls] }, /populations\[2\].*got "null"/],
  ['images of another size', { test: { ...own.test, height: 3 } }, /test images of 2 x 2.*got 4 of 3 x 2/],
  [
    'fewer answers than images',
    {
      test: {
        ...own.test,
        count: 3,
        images: own.test.images.subarray(0, 12),
        labels: Uint16Array.of(0, 1, 2),
      },
    },
    /answers of 5 networks to 3 images, got those of 5 to 4/,
  ],
  [
    'more classes than outputs',
    { test: { ...own.test, classes: ['a', 'b', 'c', 'd'] } },
    /one value for each of 4 classes, got "3 x 1 x 1"/,
  ],
] as [string, Partial<OwnNetworks>, RegExp][])('does not keep %s', async (_, change, sentence) => {
  const folders = memoryFolders();
  await expect(saveOwnNetworks(folders, { ...own, ...change })).rejects.toThrow(sentence);
  expect(await folders.list()).toEqual([]);
});

test('damaged ones are listed, so that they can be removed, and say what is wrong', async () => {
  const folders = memoryFolders();
  await saveOwnNetworks(folders, own);
  await folders.write('mine', 'manifest.json', json({ format: 'lacuna-import' }));
  expect(await listOwnNetworks(folders)).toMatchObject([{ id: 'mine', images: 0, populations: [] }]);
  await expect(openOwnNetworks(folders, 'mine')).rejects.toThrow(/manifest.json: expected format/);
});

test.each([
  ['another version', (m) => (m.version = 3), /expected version to be 1 to 2/],
  ['images by the billion', (m) => (m.test.count = 4e9), /expected test.count to be a whole number/],
  ['more images than there are', (m) => (m.test.count = 5), /dense.labels.u16: expected 50 bytes, got 40/],
  ['classes that no network has', (m) => m.classes.pop(), /one value for each of 2 classes/],
  ['one class', (m) => (m.classes = ['a']), /2 to 65534 names/],
  ['a network twice', (m) => (m.populations[0].members[1].id = 'dense/0'), /each with an id of its own/],
  ['a narrow population', (m) => (m.populations[1].kind = 'narrow'), /dense, null or sparse, got "narrow"/],
  ['a level over all', (m) => (m.populations[2].level = 1), /level to be a number from 0 to 0.99/],
  [
    'a padding that fills the memory',
    (m) => (m.architecture.layers[0].padding = 1e5),
    /at most 16777216 values/,
  ],
  ['layers that do not fit', (m) => (m.architecture.layers[0].input = 2), /expects 2 input channels/],
  ['a kernel over all bounds', (m) => (m.architecture.layers[0].kernel = [1e9, 1e9]), /would produce/],
  ['no notes', (m) => (m.notes = null), /expected notes to be an object/],
] as [string, (manifest: Loose) => void, RegExp][])(
  'refuses a manifest with %s',
  async (_, change, sentence) => {
    await expect(read(withManifest(change))).rejects.toThrow(sentence);
  },
);

test('weights and answers that are none are noticed where no checksum tells of them', async () => {
  const broken = (file: string, values: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>) =>
    read(withManifest((m) => (m.version = 1)).set(file, new Uint8Array(values.buffer)));
  await expect(broken('dense.weights-0.f32', new Float32Array(10).fill(Infinity))).rejects.toThrow(
    /dense.weights-0.f32: expected finite weights.*Infinity at position 0/,
  );
  const told = async (...broke: Parameters<typeof broken>) => (await broken(...broke)).notices;
  expect(await told('null.pLabel.f32', new Float32Array(8).fill(2))).toEqual([
    UNSEALED,
    expect.stringMatching(/probabilities.*got 2.*The retrained networks are left out/),
  ]);
  expect((await told('null.rankLabel.u16', new Uint16Array(8).fill(3)))[1]).toMatch(/below 3.*got 3/);
  expect((await told('test.attribute-1.u16', new Uint16Array(4).fill(2)))[1]).toMatch(/codes below 2/);
});

const zeros = (files: Map<string, Uint8Array<ArrayBuffer>>, name: string) =>
  files.set(name, new Uint8Array(files.get(name)!.length));

test.each(['dense.labels.u16', 'dense.weights-0.f32', 'test.labels.u16', 'calibration.images.u8'])(
  'zeros in the place of %s are noticed and end the opening',
  async (name) => {
    await expect(read(zeros(new Map(ownFiles(own)), name))).rejects.toThrow(
      new RegExp(`^${name}: expected the content that was kept, by its checksum`),
    );
  },
);

test.each<[string, RegExp, (found: StoredNetworks) => unknown]>([
  [
    'sparse-90.weights-0.f32',
    /The 90% sparse networks are left out/,
    ({ populations }) => populations.length === 2,
  ],
  ['null.labels.u16', /The retrained networks are left out/, ({ populations }) => populations.length === 2],
  ['test.ids.json', /numbered in their place/, ({ test: { ids } }) => ids === undefined],
  ['test.attribute-0.f64', /"weight" is left out/, ({ test: { attributes } }) => attributes?.length === 1],
])('%s is left out where it is damaged or gone, and named', async (name, told, isLeftOut) => {
  const gone = new Map(ownFiles(own));
  gone.delete(name);
  for (const files of [zeros(new Map(ownFiles(own)), name), gone]) {
    const found = await read(files);
    expect(found.notices).toEqual([expect.stringMatching(told)]);
    expect(found.populations[0].predictions).toEqual(own.populations[0].predictions);
    expect(isLeftOut(found)).toBe(true);
  }
});

test('whatever is cut off or changed, networks are whole or one sentence', async () => {
  const whole = new Map(ownFiles(own));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...whole.keys()),
      fc.nat(2000),
      fc.nat(255),
      fc.boolean(),
      async (name, place, byte, cut) => {
        const bytes = whole.get(name)!.slice();
        if (!cut) bytes[place % bytes.length] = byte;
        const files = new Map(whole).set(name, cut ? bytes.slice(0, place % bytes.length) : bytes);
        try {
          const found = await read(files);
          for (const { population, predictions } of found.populations) {
            expect(predictions.labels.length).toBe(population.members.length * found.test.count);
            expect(predictions.labels.every((label) => label < found.test.classes.length)).toBe(true);
            for (const { data } of Object.values(population.tensors))
              expect(data.every(Number.isFinite)).toBe(true);
          }
        } catch (error) {
          expect((error as Error).message).toMatch(/^[^\n]+\.$/);
        }
      },
    ),
    { numRuns: 300 },
  );
});
