import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredImport } from './importData';
import { NO_EXTRAS } from './importExtras';
import { DEFAULT_OPTIONS } from './importOrigin';
import { importFiles } from './imports';
import { UNSEALED } from './stored';
import { imported, read, whole, withManifest } from './testing/smallImport';

test('an import of an earlier release opens with its settings, and says it has no checksums', async () => {
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
