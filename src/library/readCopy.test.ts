import { describe, expect, it } from 'vitest';
import { mulberry32, shuffledIndices } from '../audit/statistics/random';
import { writeNpz } from '../formats/arrays/npz';
import { differingBits, fingerprintsOf, PRINT_BYTES } from '../formats/images/fingerprints';
import { writePng } from '../formats/images/writePng';
import { tarOf } from '../formats/testing/tarOf';
import { copyOrder } from './copyOrder';
import { listCopies, openCopy, saveCopy } from './copyStore';
import { memoryFolders } from './folders';
import { readCopy } from './readCopy';
import {
  cifarBatch,
  copiesOf,
  IMAGE_BYTES,
  madeUpImages,
  publishedOrder,
  withheldZoo,
} from './testing/withheldZoo';

const { images, labels, zoo } = withheldZoo();
const all = Array.from(labels.keys());
const published = publishedOrder(labels);
const created = '2026-01-01T00:00:00Z';
const noDecoder = async () => null;

const isSame = (a: Uint8Array | undefined, b: Uint8Array) => a !== undefined && Buffer.compare(a, b) === 0;

function read(
  files: Record<string, Uint8Array<ArrayBuffer>>,
  of: Parameters<typeof readCopy>[0] = zoo,
  told?: Parameters<typeof readCopy>[2]['told'],
) {
  const chosen = Object.entries(files).map(([path, bytes]) => ({ path, content: new Blob([bytes]) }));
  return readCopy(of, chosen, { decode: noDecoder, created, told });
}

