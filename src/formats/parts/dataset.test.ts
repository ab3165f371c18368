import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { writeNpz } from '../arrays/npz';
import { type PartsManifest, readPartsManifest } from '../predictions/partsManifest';
import { readDataset } from './dataset';
import type { DatasetOptions, PartFile } from './readParts';

const NETWORKS = 3;
const said = (population: number, network: number, image: number) =>
  image % 5 === 0 ? (image + network * population) % 3 : image % 3;
const range = (start: number, end: number) => Array.from({ length: end - start }, (_, at) => start + at);
const sum = async (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A part of one population as npz, with numbers as ids unless told otherwise. */
function npz(population: number, images: number[], { ids = true, name = 'predictions', answers = '' } = {}) {
  const networks = range(0, NETWORKS);
  return writeNpz({
    [name]: {
      shape: [NETWORKS, images.length],
      values: Uint16Array.from(networks.flatMap((k) => images.map((image) => said(population, k, image)))),
    },
    labels: { shape: [images.length], values: Uint16Array.from(images, (image) => image % 3) },
    ...(ids && { image_ids: { shape: [images.length], values: Int32Array.from(images) } }),
    model_ids: { shape: [NETWORKS], values: networks.map((k) => `m${k}`) },
    ...(answers !== '' && { 'lacuna.answers': { shape: [1], values: [answers] } }),
  });
}

function csv(population: number, images: number[]) {
  const head = `image_id,label,${range(0, NETWORKS).map((k) => `m${k}`)}`;
  const rows = images.map((image) => [
    image,
    image % 3,
    ...range(0, NETWORKS).map((k) => said(population, k, image)),
  ]);
  return new TextEncoder().encode(`${[head, ...rows].join('\n')}\n`);
}

const file = (path: string, bytes: Uint8Array<ArrayBuffer>): PartFile => ({ path, read: async () => bytes });
const dense = (name: string) => `population=dense/${name}`;
const pruned = (name: string) => `population=compressed/${name}`;

const read = (files: PartFile[], more: Partial<DatasetOptions> = {}) =>
  readDataset(files, {
    folder: 'parts',
    manifest: null,
    given: {},
    wanted: new Map(),
    classes: null,
    labels: null,
    sha256: sum,
    told: () => undefined,
    ...more,
  });

const whole = [file(dense('a.npz'), npz(1, range(0, 40))), file(pruned('a.npz'), npz(2, range(0, 40)))];
const parts = [
  file(dense('part-00000-9f2c.snappy.npz'), npz(1, range(15, 40))),
  file(dense('9f2c_000001.csv'), csv(1, range(0, 15))),
  file(pruned('part-00000.npz'), npz(2, range(0, 22))),
  file(pruned('part-00001.npz'), npz(2, range(22, 40))),
];

test('parts of any form and order are the whole', async () => {
  const { aligned, roles, notes } = await read(parts);
  const { aligned: expected } = await read(whole);
  expect(roles).toEqual(['dense', 'compressed']);
  expect(notes).toEqual([]);
  expect(aligned).toEqual(expected);
  expect(aligned.imageIds).toEqual(range(0, 40));
  expect(aligned.predictions[1].labels[2 * 40 + 5]).toBe(said(2, 2, 5));
});

test('parts without rows, as Spark leaves them, are passed over, which is said', async () => {
  const empty = (name: string, text: string) => file(pruned(name), new TextEncoder().encode(text));
  const { aligned, notes } = await read([...parts, empty('a.csv', 'image_id,label,m0,m1,m2\n')]);
  expect(aligned).toEqual((await read(whole)).aligned);
  expect(notes).toEqual([`${pruned('a.csv')} has no rows and was passed over.`]);
  const two = await read([empty('a.csv', ''), ...parts, empty('b.csv', 'image_id,label,m0\n')]);
  expect(two.notes).toEqual([`2 parts have no rows and were passed over, such as ${pruned('a.csv')}.`]);
  await expect(read([empty('a.csv', '')])).rejects.toThrow('parts: expected parts, got none.');
});

test('who gave the answers is kept of matrices, said once', async () => {
  const images = range(0, 9);
  const said = (name: string, at: number, answers: string) => file(name, npz(at, images, { answers }));
  const { answers } = await read([
    said(dense('a.npz'), 1, 'shipped, on JPEG copies'),
    said(pruned('a.npz'), 2, 'shipped, on  JPEG copies'),
  ]);
  expect(answers).toBe('shipped, on JPEG copies');
  expect((await read(whole)).answers).toBeNull();
});

test('a long table, a network a file and folders called after populations', async () => {
  const rows = range(0, 12).map((image) => `${image},m1,${said(2, 1, image)},${image % 3}`);
  const long = new TextEncoder().encode(`image_id,model_id,prediction,label\n${rows.join('\n')}\n`);
  const { aligned } = await read([
    file('dense/a.npz', npz(1, range(0, 12))),
    file('pruned/model=m1/part-0.csv', long),
  ]);
  expect(aligned.predictions[1].members).toEqual(['m1']);
  expect([...aligned.predictions[1].labels]).toEqual(range(0, 12).map((image) => said(2, 1, image)));
});

test('what comes twice is refused with both files, what is missing with its images', async () => {
  const again = file(dense('part-00000-second.npz'), npz(1, range(10, 20)));
  await expect(read([...parts, again])).rejects.toThrow(
    `${dense('part-00000-second.npz')}: expected other images of network m0 than in ` +
      `${dense('part-00000-9f2c.snappy.npz')}, got images 15 to 19 in both; a second run may have added to ` +
      'the first: leave one of the files out.',
  );
  await expect(read(parts.slice(0, 3))).rejects.toThrow(
    'parts: expected every compressed network on all 40 images, got 22 of network m0, none of images 22 to ' +
      '39; make the missing parts.',
  );
  const gap = [0, 1].flatMap((at) =>
    [range(0, 10), range(25, 40)].map((images, part) =>
      file([dense, pruned][at](`${part}.npz`), npz(at + 1, images)),
    ),
  );
  await expect(read(gap)).rejects.toThrow(
    'expected parts of all images, got none of the images 10 to 24; make those parts',
  );
  const twice = [file(dense('a.csv'), csv(1, [0, 1, 1])), file(pruned('a.csv'), csv(2, [0, 1]))];
  await expect(read(twice)).rejects.toThrow('expected one prediction of network m0 for image 1, got two');
  const without = [0, 1].map((at) =>
    file([dense, pruned][at]('a.npz'), npz(at + 1, range(0, 9), { ids: false })),
  );
  await expect(read(without)).rejects.toThrow(
    'expected ids of images, as a part of several has only some of them',
  );
});

test('ids with zeros before them are those without in another population, which is said', async () => {
  const text = new TextDecoder().decode(csv(2, range(0, 12)));
  const withZeros = new TextEncoder().encode(text.replace(/^(\d+)/gm, (id) => id.padStart(4, '0')));
  const { aligned, notes } = await read([
    file(dense('a.npz'), npz(1, range(0, 12))),
    file(pruned('a.csv'), withZeros),
  ]);
  expect(notes).toEqual([
    'Ids of images were compared as numbers, without zeros before them: some parts have these.',
  ]);
  expect(aligned.imageIds).toEqual(range(0, 12));
  expect([...aligned.predictions[1].labels.subarray(0, 12)]).toEqual(
    range(0, 12).map((image) => said(2, 0, image)),
  );
});

async function described(change: (part: { start: number; end: number }) => object = () => ({})) {
  const files = [0, 1].flatMap((at) =>
    [range(0, 25), range(25, 40)].map((images, part) => ({
      path: [dense, pruned][at](`part-${part}.npz`),
      population: ['dense', 'compressed'][at],
      images,
      bytes: npz(at + 1, images, { ids: false, name: ['dense', 'compressed'][at] }),
    })),
  );
  const manifest = readPartsManifest(
    {
      format: 'lacuna-parts',
      version: 1,
      dataset: 'd',
      images: 40,
      classes: ['a', 'b', 'c'],
      populations: ['dense', 'compressed'].map((name) => ({ name, members: [{ id: 'm0' }, { id: 'm2' }] })),
      failed: [{ population: 'dense', id: 'm1', why: 'NaN' }],
      parts: await Promise.all(
        files.map(async ({ path, population, images, bytes }) => {
          const part = { path, population, start: images[0], end: images[0] + images.length };
          return { ...part, bytes: bytes.length, sha256: await sum(bytes), ...change(part) };
        }),
      ),
    },
    'manifest.json',
  ) as PartsManifest;
  return { manifest, files: files.map(({ path, bytes }) => file(path, bytes)) };
}

test('a manifest says images, classes and which networks count', async () => {
  const { manifest, files } = await described();
  const { aligned, notes } = await read(files, { manifest });
  expect(notes).toEqual(['dense: network m1 was left out when the parts were made: NaN.']);
  expect(aligned.classNames).toEqual(['a', 'b', 'c']);
  expect(aligned.imageIds).toEqual(range(0, 40));
  expect(aligned.predictions.map(({ members }) => members)).toEqual([
    ['m0', 'm2'],
    ['m0', 'm2'],
  ]);
  expect([...aligned.predictions[1].labels.subarray(40)]).toEqual(
    range(0, 40).map((image) => said(2, 2, image)),
  );
});

test('bytes that are not those of the manifest, and missing ranges, are refused', async () => {
  const { manifest, files } = await described(() => ({ sha256: '0'.repeat(64) }));
  await expect(read(files, { manifest })).rejects.toThrow(
    /part-0\.npz: expected bytes with SHA-256 000000000000\.\.\., got [0-9a-f]{12}\.\.\.; copy it again\./,
  );
  const short = await described(({ start }) => (start > 0 ? { start: 30 } : {}));
  await expect(read(short.files, { manifest: short.manifest })).rejects.toThrow(
    'got none of the images 25 to 29',
  );
});
