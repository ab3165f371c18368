import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { audit } from '../audit/audit';
import type { Predictions } from '../audit/predictions';
import { type BundleFiles, type BundleHead, bundlePredictions, readBundle, writeBundle } from './bundle';
import { joinChunks } from './gzip';
import { bytesSource } from './source';
import { refusal, SENTENCE } from './testing/sentence';
import { predictionsToParquet } from './writePredictions';
import { writeZip } from './writeZip';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const whole = (pieces: Uint8Array<ArrayBuffer>[]) =>
  joinChunks(
    pieces,
    pieces.reduce((sum, piece) => sum + piece.length, 0),
  );
const open = (bytes: Uint8Array<ArrayBuffer>) => readBundle(bytesSource(bytes, 'a.zip'));

const truth = Uint16Array.of(0, 1, 2, 1);
const population = (name: string, labels: number[]): Predictions => ({
  members: [`${name}-0`, `${name}-1`],
  images: 4,
  classes: 3,
  labels: Uint16Array.from(labels),
});
const dense = population('d', [0, 1, 2, 1, 0, 1, 2, 2]);
const compressed = population('c', [0, 1, 0, 1, 0, 2, 0, 1]);

const head: BundleHead = {
  title: 'Fashion <script>',
  compressed: '90% removed',
  query: 'variant=sparse&sparsity=0.9',
  classes: ['<b>a</b>', 'b', 'c'],
  settings: { ties: 'largest', alpha: 0.05, seed: 3, paired: false },
  provenance: 'shipped with the zoo',
  summary: { images: 4, networks: { dense: 2, compressed: 2 }, pies: 1 },
};
const files: BundleFiles = {
  'dense.parquet': await predictionsToParquet(dense, truth),
  'compressed.parquet': await predictionsToParquet(compressed, truth),
  'labels.csv': utf8('image_id,label\n0,0\n1,1\n2,2\n3,1\n'),
  'findings.json': utf8('{}'),
};
const bundle = whole(await writeBundle(head, files));

/** A bundle whose manifest says something else; names that are no file of it are put in as they are. */
async function forged(change: (manifest: Record<string, unknown>) => unknown, extra: string[] = []) {
  const read = new TextDecoder().decode(bundle);
  const start = read.indexOf('{');
  const manifest = JSON.parse(read.slice(start, read.indexOf('\n}\n', start) + 2));
  const changed = change(manifest) ?? manifest;
  return whole(
    writeZip([
      { name: 'manifest.json', bytes: utf8(JSON.stringify(changed)) },
      ...Object.entries(files).map(([name, bytes]) => ({ name, bytes })),
      ...extra.map((name) => ({ name, bytes: utf8('x') })),
    ]),
  );
}

describe('a bundle', () => {
  test('opens as what was packed, and gives the same findings', async () => {
    const read = await open(bundle);
    expect(read).toEqual({ head, files });
    const { predictions, truth: labels, classNames } = await bundlePredictions(read, 'a.zip');
    expect(classNames).toEqual(head.classes);
    const [first, second] = predictions;
    expect(audit(first, second, labels, head.settings)).toEqual(
      audit(dense, compressed, truth, head.settings),
    );
  });

  test('is the same for the same session', async () => {
    expect(whole(await writeBundle(head, files))).toEqual(bundle);
  });

  test.each<[string, (manifest: Record<string, unknown>) => unknown, RegExp, string[]?]>([
    ['another format', (m) => Object.assign(m, { format: 'zip' }), /expected format to be "lacuna-bundle"/],
    ['a later version', (m) => Object.assign(m, { version: 2 }), /the only version/],
    ['an address that is none', (m) => Object.assign(m, { query: '//evil.test/?a' }), /query/],
    ['no classes', (m) => Object.assign(m, { classes: [] }), /1 to 65534 different names/],
    ['a tie rule of its own', (m) => Object.assign(m, { settings: { ties: 'coin' } }), /ties/],
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

  test('is not what any other zip is', async () => {
    expect(await refusal(() => open(utf8('hello')))).toMatch(/another kind of file/);
    expect(await refusal(() => open(whole(writeZip([]))))).toMatch(/expected a bundle with a manifest.json/);
  });
});
