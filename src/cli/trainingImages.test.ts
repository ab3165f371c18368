import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeNpz } from '../formats/arrays/npz';
import type { Flags } from './flags';
import { ownImages, partAsked } from './networkImages';
import { trainingImages } from './trainingImages';

const folder = mkdtempSync(join(tmpdir(), 'lacuna-parts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const input = { channels: 1, height: 1, width: 1, mean: [0], std: [1] };
const set = (shades: number[]) => ({ shape: [shades.length, 1, 1], values: Uint8Array.from(shades) });
const labels = (classes: number[]) => ({ shape: [classes.length], values: Int32Array.from(classes) });
const file = join(folder, 'set.npz');
writeFileSync(
  file,
  writeNpz({
    x_test: set([9, 8]),
    y_test: labels([1, 0]),
    x_train: set([1, 2, 3]),
    y_train: labels([0, 1, 0]),
  }),
);
const flags = (entries: [string, string][]) => new Map(entries) as unknown as Flags;

test('of a set with parts the one for training is trained on, and the one for testing held out', async () => {
  const notes: string[] = [];
  const told = { note: (line: string) => notes.push(line), progress: () => undefined };
  const { images, test: held } = await trainingImages(flags([['images', file]]), '', input, told);
  expect([...images.images]).toEqual([1, 2, 3]);
  expect([...held!.images]).toEqual([9, 8]);
  expect(notes).toMatchObject(
    [/3 images of the part "train"/, /2 images of the part "test"/].map((words) =>
      expect.stringMatching(words),
    ),
  );
});

test('--part names the part that is run; without it the one for testing is', async () => {
  const read = async (entries: [string, string][]) => [
    ...(await ownImages(file, input, { part: partAsked(flags(entries)) })).shard.images,
  ];
  expect(await read([])).toEqual([9, 8]);
  expect(await read([['part', 'train']])).toEqual([1, 2, 3]);
  await expect(read([['part', 'val']])).rejects.toThrow(
    'Expected --part with a part that is there, got "val" beside test, train.',
  );
});