describe('a copy of the test images', () => {
  it('is put in the zoo’s order from its published order, and keeps each image’s place', async () => {
    const copy = await read({ 'test_batch.bin': cifarBatch(images, labels, published) });
    expect(isSame(copy.images, images)).toBe(true);
    expect(Array.from(copy.places, (place) => published[place])).toEqual(all);
    expect(copy).toMatchObject({
      realigned: false,
      kind: 'CIFAR-10',
      fitted: 'unchanged',
      calibration: null,
    });
    expect(copy.bits.most).toBeGreaterThan(0);
  });

  it('is put in order by what it shows where it was shuffled, be it other pixels', async () => {
    const shuffled = shuffledIndices(labels.length, mulberry32(3));
    const copy = await read({ 'test_batch.bin': cifarBatch(copiesOf(images, 9), labels, shuffled) });
    expect(copy.realigned).toBe(true);
    expect(Array.from(copy.places, (place) => shuffled[place])).toEqual(all);
  });

  it('is in order though a flat image is far from its fingerprint, if no other is nearer', async () => {
    const flat = images.slice();
    // Half of image 7 without its contrasts: its bits there are those of noise.
    flat.fill(90, 7 * IMAGE_BYTES, 7.5 * IMAGE_BYTES);
    const copy = await read({ 'test_batch.bin': cifarBatch(flat, labels, published) });
    expect(copy.bits.most).toBeGreaterThan(24);
    expect(copy.realigned).toBe(false);
  });

  it('is in order though one image of a thousand lies nearer to another', () => {
    const random = mulberry32(5);
    const prints = Uint8Array.from({ length: 1000 * PRINT_BYTES }, () => random() * 256);
    const flip = (from: Uint8Array, image: number, bytes: number[]) =>
      from.map((byte, at) => (bytes.includes(at - image * PRINT_BYTES) ? byte ^ 255 : byte));
    const twin = (from: Uint8Array, image: number) => {
      const twins = from.slice();
      twins.copyWithin((image + 1) * PRINT_BYTES, image * PRINT_BYTES, (image + 1) * PRINT_BYTES);
      return flip(twins, image + 1, [0]);
    };
    const known = { labels: new Uint16Array(1000), prints: twin(twin(prints, 5), 40) };
    const copyWith = (strays: number[]) => ({
      file: 'a.npz',
      labels: known.labels,
      prints: strays.reduce((all, image) => flip(all, image, [1, 2, 3, 4]), known.prints),
      ids: Array.from(known.labels, () => 'image'),
    });
    const one = copyOrder(known, copyWith([5]), ['a']);
    expect(one).toMatchObject({ realigned: false, bits: { most: 32 } });
    expect(Array.from(one.places)).toEqual(Array.from(known.labels.keys()));
    expect(copyOrder(known, copyWith([5, 40]), ['a']).realigned).toBe(true);
  });

  it('gives calibration images where training images are beside it', async () => {
    const training = madeUpImages(30, 11);
    const classes = Uint16Array.from({ length: 30 }, (_, image) => (7 * image) % 10);
    const archive = tarOf({
      'c/data_batch_1.bin': cifarBatch(training, classes, [...classes.keys()]),
      'c/test_batch.bin': cifarBatch(images, labels, published),
    });
    const told: [string, number][] = [];
    const { calibration } = await read({ 'c.tar': archive }, zoo, (doing, _, share) =>
      told.push([doing, share]),
    );
    expect(calibration?.of).toBe(30);
    expect(isSame(calibration?.images, training)).toBe(true);
    expect(calibration?.labels).toEqual(classes);
    // Test images are a part of all that is read, so that progress does not stand full while the rest is.
    const ofTest = labels.length / (labels.length + Math.max(...zoo.manifest.dataset.trainingCounts!) * 10);
    expect(told.find(([doing]) => doing === 'Matching the images')?.[1]).toBeCloseTo(ofTest, 12);
    expect(told.at(-1)?.[0]).toBe('Reading the training images');
    expect(told.map(([, share]) => share)).toEqual(told.map(([, share]) => share).sort((a, b) => a - b));
  });

  it('is told by what it shows where all images are in one folder', async () => {
    const tar: Record<string, Uint8Array<ArrayBuffer>> = {};
    const shown = new Map<string, Uint8Array>();
    for (const image of all) {
      const pixels = images.subarray(image * IMAGE_BYTES, (image + 1) * IMAGE_BYTES);
      const png = await writePng(pixels, { height: 32, width: 32, channels: 3 });
      tar[`images/${image}.png`] = png;
      shown.set(Buffer.from(png).toString('base64'), pixels);
    }
    const decode = async (bytes: Uint8Array) => {
      const data = shown.get(Buffer.from(bytes).toString('base64'))!;
      return { width: 32, height: 32, channels: 3 as const, data };
    };
    const chosen = [{ path: 'flat.tar', content: new Blob([tarOf(tar)]) }];
    const copy = await readCopy(zoo, chosen, { decode, created });
    expect(isSame(copy.images, images)).toBe(true);
  });

  it('is refused in one sentence where it is another set', async () => {
    const fewer = cifarBatch(images, labels, published.slice(1));
    await expect(read({ 'test_batch.bin': fewer })).rejects.toThrow(
      /expected the 40 test images, got 39 images; choose the file/,
    );
    await expect(read({ 'test_batch.bin': new Uint8Array(3073) })).rejects.toThrow(/got 1 image;/);
    const relabelled = labels.map((label, image) => (image === 0 ? 1 : label));
    await expect(read({ 'test_batch.bin': cifarBatch(images, relabelled, all) })).rejects.toThrow(
      'expected 4 test images of the class airplane, got 3; this is another set, or a part of it is missing.',
    );
    const others = images.slice();
    others.set(madeUpImages(2, 77), 0);
    await expect(read({ 'test_batch.bin': cifarBatch(others, labels, all) })).rejects.toThrow(
      /got 2 images that are none of them by what they show, test_batch.bin#0 first/,
    );
    const from1 = labels.map((label) => label + 1);
    const counted = writeNpz({
      images: { shape: [40, 32, 32, 3], values: images },
      labels: { shape: [40], values: from1 },
    });
    await expect(read({ 'a.npz': counted })).rejects.toThrow(/their numbers from 0, got "10"/);
    const fileWith = (pixels: Uint8Array) => ({
      'a.npz': writeNpz({ images: { shape: [40, 32, 32, 3], values: pixels } }),
    });
    const grey = images.map((_, at) => images[at - (at % 3)]);
    await expect(read(fileWith(grey))).rejects.toThrow(
      'a.npz: expected images in colour, got grey ones; choose',
    );
    const { architecture } = zoo.manifest;
    const input = { ...architecture.input, mean: [0.6, 0.5, 0.4] };
    const reddish = { ...zoo, manifest: { ...zoo.manifest, architecture: { ...architecture, input } } };
    const tinted = images.map((value, at) => value * [1, 0.9, 0.8][2 - (at % 3)]);
    await expect(read(fileWith(tinted), reddish)).rejects.toThrow(/got blue first by the channels' means/);
    // Each is nearest its own, but all are far from it.
    const prints = await zoo.withheld.fingerprints();
    const far = prints.map((byte, at) => byte ^ ([255, 255, 0xf0][at % 14] ?? 0));
    const unlike = { file: 'a.npz', labels, prints: far, ids: all.map(String) };
    expect(() => copyOrder({ labels, prints }, unlike, zoo.manifest.dataset.classes)).toThrow(
      /got others of the same number: .* differ in 20 of 112 bits on average/,
    );
    await expect(read({ test_batch: new Uint8Array([0x80, 4, 0x95, 0, 0]) })).rejects.toThrow(
      /pickled Python version/,
    );
  });
});

describe('a copy that is kept', () => {
  const size = { count: labels.length, size: IMAGE_BYTES, classes: 10 };

  it('comes back as it was, and is refused once a byte of it has changed', async () => {
    const folders = memoryFolders();
    const brought = await read({ 'test_batch.bin': cifarBatch(images, labels, published) });
    const copy = { ...brought, notes: ['Arrays that are not used: ids.'] };
    await saveCopy(folders, 'made-up', copy);
    const { images: pixels, ...facts } = (await openCopy(folders, 'made-up', size))!;
    const { images: kept, ...known } = copy;
    expect(facts).toEqual(known);
    expect(isSame(pixels, kept)).toBe(true);
    expect(await openCopy(folders, 'other', size)).toBeNull();
    expect(await listCopies(folders)).toMatchObject([
      { id: 'made-up', file: 'test_batch.bin', problem: null },
    ]);
    const bytes = await folders.read('made-up', 'images.u8');
    bytes[1000] ^= 1;
    await folders.write('made-up', 'images.u8', bytes);
    await expect(openCopy(folders, 'made-up', size)).rejects.toThrow(
      /images.u8: expected the content that was kept/,
    );
  });
});

describe('fingerprints', () => {
  it('are by which block is brighter than the one to its left, then the one above it', () => {
    const brighter = Uint8Array.from({ length: IMAGE_BYTES }, (_, at) => (Math.floor(at / 3) % 32) * 8);
    expect([...fingerprintsOf(brighter, 1)]).toEqual([...Array(7).fill(255), ...Array(7).fill(0)]);
    const onlyGreen = Uint8Array.from({ length: IMAGE_BYTES }, (_, at) => (at === 3 * 4 + 1 ? 1 : 0));
    const prints = fingerprintsOf(onlyGreen, 1);
    expect([prints[0], differingBits(prints, 0, new Uint8Array(14), 0)]).toEqual([0x80, 1]);
  });
});
