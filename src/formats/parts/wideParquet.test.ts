// Parts of wide Parquet as an engine writes them (fixtures/make_wide.sql): read without a manifest.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDataset } from './dataset';
import type { PartFile } from './readParts';

const FOLDER = new URL('../fixtures/wide/', import.meta.url);
const paths = [
  'population=dense/part-00000.snappy.parquet',
  'population=dense/part-00001.snappy.parquet',
  'population=dense/part-00002.snappy.parquet',
  'population=pruned/4f1c0a7e_000000.parquet',
  'population=pruned/4f1c0a7e_000001.parquet',
];
const part = (path: string): PartFile => ({
  path,
  read: async () => Uint8Array.from(readFileSync(new URL(path, FOLDER))),
});

/** As make_wide.sql says it. */
const said = (image: number, network: number, shift: number) =>
  (image * (network + 3)) % 11 === 0 ? ((image % 5) + shift) % 5 : image % 5;

test('row groups, whole parts and one without rows are one dataset', async () => {
  const { aligned, roles, notes, readings } = await readDataset(paths.map(part), {
    folder: 'wide',
    manifest: null,
    given: {},
    wanted: new Map(),
    classes: null,
    labels: null,
    sha256: null,
    told: () => undefined,
  });
  expect(roles).toEqual(['dense', 'compressed']);
  expect(notes).toEqual([`${paths[2]} has no rows and was passed over.`]);
  expect(new Set(readings.map(({ form }) => form))).toEqual(new Set(['wide']));
  expect(aligned.imageIds).toEqual(Array.from({ length: 6000 }, (_, image) => image));
  expect(aligned.truth.every((label, image) => label === image % 5)).toBe(true);
  aligned.predictions.forEach(({ members, labels }, side) => {
    expect(members).toEqual(['seed-0', 'seed-1', 'seed-2']);
    const expected = members.flatMap((_, network) =>
      aligned.imageIds.map((image) => said(Number(image), network + 3 * side, 1 + side)),
    );
    expect([...labels]).toEqual(expected);
  });
});
