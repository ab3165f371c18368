import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeZip } from '../archives/writeZip';
import { writeNpz } from '../arrays/npz';
import { bytesSource } from '../bytes/source';
import { bundle, files, forged, head, whole } from '../testing/bundleOf';
import { refusal, SENTENCE } from '../testing/sentence';
import { isBundle, readBundle, writeBundle } from './bundle';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const open = (bytes: Uint8Array<ArrayBuffer>) => readBundle(bytesSource(bytes, 'a.zip'));

describe('a bundle', () => {
  test('opens as what was packed', async () => {
    expect(await open(bundle)).toEqual({ head, files });
  });

  test('may say when it was written', async () => {
    const created = '2026-11-25T06:00:00.000Z';
    expect((await open(whole(await writeBundle({ ...head, created }, files)))).head.created).toBe(created);
    const old = await forged((m) => Object.assign(m, { created: undefined }));
    expect((await open(old)).head.created).toBeNull();
  });

  test('is not written with a head that would not be read', async () => {
    const twice = { ...head, classes: ['a', 'a', 'b'] };
    expect(await refusal(() => writeBundle(twice, files))).toMatch(/^bundle: expected classes/);
  });

  test('is the same for the same session', async () => {
    expect(whole(await writeBundle(head, files))).toEqual(bundle);
  });

  test.each<[string, (manifest: Record<string, unknown>) => unknown, RegExp, string[]?]>([
    ['another format', (m) => Object.assign(m, { format: 'zip' }), /expected format to be "lacuna-bundle"/],
    ['a later version', (m) => Object.assign(m, { version: 3 }), /1 to 2, the versions/],
    ['an address that is none', (m) => Object.assign(m, { query: '//evil.test/?a' }), /query/],
    ['no classes', (m) => Object.assign(m, { classes: [] }), /1 to 65534 different names/],
    ['a tie rule of its own', (m) => Object.assign(m, { settings: { ties: 'coin' } }), /ties/],
    [
      'a time that is none',
      (m) => Object.assign(m, { created: '<b>now</b>' }),
      /expected created to be a time/,
    ],
    ['a list without predictions', (m) => Object.assign(m, { files: [] }), /each once/],
    [
      'a checksum of another file',
      (m) => Object.assign((m.files as Record<string, unknown>[])[0], { sha256: '0'.repeat(64) }) && m,
      /changed after it was written/,
    ],
    [
      'a size that is not so',
      (m) => Object.assign((m.files as object[])[0], { bytes: 4e8 }) && m,
      /bytes in/,
    ],
    [
      'a name of its own',
      (m) => Object.assign((m.files as object[])[0], { name: '../../etc/passwd' }) && m,
      /one of dense.parquet/,
    ],
    ['a manifest that is a list', () => [], /manifest.json/],
    ['a file that is not listed', (m) => m, /expected only files that/, ['evil.html']],
  ])('is refused with %s', async (_, change, expected, extra = []) => {
    const message = await refusal(async () => open(await forged(change, extra)));
    expect(message).toMatch(expected);
    expect(message).toMatch(SENTENCE);
  });

  test('that was cut off or changed anywhere never opens as another session', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bundle.length - 1), async (length) => {
        expect(await refusal(() => open(bundle.slice(0, length)))).toMatch(SENTENCE);
      }),
      { numRuns: 60 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(bundle.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = bundle.slice();
        changed[at] ^= by;
        const message = await refusal(async () => expect((await open(changed)).files).toEqual(files));
        if (message !== undefined) expect(message).toMatch(SENTENCE);
      }),
      { numRuns: 200 },
    );
  });

  test('is told apart from other files', async () => {
    const isOne = (bytes: Uint8Array<ArrayBuffer>) => isBundle(bytesSource(bytes, 'a.zip'));
    expect(await isOne(bundle)).toBe(true);
    expect(await isOne(await forged((m) => Object.assign(m, { version: 2 })))).toBe(true);
    expect(await isOne(await forged((m) => Object.assign(m, { format: 'other' })))).toBe(false);
    expect(await isOne(writeNpz({ a: { shape: [1], values: Uint8Array.of(1) } }))).toBe(false);
    const others = [{ name: 'manifest.json', bytes: utf8('no JSON') }];
    expect(await isOne(whole(writeZip(others)))).toBe(false);
    for (const text of ['', 'P', 'image_id,model_id\n']) expect(await isOne(utf8(text))).toBe(false);
    expect(await refusal(() => open(utf8('hello')))).toMatch(/another kind of file/);
    expect(await refusal(() => open(whole(writeZip([]))))).toMatch(/expected a bundle with a manifest.json/);
  });
});
