import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeZip } from '../formats/archives/writeZip';
import { writePng } from '../formats/images/writePng';
import { hfOf } from '../formats/testing/hfOf';
import { npyOf } from '../formats/testing/npyOf';
import { concat, tarOf } from '../formats/testing/tarOf';
import type { Manifest } from '../library/manifest';
import { cifarBatch, IMAGE_BYTES, publishedOrder, withheldZoo } from '../library/testing/withheldZoo';
import type { Zoo } from '../library/zoo';
import { differences, imagesAsked, requireCalibration, requireImages, withOwnImages } from './zooImages';

const { images, labels, zoo } = withheldZoo();
const withheld = zoo as unknown as Zoo<Manifest>;
const { classes } = zoo.manifest.dataset;
const published = publishedOrder(labels);
const place = mkdtempSync(join(tmpdir(), 'lacuna-copy-'));

function fileOf(name: string, bytes: Uint8Array): string {
  writeFileSync(join(place, name), bytes);
  return join(place, name);
}
const pixels = (image: number) => images.subarray(image * IMAGE_BYTES, (image + 1) * IMAGE_BYTES);
const png = (image: number) => writePng(pixels(image), { height: 32, width: 32, channels: 3 });
const flags = (...entries: [string, string][]) => new Map(entries);

/** A copy in each form that is read. */
const FORMS: Record<string, () => Promise<string>> = {
  'the binary version in an archive': async () =>
    fileOf(
      'cifar-10-binary.tar',
      tarOf({ 'cifar-10-batches-bin/test_batch.bin': cifarBatch(images, labels, published) }),
    ),
  'Parquet as Hugging Face writes it': async () => {
    const rows = published.map(async (image) => ({
      img: { bytes: await png(image), path: `${image}.png` },
      label: BigInt(labels[image]),
    }));
    const features = { info: { features: { label: { names: classes, _type: 'ClassLabel' } } } };
    return fileOf('test-00000-of-00001.parquet', hfOf(await Promise.all(rows), features));
  },
  npz: async () => {
    const order = published.flatMap((image) => [...pixels(image)]);
    const arrays = {
      'images.npy': npyOf('|u1', `(${labels.length}, 32, 32, 3)`, order),
      'labels.npy': npyOf(
        '|u1',
        `(${labels.length},)`,
        published.map((image) => labels[image]),
      ),
    };
    return fileOf(
      'copy.npz',
      concat(...writeZip(Object.entries(arrays).map(([name, bytes]) => ({ name, bytes })))),
    );
  },
  'archives in one folder, one of them a link': async () => {
    const folder = join(place, 'archives');
    mkdirSync(folder);
    const tar = async (of: number[]) =>
      tarOf(
        Object.fromEntries(
          await Promise.all(of.map(async (at) => [`test/${classes[at % 10]}/${at}.png`, await png(at)])),
        ),
      );
    writeFileSync(join(folder, 'a.tar'), await tar([...labels.keys()].slice(0, 15)));
    symlinkSync(fileOf('rest.tar', await tar([...labels.keys()].slice(15))), join(folder, 'b.tar'));
    return folder;
  },
  'PNG in a folder a class, 10 before 2': async () => {
    for (const name of classes) mkdirSync(join(place, 'test', name), { recursive: true });
    for (const image of labels.keys()) {
      // Numbers 9, 10, 11 and 12: as text, 9 comes last.
      const number = Math.floor(image / 10) + 9;
      writeFileSync(join(place, 'test', classes[labels[image]], `${number}.png`), await png(image));
    }
    return join(place, 'test');
  },
};

describe('--images FILE', () => {
  test.each(Object.keys(FORMS))('takes %s, in the order of the zoo', async (form) => {
    const said: string[] = [];
    const path = await FORMS[form]();
    const copied = await withOwnImages(withheld, flags(['images', path]), (line) => said.push(line));
    const shard = await copied.testShard();
    expect(Buffer.compare(shard.images, images)).toBe(0);
    expect(shard.labels).toEqual(labels);
    expect(said.join()).toMatch(/40 images in order; fingerprints differ in \d+\.\d\d of 112 bits/);
    expect(() => requireImages(copied)).not.toThrow();
    expect(() => requireCalibration(copied, true)).toThrow(/got test images alone/);
  });

  test('is told what reading it takes for granted', async () => {
    const planes = published.flatMap((image) =>
      [0, 1, 2].flatMap((channel) => [...pixels(image)].filter((_, at) => at % 3 === channel)),
    );
    const values = Float32Array.from(planes, (value) => value / 255);
    const shares = npyOf('<f4', `(${labels.length}, 3, 32, 32)`, new Uint8Array(values.buffer));
    const path = fileOf('x.npz', concat(...writeZip([{ name: 'x.npy', bytes: shares }])));
    const said: string[] = [];
    const copied = await withOwnImages(withheld, flags(['images', path]), (line) => said.push(line));
    expect(Buffer.compare((await copied.testShard()).images, images)).toBe(0);
    expect(said.slice(1).join(' ')).toMatch(/channels.*first.*0 to 1 in 255ths: 255 times them, bytes/);
  });

  test('is asked for where pixels are needed, and a number says how many', () => {
    expect(() => requireImages(withheld)).toThrow(/Expected --images with your own copy .* of Made up/);
    expect(imagesAsked(withheld, flags(['images', '7']))).toBe(7);
    expect(imagesAsked(withheld, flags(['images', 'copy.npz'], ['images-count', '9']))).toBe(9);
    expect(imagesAsked(withheld, flags(['images', 'copy.npz']))).toBeNull();
    const open = { ...withheld, withheld: null };
    expect(imagesAsked(withheld, flags(['images-count', '9']))).toBe(9);
    expect(imagesAsked(open, flags(['images-count', '9']))).toBe(9);
    expect(() => imagesAsked(open, flags(['images', '7'], ['images-count', '9']))).toThrow(/leave one out/);
    expect(() => imagesAsked(open, flags(['images', 'copy.npz']))).toThrow(
      'Expected --images to be a whole number from 1 to 40, got "copy.npz".',
    );
  });

  test('answers on it that differ from the shipped ones are counted, and why is said', () => {
    const on = { on: 'copies' };
    const [a, b] = [
      [1, 2, 3],
      [1, 0, 3],
    ].map((all) => ({ labels: Uint16Array.from(all) }));
    expect(differences(a, b, on)).toBe(
      '1 of 3 answers differ from the shipped ones, which are on copies: other pixels.',
    );
    expect(differences(a, a, on)).toBe('All 3 answers agree with the shipped ones, which are on copies.');
  });
});
